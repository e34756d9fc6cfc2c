package org.gradus.curvature.rates;

import java.util.Objects;
import org.gradus.core.Check;

/**
 * The largest eigenvalue that an optimizer meets, as a function of the batch size.
 *
 * @param law what noise does to it
 * @param eigenvalue λ₁, the largest of the Hessian of all data
 * @param noisePerExample c: the noise at effective batch size bₑ is c/bₑ. For {@link
 *     OutlierLaw.Additive} P σ², which {@link HessianNoise} measures; for {@link
 *     OutlierLaw.Multiplicative} the number of parameters P
 * @param examples N, the number of training examples; infinity if they are never drawn again
 */
public record BatchLaw(OutlierLaw law, double eigenvalue, double noisePerExample, double examples) {
  /** Checks the ranges. */
  public BatchLaw {
    Objects.requireNonNull(law, "law");
    Check.finite("eigenvalue", eigenvalue);
    Check.nonNegative("noisePerExample", noisePerExample);
    requireExamples(examples);
  }

  /**
   * The law that has a given noise at one batch size.
   *
   * @param noise r measured at that size
   */
  public static BatchLaw fitted(
      OutlierLaw law, double eigenvalue, double noise, long batch, double examples) {
    double effective = effectiveBatch(batch, examples);
    if (Double.isInfinite(effective)) {
      throw Check.invalid("batch", batch, "smaller than N: a batch of all examples has no noise");
    }
    return new BatchLaw(law, eigenvalue, noise * effective, examples);
  }

  /**
   * bₑ = B/(1 − B/N): drawing without replacement leaves less noise than B independent draws.
   *
   * @param batch B, at least 1 and at most N
   * @param examples N; infinity gives B
   * @return infinity for B = N
   */
  public static double effectiveBatch(long batch, double examples) {
    requireExamples(examples);
    Check.atLeast("batch", batch, 1);
    if (batch > examples) {
      throw Check.invalid("batch", batch, "at most the number of examples, " + (long) examples);
    }
    return batch / (1 - batch / examples);
  }

  private static void requireExamples(double examples) {
    if (!(examples >= 1)) {
      throw Check.invalid("examples", examples, "at least 1");
    }
  }

  /** The noise at a batch size. */
  public double noise(long batch) {
    return noisePerExample / effectiveBatch(batch, examples);
  }

  /** λ₁′(B): the largest eigenvalue of a mini-batch Hessian. */
  public double largest(long batch) {
    return law.largest(eigenvalue, noise(batch));
  }

  /**
   * 2/λ₁′(B): above this learning rate gradient descent on one such mini-batch diverges.
   *
   * @return infinity if λ₁′ is not positive
   */
  public double maximalLearningRate(long batch) {
    double largest = largest(batch);
    return largest > 0 ? 2 / largest : Double.POSITIVE_INFINITY;
  }
}
