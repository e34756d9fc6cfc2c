package org.gradus.lab.stats;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holm's step-down adjustment of p-values (S. Holm, "A simple sequentially rejective multiple test
 * procedure", Scandinavian Journal of Statistics 6, 1979): controls the chance of any false
 * discovery among m tests, whatever their dependence, and is never weaker than Bonferroni's.
 */
public final class Holm {

  private Holm() {}

  /**
   * The adjusted p-values, in the order given: with p₍₁₎ ≤ … ≤ p₍ₘ₎, the k-th becomes max over j ≤
   * k of min(1, (m − j + 1) · p₍ⱼ₎).
   *
   * @param pValues each in [0, 1]
   * @throws IllegalArgumentException if one is not
   */
  public static double[] adjust(double... pValues) {
    for (double p : pValues) {
      if (!(p >= 0 && p <= 1)) {
        throw new IllegalArgumentException("a p-value must be in [0, 1], was " + p);
      }
    }
    int m = pValues.length;
    List<Integer> ascending =
        IntStream.range(0, m).boxed().sorted(Comparator.comparingDouble(i -> pValues[i])).toList();
    double[] adjusted = new double[m];
    double greatest = 0;
    for (int rank = 0; rank < m; rank++) {
      int i = ascending.get(rank);
      greatest = Math.max(greatest, Math.min(1, (m - rank) * pValues[i]));
      adjusted[i] = greatest;
    }
    return adjusted;
  }
}
