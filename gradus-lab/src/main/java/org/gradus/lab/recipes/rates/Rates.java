package org.gradus.lab.recipes.rates;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleFunction;
import org.gradus.core.Schedule;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.lab.reproduce.Context;
import org.gradus.optim.Adam;
import org.gradus.optim.Sgd;

/** The best and the largest stable learning rate of a method at one batch size. */
final class Rates {
  private static final int BISECTIONS = 3;

  private Rates() {}

  /** The methods. */
  enum Kind {
    SGD(
        0.0625,
        8,
        rate -> (network, theta, seed) -> new Sgd(theta, new Sgd.Config(rate, 0, false, 0))),
    ADAM(0.001, 0.128, rate -> (network, theta, seed) -> new Adam(theta, Adam.Config.of(rate)));

    private final double least;
    private final double most;

    @SuppressWarnings("ImmutableEnumChecker") // holds no state
    private final DoubleFunction<Training.Factory> at;

    Kind(double least, double most, DoubleFunction<Training.Factory> at) {
      this.least = least;
      this.most = most;
      this.at = at;
    }

    Training.Factory with(double rate) {
      return at.apply(rate);
    }
  }

  /**
   * What a sweep found.
   *
   * @param best the rate of least final training loss on the grid
   * @param largest the largest rate whose final training loss is finite and below its start, to a
   *     factor of 1.09
   */
  record Sweep(double best, double largest) {}

  /** One rate tried. */
  private record Trial(double rate, Training.Result result) {
    /** The final training loss, with no number last. */
    double loss() {
      return Double.isNaN(result.end()) ? Double.POSITIVE_INFINITY : result.end();
    }
  }

  static Sweep sweep(Context context, Kind kind, TrainingTask task, int steps, long seed) {
    List<Trial> trials = new ArrayList<>();
    double top = context.size(kind.most, kind.least * 2);
    double rate = kind.least;
    while (rate <= top || (stable(trials) && rate <= 64 * kind.most && !context.smoke())) {
      trials.add(trial(context, kind, task, steps, seed, rate));
      rate *= 2;
    }
    Trial best = trials.stream().min(Comparator.comparingDouble(Trial::loss)).orElseThrow();
    double low =
        trials.stream()
            .filter(t -> t.result().stable())
            .mapToDouble(Trial::rate)
            .max()
            .orElse(kind.least / 2);
    double high = 2 * low;
    for (int i = 0; i < context.size(BISECTIONS, 0); i++) {
      double middle = Math.sqrt(low * high);
      if (trial(context, kind, task, steps, seed, middle).result().stable()) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return new Sweep(best.rate(), low);
  }

  private static boolean stable(List<Trial> trials) {
    return trials.get(trials.size() - 1).result().stable();
  }

  private static Trial trial(
      Context context, Kind kind, TrainingTask task, int steps, long seed, double rate) {
    return new Trial(
        rate,
        Training.run(task, kind.with(rate), Schedule.constant(), steps, seed, context.monitor()));
  }
}
