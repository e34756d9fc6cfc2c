package org.gradus.lab.recipes.convexnet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.convexnet.AdmmState;
import org.gradus.convexnet.ConeAdmm;
import org.gradus.convexnet.Gates;
import org.gradus.convexnet.ReluLoss;
import org.gradus.convexnet.ReluProgram;
import org.gradus.convexnet.ReluSolution;
import org.gradus.core.Monitor;
import org.gradus.core.RandomSource;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;

/** Test accuracy and objective along the splitting method's iterations, Adam and SGD beside it. */
final class EarlyAccuracy {
  private static final int[][] PAIRS = {{3, 8}, {4, 9}, {1, 7}};
  private static final int[] GATES = {8, 24, 64};
  private static final int SAMPLES = 240;
  private static final double DECAY = 1e-3;
  private static final double[] RATES = {0.003, 0.01, 0.03};

  /**
   * One run of the splitting method.
   *
   * @param accuracy on the test part after 10 iterations
   * @param late after the last
   * @param objective of the recovered network after the last
   */
  record Curve(double accuracy, double late, double objective, double seconds) {}

  /** The best of tuned descents: accuracy on the test part and objective at the end. */
  record Descent(double accuracy, double objective, double seconds) {}

  private final Context context;

  EarlyAccuracy(Context context) {
    this.context = context;
  }

  void run(Findings findings) {
    int iterations = context.size(500, 20);
    Table.Builder table =
        Table.titled(
            "Digits, %d training samples, test accuracy in %%".formatted(SAMPLES),
            "pair",
            "patterns",
            "10 iterations",
            iterations + " iterations",
            "objective",
            "Adam, same width",
            "its objective",
            "gradient descent",
            "its objective");
    double least = 1;
    List<Double> middle = new ArrayList<>();
    for (int[] pair : context.size(PAIRS, new int[][] {{3, 8}})) {
      for (int gates : context.size(GATES, new int[] {8, 64})) {
        String key = "early/%dv%d/P%d/".formatted(pair[0], pair[1], gates);
        Curve curve =
            context.piece(
                Curve.class, key + "admm" + iterations, () -> admm(pair, gates, iterations));
        Descent adam = context.piece(Descent.class, key + "adam", () -> descent(pair, gates, true));
        Descent sgd = context.piece(Descent.class, key + "sgd", () -> descent(pair, gates, false));
        if (gates == 64) {
          least = Math.min(least, curve.accuracy);
        } else if (gates == 24) {
          middle.add(curve.accuracy);
        }
        table.row(
            pair[0] + " and " + pair[1],
            Integer.toString(gates),
            percent(curve.accuracy),
            percent(curve.late),
            "%.4f".formatted(curve.objective),
            percent(adam.accuracy),
            "%.4f".formatted(adam.objective),
            percent(sgd.accuracy),
            "%.4f".formatted(sgd.objective));
      }
    }
    findings.add(judge(least, middle)).add(table.build());
  }

  private static DigitPair data(int[] pair) {
    return DigitPair.of(pair[0], pair[1], SAMPLES, ReluLoss.SQUARED, DECAY, 1);
  }

  private static Curve admm(int[] pair, int gates, int iterations) {
    DigitPair data = data(pair);
    ReluProgram program =
        new ReluProgram(
            data.train(), Gates.sampled(data.train(), gates, RandomSource.seeded(gates)));
    ConeAdmm.Config config = ConeAdmm.Config.DEFAULT.withoutCertificate();
    AdmmState start = AdmmState.zero(program, config.penalty());
    ReluSolution early =
        new ConeAdmm(config.withLimits(0, 10)).solve(program, start, Monitor.SILENT);
    ReluSolution late =
        new ConeAdmm(config.withLimits(0, iterations - 10))
            .solve(program, early.state(), Monitor.SILENT);
    return new Curve(
        TwoLayer.accuracy(early.network(), data.test()),
        TwoLayer.accuracy(late.network(), data.test()),
        late.certificate().objective(),
        early.trace().last().seconds() + late.trace().last().seconds());
  }

  /** The learning rate is the one of three that is best on the validation part. */
  private Descent descent(int[] pair, int width, boolean adam) {
    DigitPair data = data(pair);
    TwoLayer f = new TwoLayer(data.train(), width);
    int steps = context.size(300, 20);
    double best = Double.NEGATIVE_INFINITY;
    double[] kept = null;
    long start = System.nanoTime();
    for (double rate : RATES) {
      double[] x = adam ? Adam.minimise(f, 1, rate, steps) : Adam.descend(f, 1, 0.1 * rate, steps);
      double accuracy = TwoLayer.accuracy(f.network(x), data.validation());
      // Most rates reach the same accuracy: the lower objective decides.
      double value = accuracy - 1e-6 * f.value(x);
      if (value > best) {
        best = value;
        kept = x;
      }
    }
    double seconds = (System.nanoTime() - start) * 1e-9 / RATES.length;
    return new Descent(TwoLayer.accuracy(f.network(kept), data.test()), f.value(kept), seconds);
  }

  private static Finding judge(double least, List<Double> middle) {
    double leastMiddle = middle.stream().mapToDouble(a -> a).min().orElse(Double.NaN);
    boolean both = least > 0.95 && leastMiddle > 0.95;
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("least test accuracy after 10 iterations, 64 patterns", least);
    numbers.put("the same with 24 patterns", leastMiddle);
    return new Finding(
        "early-accuracy",
        least < 0.95 ? Verdict.NOT_REPRODUCED : both ? Verdict.REPRODUCED : Verdict.PARTLY,
        numbers,
        "With few patterns more iterations can lower the accuracy: their cones are too narrow for"
            + " the data, and the early, infeasible iterate is the better network.");
  }

  private static String percent(double share) {
    return "%.1f".formatted(100 * share);
  }
}
