package org.gradus.unmixing;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.Tensors;

/**
 * How near factors are to known ones, after the best assignment of their columns.
 *
 * @param spectralAngle mean angle between matched spectra, in radians (SAD)
 * @param abundanceError root mean square of the differences of matched abundances (RMSE)
 * @param assignment for each true endmember the column of the estimate matched to it
 */
public record UnmixingScore(double spectralAngle, double abundanceError, int[] assignment) {
  /**
   * Matches by least total angle and measures.
   *
   * @param endmembers estimated M, [L, K]
   * @param abundances estimated A, [K, N]
   * @param trueEndmembers [L, K]
   * @param trueAbundances [K, N]
   * @param channels the channels that count for angles: leave corrupted ones out
   */
  public static UnmixingScore of(
      Tensor endmembers,
      Tensor abundances,
      Tensor trueEndmembers,
      Tensor trueAbundances,
      int[] channels) {
    requireSameShape("endmembers", endmembers, trueEndmembers);
    requireSameShape("abundances", abundances, trueAbundances);
    int count = (int) endmembers.size(1);
    double[] m = Tensors.doubles(endmembers);
    double[] truth = Tensors.doubles(trueEndmembers);
    double[][] angles = new double[count][count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        angles[i][j] = angle(truth, i, m, j, count, channels);
      }
    }
    int[] assignment = Assignment.cheapest(angles);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += angles[i][assignment[i]];
    }
    return new UnmixingScore(
        sum / count, rootMeanSquare(abundances, trueAbundances, assignment), assignment);
  }

  private static double angle(double[] x, int i, double[] y, int j, int width, int[] channels) {
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int l : channels) {
      double a = x[l * width + i];
      double b = y[l * width + j];
      xy += a * b;
      xx += a * a;
      yy += b * b;
    }
    double norm = Math.sqrt(xx * yy);
    return norm == 0 ? Math.PI / 2 : Math.acos(Math.min(1, xy / norm));
  }

  private static double rootMeanSquare(Tensor estimated, Tensor truth, int[] assignment) {
    double[] a = Tensors.doubles(estimated);
    double[] b = Tensors.doubles(truth);
    int pixels = b.length / assignment.length;
    double sum = 0;
    for (int e = 0; e < b.length; e++) {
      double error = b[e] - a[assignment[e / pixels] * pixels + e % pixels];
      sum += error * error;
    }
    return Math.sqrt(sum / b.length);
  }

  private static void requireSameShape(String name, Tensor estimate, Tensor truth) {
    if (!Arrays.equals(Tensors.shape(estimate), Tensors.shape(truth))) {
      throw Check.invalid(
          name, Tensors.describe(estimate), "shaped as the true ones, " + Tensors.describe(truth));
    }
  }
}
