package org.gradus.lab.recipes.sso;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.PointerScope;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Optimizer;
import org.gradus.core.Schedule;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.fair.GridSearch;
import org.gradus.lab.reproduce.fair.GridSearch.Search;
import org.gradus.lab.reproduce.fair.Sample;
import org.gradus.optim.surrogate.Calls;
import org.gradus.optim.surrogate.Sso;
import org.gradus.schedule.ScheduleShape;

/** Tunes methods on seed 0 and runs them on fresh seeds, as pieces. */
final class Contest {
  private static final long TUNING_SEED = 0;
  private static final int EXTENSIONS = 3;

  /** Network passes of a gradient that a base method takes. */
  private static final double PASSES = 2;

  /**
   * What a run came to.
   *
   * @param gap distance to the least loss; NaN if it diverged
   * @param passes forward and backward passes of the network
   * @param seconds time
   */
  record Outcome(double gap, double passes, double seconds) {}

  /**
   * A tuned method's runs.
   *
   * @param contender the method
   * @param search its tuning
   * @param outcomes one a seed
   */
  record Entry(Contender contender, Search search, List<Outcome> outcomes) {
    /** log₁₀ of the gaps: ratios are compared, since gaps differ by orders of magnitude. */
    Sample logGap() {
      return new Sample(outcomes.stream().mapToDouble(o -> Math.log10(o.gap())).toArray());
    }

    double meanGap() {
      return outcomes.stream().mapToDouble(Outcome::gap).average().orElseThrow();
    }

    Sample seconds() {
      return new Sample(outcomes.stream().mapToDouble(Outcome::seconds).toArray());
    }

    double passes() {
      return outcomes.stream().mapToDouble(Outcome::passes).average().orElseThrow();
    }
  }

  private final Context context;

  Contest(Context context) {
    this.context = context;
  }

  /** Tunes a method on a problem and runs it on the reporting seeds. */
  Entry enter(Problem problem, Contender contender) {
    List<Double> grid = context.smoke() ? contender.grid().subList(0, 2) : contender.grid();
    Search search =
        GridSearch.search(
            grid,
            context.size(EXTENSIONS, 0),
            steps -> steps.stream().map(s -> tune(problem, contender, s)).toList());
    return run(problem, contender, search);
  }

  private double tune(Problem problem, Contender contender, double step) {
    return pieces(problem, contender, step, TUNING_SEED).get(0).gap();
  }

  /** Runs an already tuned method, on this problem or with another budget. */
  Entry run(Problem problem, Contender contender, Search search) {
    double step = search.best().learningRate();
    return new Entry(contender, search, pieces(problem, contender, step, context.seeds(5)));
  }

  private List<Outcome> pieces(Problem problem, Contender contender, double step, long... seeds) {
    return context.pieces(
        Outcome.class,
        Arrays.stream(seeds)
            .mapToObj(
                seed ->
                    new Piece<>(
                        String.format(
                                Locale.ROOT,
                                "%s/steps%d/%s/step%.4g/seed%d",
                                problem.name(),
                                problem.steps(),
                                contender.name(),
                                step,
                                seed)
                            .replace("+", ""),
                        () -> play(problem, contender, step, seed)))
            .toList());
  }

  private static Outcome play(Problem problem, Contender contender, double step, long seed) {
    long start = System.nanoTime();
    try (PointerScope scope = new PointerScope()) {
      Problem.Instance instance = problem.instance().apply(seed);
      Optimizer optimizer = contender.maker().make(instance.theta(), step);
      Schedule schedule =
          problem.exponential() ? ScheduleShape.exponential().over(problem.steps()) : Schedule.constant();
      double base = optimizer.learningRate();
      for (int t = 0; t < problem.steps(); t++) {
        try (PointerScope inner = new PointerScope()) {
          optimizer.learningRate(base * schedule.factor(t));
          optimizer.step(instance.batch(t));
        }
      }
      double gap = instance.gap();
      return new Outcome(
          Double.isFinite(gap) ? gap : Double.NaN,
          passes(optimizer, problem.steps()),
          (System.nanoTime() - start) * 1e-9);
    } catch (NonFiniteException e) {
      return new Outcome(Double.NaN, Double.NaN, (System.nanoTime() - start) * 1e-9);
    }
  }

  private static double passes(Optimizer optimizer, int steps) {
    if (optimizer instanceof Sso sso) {
      Calls calls = sso.calls();
      return (double) calls.forwards() + calls.backwards();
    }
    return PASSES * steps;
  }
}
