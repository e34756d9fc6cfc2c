package org.gradus.lab.recipes.rates;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Monitor;
import org.gradus.core.RandomSource;
import org.gradus.core.Schedule;
import org.gradus.core.Seeds;
import org.gradus.curvature.ExtremeEigenvalues;
import org.gradus.curvature.ExtremeEigenvalues.End;
import org.gradus.curvature.GaussNewtonOperator;
import org.gradus.curvature.HessianOperator;
import org.gradus.curvature.Hutchinson;
import org.gradus.curvature.StochasticTrace;
import org.gradus.curvature.SymmetricOperator;
import org.gradus.curvature.rates.BatchLaw;
import org.gradus.curvature.rates.HessianNoise;
import org.gradus.curvature.rates.OutlierLaw;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Plot.Axis;
import org.gradus.lab.reproduce.Plot.Series;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.lab.reproduce.fair.Sample;
import org.gradus.optim.Sgd;
import org.gradus.train.Batch;
import org.gradus.train.BatchObjective;

/** How much larger the top eigenvalue of a mini-batch is, and whether the laws say so. */
final class Inflation {
  private static final int[] BATCHES = {4, 8, 16, 64, 256};
  private static final int JUDGED = 1;
  private static final int FITTED = 3;
  private static final int SEEDS = 3;
  private static final double WITHIN = 0.25;
  private static final ExtremeEigenvalues.Config TOP =
      new ExtremeEigenvalues.Config(1, End.LARGEST, 22, 60, 1e-3);

  private Inflation() {}

  /** Which matrix. */
  enum Matrix {
    HESSIAN("Hessian"),
    GAUSS_NEWTON("Gauss-Newton");

    private final String title;

    Matrix(String title) {
      this.title = title;
    }

    SymmetricOperator of(Training training, BatchObjective objective) {
      return this == HESSIAN
          ? HessianOperator.of(training.theta(), objective)
          : GaussNewtonOperator.of(training.theta(), objective);
    }
  }

  /**
   * Measured at one point.
   *
   * @param full the largest eigenvalue over all data
   * @param means the mean largest eigenvalue at each batch size
   * @param law what the law without fitting predicts there
   */
  record Measured(double full, double[] means, double[] law) {
    double[] fitted() {
      double ratio = Math.max(0, means[FITTED] / full - 1) * full * full;
      BatchLaw law =
          BatchLaw.fitted(
              new OutlierLaw.SpikeFormula(),
              full,
              ratio,
              BATCHES[FITTED],
              Double.POSITIVE_INFINITY);
      double[] predicted = new double[BATCHES.length];
      for (int i = 0; i < predicted.length; i++) {
        predicted[i] = law.largest(BATCHES[i]);
      }
      return predicted;
    }
  }

  static void run(Context context, Findings findings) {
    Table.Builder table =
        Table.titled(
            "Largest eigenvalue over batch sizes, mean over seeds (law without fitting; spike"
                + " formula fitted at 64)",
            "matrix",
            "steps",
            "batch",
            "measured",
            "over all data",
            "law",
            "fitted");
    Map<String, Double> numbers = new LinkedHashMap<>();
    List<Series> series = new ArrayList<>();
    boolean inflated = true;
    boolean follows = true;
    boolean follow = true;
    for (Matrix matrix : Matrix.values()) {
      for (int steps : new int[] {50, 250}) {
        List<Measured> points = measure(context, matrix, steps);
        Sample ratio = ratio(points);
        inflated &= ratio.mean() > 1.2 && ratio.mean() - ratio.ci95() > 1;
        String name = matrix.title + " after " + steps + " steps";
        numbers.put(name + ", batch 8 over all", ratio.mean());
        numbers.put(name + ", its 95 % CI ±", ratio.ci95());
        double[] measured = new double[BATCHES.length];
        double[] batch = new double[BATCHES.length];
        for (int i = 0; i < BATCHES.length; i++) {
          int at = i;
          measured[i] = points.stream().mapToDouble(p -> p.means()[at]).average().orElseThrow();
          double law = points.stream().mapToDouble(p -> p.law()[at]).average().orElseThrow();
          double fit = points.stream().mapToDouble(p -> p.fitted()[at]).average().orElseThrow();
          double full = points.stream().mapToDouble(Measured::full).average().orElseThrow();
          follows &= Math.abs(law / measured[i] - 1) <= WITHIN;
          follow &= Math.abs(fit / measured[i] - 1) <= WITHIN;
          batch[i] = BATCHES[i];
          table.row(
              matrix.title,
              Integer.toString(steps),
              Integer.toString(BATCHES[i]),
              show(measured[i]),
              show(measured[i] / full),
              show(law),
              show(fit));
        }
        series.add(Series.of(name, batch, measured));
      }
    }
    findings.add(
        new Finding(
            "inflation",
            inflated ? (follows ? Verdict.REPRODUCED : Verdict.PARTLY) : Verdict.NOT_REPRODUCED,
            numbers,
            "Within 25 %% at every size: the law without fitting %s, with one fitted constant %s."
                .formatted(follows ? "yes" : "no", follow ? "yes" : "no")));
    findings.add(table.build());
    findings.add(
        new Plot(
            "inflation",
            "Largest eigenvalue of mini-batch matrices",
            Axis.logarithmic("batch size"),
            Axis.logarithmic("largest eigenvalue"),
            series));
  }

