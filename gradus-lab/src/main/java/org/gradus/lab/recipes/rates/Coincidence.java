package org.gradus.lab.recipes.rates;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.gradus.core.Schedule;
import org.gradus.curvature.rates.BatchSizeScaling;
import org.gradus.lab.recipes.rates.Rates.Kind;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.fair.Sample;

/** Whether training curves of different batch sizes coincide at the rates the rules give. */
final class Coincidence {
  private static final int REFERENCE = 64;
  private static final int WINDOW = 15;

  private Coincidence() {}

  /** The losses of the mini-batches; up to where the run diverged. */
  record Curve(double[] losses) {
    /** Logarithms of running means. */
    double[] smooth() {
      double[] smooth = new double[Math.max(0, losses.length - WINDOW)];
      for (int i = 0; i < smooth.length; i++) {
        smooth[i] = Math.log(Arrays.stream(losses, i, i + WINDOW).average().orElseThrow());
      }
      return smooth;
    }

    /** The mean distance to another curve; infinite if one ends earlier. */
    double distance(Curve other) {
      double[] a = smooth();
      double[] b = other.smooth();
      if (a.length != b.length) {
        return Double.POSITIVE_INFINITY;
      }
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum += Math.abs(a[i] - b[i]);
      }
      return sum / Math.max(1, a.length);
    }
  }

  static void run(Context context, Findings findings) {
    Table.Builder table =
        Table.titled(
            "Distance of training curves to that of batch 64 (mean |log| of smoothed losses,"
                + " infinite where one diverged)",
            "method",
            "batch",
            "rate of the rule",
            "on the rule",
            "rule x 2",
            "rule x 4",
            "rate unchanged");
    for (Kind kind : Kind.values()) {
      // A quarter of what is best at batch 64, so that rates above the rule still train.
      double base = kind == Kind.SGD ? 0.125 : 0.004;
      BatchSizeScaling rule =
          kind == Kind.SGD ? BatchSizeScaling.linear() : BatchSizeScaling.squareRoot();
      List<Curve> reference = curves(context, kind, REFERENCE, base);
      for (int batch : new int[] {16, 256}) {
        double rate = rule.learningRate(base, REFERENCE, batch);
        table.row(
            kind.toString(),
            Integer.toString(batch),
            String.format(Locale.ROOT, "%.4g", rate),
            distance(reference, curves(context, kind, batch, rate)),
            distance(reference, curves(context, kind, batch, 2 * rate)),
            distance(reference, curves(context, kind, batch, 4 * rate)),
            distance(reference, curves(context, kind, batch, base)));
      }
    }
    findings.add(table.build());
  }

  private static String distance(List<Curve> reference, List<Curve> curves) {
    double[] distances = new double[curves.size()];
    for (int i = 0; i < distances.length; i++) {
      distances[i] = reference.get(i).distance(curves.get(i));
    }
    return new Sample(distances).show(3);
  }

  private static List<Curve> curves(Context context, Kind kind, int batch, double rate) {
    List<Piece<Curve>> pieces = new ArrayList<>();
    for (long seed : context.seeds(Scaling.SEEDS)) {
      String key =
          String.format(Locale.ROOT, "curve/%s/batch%d/rate%.4g/seed%d", kind, batch, rate, seed);
      pieces.add(new Piece<>(key, () -> curve(context, kind, batch, rate, seed)));
    }
    return context.pieces(Curve.class, pieces);
  }

  private static Curve curve(Context context, Kind kind, int batch, double rate, long seed) {
    return new Curve(
        Training.run(
                Digits.task(Scaling.HIDDEN, batch, 0),
                kind.with(rate),
                Schedule.constant(),
                context.size(Scaling.STEPS, 20),
                seed,
                context.monitor())
            .losses());
  }
}
