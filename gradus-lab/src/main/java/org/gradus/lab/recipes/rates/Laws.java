package org.gradus.lab.recipes.rates;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.curvature.rates.BatchLaw;
import org.gradus.curvature.rates.OutlierLaw;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.Table;

/** What the laws say, and whether random matrices follow them. */
final class Laws {
  private static final int ROWS = 400;
  private static final int SAMPLES = 800;

  private Laws() {}

  /** The mean of some largest eigenvalues. */
  record Mean(double value) {}

  static void run(Context context, Findings findings) {
    Table.Builder table =
        Table.titled("Largest eigenvalue of random matrices", "noise", "spike", "measured", "law");
    OutlierLaw additive = new OutlierLaw.Additive();
    OutlierLaw multiplicative = new OutlierLaw.Multiplicative(1);
    int rows = context.size(ROWS, 40);
    int samples = context.size(SAMPLES, 80);
    for (double spike : new double[] {0.5, 1.5, 3}) {
      double mean = mean(context, "wigner", spike, context.size(3, 1), r -> wigner(rows, spike, r));
      row(table, "symmetric, edge 2", spike, mean, additive.largest(spike, 1));
    }
    for (double spike : new double[] {1.2, 3, 6}) {
      double mean =
          mean(
              context,
              "wishart",
              spike,
              context.size(12, 1),
              r -> wishart(rows, samples, spike, r));
      double law = multiplicative.largest(spike, (double) rows / samples);
      row(table, "covariance, q = 0.5", spike, mean, law);
    }
    findings.add(table.build());
    findings.add(exponents());
  }

  private static void row(
      Table.Builder table, String noise, double spike, double measured, double law) {
    table.row(
        noise,
        Double.toString(spike),
        String.format(Locale.ROOT, "%.3f", measured),
        String.format(Locale.ROOT, "%.3f", law));
  }

  /** A draw's largest eigenvalue. */
  @FunctionalInterface
  private interface Draw {
    double largest(RandomSource random);
  }

  private static double mean(Context context, String kind, double spike, int draws, Draw draw) {
    List<Piece<Mean>> pieces = new ArrayList<>();
    for (int i = 0; i < draws; i++) {
      long seed = i;
      pieces.add(
          new Piece<>(
              "laws/" + kind + "/spike" + spike + "/draw" + i,
              () -> new Mean(draw.largest(RandomSource.seeded(seed)))));
    }
    return context.pieces(Mean.class, pieces).stream()
        .mapToDouble(Mean::value)
        .average()
        .orElseThrow();
  }

  private static double wigner(int rows, double spike, RandomSource random) {
    try (PointerScope scope = new PointerScope()) {
      Tensor entries = normal(random, rows, rows);
      // (X + Xᵀ)/√(2P) has entries of variance 1/P: the edge of its spectrum is 2.
      Tensor noise = entries.add(entries.t()).div(Scalars.of(Math.sqrt(2.0 * rows)));
      noise.select(0, 0).select(0, 0).add_(torch.full(new long[0], Scalars.of(spike)));
      return torch.linalg_eigvalsh(noise, "L").max().item_double();
    }
  }

  private static double wishart(int rows, int samples, double spike, RandomSource random) {
    try (PointerScope scope = new PointerScope()) {
      Tensor x = normal(random, samples, rows);
      x.select(1, 0).mul_(Scalars.of(Math.sqrt(spike)));
      Tensor covariance = x.t().mm(x).div(Scalars.of((double) samples));
      return torch.linalg_eigvalsh(covariance, "L").max().item_double();
    }
  }

  private static Tensor normal(RandomSource random, long... shape) {
    return random.normal(shape, new TensorOptions(ScalarType.Double));
  }

  /** The slope of log 2/λ′ on log B for each law, from where noise rules to where it does not. */
  private static Table exponents() {
    Table.Builder table =
        Table.titled(
            "Exponent of the largest rate on the batch size, by each law (lambda_1 = 3, examples"
                + " never drawn again)",
            "noise at batch 1",
            "additive",
            "spike formula",
            "multiplicative, s = 1");
    for (double noise : new double[] {1e8, 1e5, 1e3, 10, 0.1}) {
      table.row(
          String.format(Locale.ROOT, "%.3g", noise),
          exponent(new OutlierLaw.Additive(), noise),
          exponent(new OutlierLaw.SpikeFormula(), noise),
          exponent(new OutlierLaw.Multiplicative(1), noise));
    }
    return table.build();
  }

  private static String exponent(OutlierLaw law, double noise) {
    BatchLaw over = new BatchLaw(law, 3, noise, Double.POSITIVE_INFINITY);
    double slope =
        Math.log(over.maximalLearningRate(16) / over.maximalLearningRate(1)) / Math.log(16);
    return String.format(Locale.ROOT, "%.3f", slope);
  }
}
