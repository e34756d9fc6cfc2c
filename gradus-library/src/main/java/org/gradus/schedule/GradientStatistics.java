package org.gradus.schedule;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Tensors;
import org.gradus.perexample.PerExampleGradients;

/**
 * How much the gradients of a batch's b examples differ, from two numbers an example: nᵢ = ‖gᵢ‖²
 * and cᵢ = ⟨gᵢ, ḡ⟩, with ḡ their mean and G2 = ‖ḡ‖².
 *
 * <pre>
 *   V1  = (Σ nᵢ − b G2) / (b − 1)               Σⱼ Varᵢ(gᵢⱼ)
 *   Vip = Σ (cᵢ − G2)² / (b − 1)                Varᵢ⟨gᵢ, ḡ⟩
 *   Vor = Σ (nᵢ − cᵢ²/G2) / (b − 1)             the variance across ḡ; V1 if ḡ = 0
 * </pre>
 *
 * <p>Variances are unbiased and those of whole gradients, not of tensors one by one; V1 = Vor + Vip
 * / G2. Negative residues of rounding count as 0.
 *
 * @param examples b, at least 2
 * @param squaredMeanNorm G2
 * @param variance V1
 * @param innerProductVariance Vip
 * @param orthogonalVariance Vor
 */
public record GradientStatistics(
    long examples,
    double squaredMeanNorm,
    double variance,
    double innerProductVariance,
    double orthogonalVariance) {
  /** Checks that there is a variance, and that all is finite. */
  public GradientStatistics {
    Check.atLeast("examples of a variance", examples, 2);
    finite("squared norm of the gradient", squaredMeanNorm);
    finite("variance of the gradients", variance);
    finite("variance of inner products with the gradient", innerProductVariance);
    finite("variance across the gradient", orthogonalVariance);
  }

  /** The statistics of given gradients. */
  public static GradientStatistics of(PerExampleGradients gradients) {
    try (PointerScope scope = new PointerScope()) {
      Tensor mean = gradients.mean();
      double[] n = values(gradients.squaredNorms());
      double[] c = values(gradients.innerProducts(mean));
      double norm = Tensors.norm(mean);
      return of(n, c, norm * norm);
    }
  }

  /**
   * The statistics from the two numbers of each example.
   *
   * @param n nᵢ
   * @param c cᵢ
   * @param squaredMeanNorm G2
   */
  public static GradientStatistics of(double[] n, double[] c, double squaredMeanNorm) {
    double variance = variance(Arrays.stream(n).sum(), n.length, squaredMeanNorm);
    return new GradientStatistics(
        n.length,
        squaredMeanNorm,
        variance,
        innerProductVariance(c, squaredMeanNorm),
        squaredMeanNorm == 0 ? variance : orthogonalVariance(n, c, squaredMeanNorm));
  }

  /** V1 and nothing else: what the norm test needs. */
  static double variance(PerExampleGradients gradients, double squaredMeanNorm) {
    try (PointerScope scope = new PointerScope()) {
      double sum = gradients.squaredNorms().sum().item_double();
      return variance(sum, gradients.count(), squaredMeanNorm);
    }
  }

  /**
   * V1 from sums, which may be those of several micro-batches.
   *
   * @param sumOfSquaredNorms Σ nᵢ over all of them
   * @param examples b of all of them, at least 2
   * @param squaredMeanNorm G2 of the mean over all of them
   */
  public static double variance(double sumOfSquaredNorms, long examples, double squaredMeanNorm) {
    Check.atLeast("examples of a variance", examples, 2);
    double variance = (sumOfSquaredNorms - examples * squaredMeanNorm) / (examples - 1);
    return finite("variance of the gradients", Math.max(0, variance));
  }

  private static double innerProductVariance(double[] c, double squaredMeanNorm) {
    double sum = Arrays.stream(c).map(ci -> (ci - squaredMeanNorm) * (ci - squaredMeanNorm)).sum();
    return sum / (c.length - 1);
  }

  private static double orthogonalVariance(double[] n, double[] c, double squaredMeanNorm) {
    double sum =
        IntStream.range(0, n.length).mapToDouble(i -> n[i] - c[i] * c[i] / squaredMeanNorm).sum();
    return Math.max(0, sum / (n.length - 1));
  }

  /**
   * What one of several equal micro-batches contributes to {@link #releasedVariance}.
   *
   * @param variance V1 within it
   * @param squaredMeanNorm G2 of its own mean
   */
  public record Chunk(double variance, double squaredMeanNorm) {}

  /**
   * V1 of several equal micro-batches as the released code of arXiv 2402.11215 adds it up: the mean
   * of their V1, plus the mean of their G2, less the G2 of all. With M chunks of m its expectation
   * is too large by the factor 1 + (M − 1)/(M m); {@link #variance(double, long, double)} is exact.
   *
   * @param squaredMeanNorm G2 of the mean over all
   */
  public static double releasedVariance(List<Chunk> chunks, double squaredMeanNorm) {
    Check.atLeast("number of micro-batches", chunks.size(), 1);
    double within = chunks.stream().mapToDouble(Chunk::variance).average().orElseThrow();
    double between = chunks.stream().mapToDouble(Chunk::squaredMeanNorm).average().orElseThrow();
    return Math.max(0, within + between - squaredMeanNorm);
  }

  /**
   * A wanted batch size: the variance over what it may be.
   *
   * @return 0 if the variance is 0, else infinite if nothing is allowed
   */
  static double wanted(double variance, double allowed) {
    return variance == 0 ? 0 : variance / allowed;
  }

  private static double finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new NonFiniteException("the " + name + " is " + value);
    }
    return value;
  }

  private static double[] values(Tensor perExample) {
    double[] values = new double[Math.toIntExact(perExample.numel())];
    perExample.contiguous().data_ptr_double().get(values);
    return values;
  }
}