  private static String show(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static Sample ratio(List<Measured> points) {
    return new Sample(points.stream().mapToDouble(p -> p.means()[JUDGED] / p.full()).toArray());
  }

  private static List<Measured> measure(Context context, Matrix matrix, int steps) {
    List<Piece<Measured>> pieces = new ArrayList<>();
    for (long seed : context.seeds(SEEDS)) {
      String key = "inflation/" + matrix + "/step" + steps + "/seed" + seed;
      pieces.add(new Piece<>(key, () -> measure(context, matrix, steps, seed)));
    }
    return context.pieces(Measured.class, pieces);
  }

  private static Measured measure(Context context, Matrix matrix, int steps, long seed) {
    TrainingTask task = Digits.task(List.of(32), 64, 0);
    Training training =
        Training.of(
            task,
            (network, theta, s) -> new Sgd(theta, Sgd.Config.of(0.05)),
            Schedule.constant(),
            seed);
    training.trainer().steps(context.size(steps, 5), context.monitor());
    int repeats = context.size(10, 2);
    double full = largest(training, matrix, Digits.all(task.data()), seed);
    double[] means = new double[BATCHES.length];
    for (int i = 0; i < BATCHES.length; i++) {
      for (int k = 0; k < repeats; k++) {
        long draw = Seeds.derive(seed, "batch of " + BATCHES[i], k);
        Batch batch = Digits.draw(task.data(), BATCHES[i], draw);
        means[i] += largest(training, matrix, batch, draw) / repeats;
      }
    }
    return new Measured(full, means, law(training, matrix, full, seed));
  }

  private static double largest(Training training, Matrix matrix, Batch batch, long seed) {
    BatchObjective objective = Digits.objective(training.task(), training.network(), batch);
    try (PointerScope scope = new PointerScope();
        SymmetricOperator operator = matrix.of(training, objective)) {
      return ExtremeEigenvalues.compute(operator, TOP, RandomSource.seeded(seed), Monitor.SILENT)
          .first()
          .value();
    }
  }

  /** Additive with the isotropic noise measured at 64; multiplicative with the bulk's mean. */
  private static double[] law(Training training, Matrix matrix, double full, long seed) {
    long examples = training.task().data().size();
    BatchLaw law =
        matrix == Matrix.HESSIAN
            ? BatchLaw.fitted(
                new OutlierLaw.Additive(), full, noise(training, seed), 64, (double) examples)
            : new BatchLaw(
                new OutlierLaw.Multiplicative(bulk(training, full, seed)),
                full,
                (double) training.theta().size(),
                (double) examples);
    double[] predicted = new double[BATCHES.length];
    for (int i = 0; i < predicted.length; i++) {
      predicted[i] = law.largest(BATCHES[i]);
    }
    return predicted;
  }

  private static double noise(Training training, long seed) {
    try (PointerScope scope = new PointerScope()) {
      List<BatchObjective> batches =
          Digits.partition(training.task().data(), 64, seed).stream()
              .map(batch -> Digits.objective(training.task(), training.network(), batch))
              .toList();
      List<Tensor> directions =
          HessianNoise.directions(training.theta(), 5, RandomSource.seeded(seed));
      // The batches are the whole set: their mean is exact and no correction is due.
      return HessianNoise.ofHessians(training.theta(), batches, directions).variance();
    }
  }

  private static double bulk(Training training, double full, long seed) {
    BatchObjective all =
        Digits.objective(training.task(), training.network(), Digits.all(training.task().data()));
    double trace =
        StochasticTrace.estimate(
                GaussNewtonOperator.of(training.theta(), all),
                20,
                Hutchinson.Probe.RADEMACHER,
                RandomSource.seeded(seed),
                Monitor.SILENT)
            .trace()
            .value();
    return Math.max(0, trace - full) / (training.theta().size() - 1);
  }
}
