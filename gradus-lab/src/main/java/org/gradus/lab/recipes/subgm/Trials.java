package org.gradus.lab.recipes.subgm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.PortableRandom;
import org.gradus.core.Seeds;
import org.gradus.core.Tensors;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lowrank.DenseMeasurements;
import org.gradus.lowrank.MeasurementLoss;
import org.gradus.lowrank.RecoveryProblem;
import org.gradus.lowrank.SubgradientMethod;

/** Recoveries as pieces. */
final class Trials {
  static final int RANK = 3;
  private static final double OUTLIER = 10;
  private static final int CURVE_EVERY = 50;

  /**
   * How a recovery ended.
   *
   * @param error ‖U Uᵀ − X*‖_F
   * @param lossGap f(U) − f(X*), f the absolute loss
   * @param curve the error every 50 steps
   */
  record Outcome(double error, double lossGap, double[] curve) {}

  private final Context context;
  private final int dimension;

  Trials(Context context) {
    this.context = context;
    dimension = context.size(20, 8);
  }

  Context context() {
    return context;
  }

  int dimension() {
    return dimension;
  }

  int measurements() {
    return context.size(1000, 150);
  }

  /** One outcome a seed. */
  List<Outcome> run(Setting setting, int seeds) {
    int steps = steps(setting);
    List<Piece<Outcome>> pieces = new ArrayList<>();
    for (long seed : context.seeds(seeds)) {
      pieces.add(
          new Piece<>(
              "d%d/%s/T%d/seed%d".formatted(dimension, setting.key(), steps, seed),
              () -> recover(setting, steps, seed)));
    }
    return context.pieces(Outcome.class, pieces);
  }

  int steps(Setting setting) {
    return context.size(setting.random() ? 2500 : 2000, 200);
  }

  /** The steps at which a curve of this setting has its points. */
  double[] abscissas(Setting setting) {
    double[] x = new double[steps(setting) / CURVE_EVERY + 1];
    Arrays.setAll(x, i -> (double) i * CURVE_EVERY);
    return x;
  }

  /** The median error of a setting over 5 seeds. */
  double error(Setting setting) {
    return median(run(setting, 5).stream().mapToDouble(Outcome::error).toArray());
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  private Outcome recover(Setting setting, int steps, long seed) {
    double[] truth = truth(seed);
    DenseMeasurements measurements =
        DenseMeasurements.of(
            PortableRandom.normal(
                Seeds.derive(seed, "measurements", 0),
                setting.measurements() * dimension * dimension),
            dimension);
    double[] y = values(measurements, truth, setting, seed);
    RecoveryProblem problem = new RecoveryProblem(measurements, y, setting.width());
    SubgradientMethod.Config config =
        SubgradientMethod.Config.DEFAULT
            .withLoss(setting.loss())
            .withStep(setting.step())
            .withStart(setting.start(Seeds.derive(seed, "start", 0)))
            .withMaxSteps(steps);
    List<Double> curve = new ArrayList<>();
    double[] last =
        Tensors.doubles(
            new SubgradientMethod(
                    config,
                    (step, u) -> {
                      if (step % CURVE_EVERY == 0) {
                        curve.add(error(u, setting.width(), truth));
                      }
                    })
                .solve(problem, context.monitor())
                .factor());
    double gap = MeasurementLoss.ABSOLUTE.at(problem, last).loss() - lossAt(measurements, truth, y);
    return new Outcome(
        error(last, setting.width(), truth),
        gap,
        curve.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Q Qᵀ for an orthonormal Q of three columns. */
  private double[] truth(long seed) {
    try (PointerScope scope = new PointerScope()) {
      double[] normal = PortableRandom.normal(Seeds.derive(seed, "truth", 0), dimension * RANK);
      Tensor q = torch.linalg_qr(Tensors.matrix(normal, dimension, RANK)).get0();
      return Tensors.doubles(q.mm(q.t()));
    }
  }

  private static double[] values(
      DenseMeasurements measurements, double[] truth, Setting setting, long seed) {
    double[] y = new double[measurements.count()];
    measurements.apply(truth, y);
    double[] size = PortableRandom.normal(Seeds.derive(seed, "noise", 0), y.length);
    SplittableRandom corrupted = new SplittableRandom(Seeds.derive(seed, "corrupted", 0));
    for (int i = 0; i < y.length; i++) {
      boolean outlier = corrupted.nextDouble() < setting.outliers();
      y[i] += (outlier ? OUTLIER : setting.noise()) * size[i];
    }
    return y;
  }

  private static double lossAt(DenseMeasurements measurements, double[] x, double[] y) {
    double[] measured = new double[y.length];
    measurements.apply(x, measured);
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      sum += Math.abs(measured[i] - y[i]);
    }
    return sum / y.length;
  }

  private double error(double[] u, int width, double[] truth) {
    double sum = 0;
    for (int i = 0; i < dimension; i++) {
      for (int j = 0; j < dimension; j++) {
        double difference = -truth[i * dimension + j];
        for (int c = 0; c < width; c++) {
          difference += u[i * width + c] * u[j * width + c];
        }
        sum += difference * difference;
      }
    }
    return Math.sqrt(sum);
  }
}
