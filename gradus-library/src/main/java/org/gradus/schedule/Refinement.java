package org.gradus.schedule;

import java.util.Arrays;
import org.gradus.core.Check;

/**
 * Computes the schedule of the next run from the gradient norms of this one (Defazio, Cutkosky,
 * Mehta and Mishchenko, arXiv 2310.07831).
 *
 * <p>With G₁ … G_T the norms, one a step, of the raw mini-batch gradients:
 *
 * <pre>
 *   G' = running median of G over 2 ⌊⌊τT⌋/2⌋ + 1 values
 *   w_t = G'_t^(−power)
 *   schedule_t = w_t Σ_{p&gt;t} w_p, divided by its maximum; 0 at the last step
 * </pre>
 *
 * <p>Beyond the left end the running median repeats the first value, beyond the right end it
 * mirrors. Warm-up and a fast end come out by themselves where norms fall at first and rise at the
 * end. Record along a decent schedule (linear decay with warm-up) and then tune only the peak
 * learning rate.
 *
 * @param smoothing τ in [0, 1]; 0 smooths nothing
 * @param power 2 for SGD's family with L2 norms, 1 for Adam's with L1 norms
 */
public record Refinement(double smoothing, int power) {
  /** The paper's τ. */
  public static final double DEFAULT_SMOOTHING = 0.1;

  /** Norms below this part of the median count as this: their weight would drown all others. */
  private static final double FLOOR = 1e-12;

  /** Checks the ranges. */
  public Refinement {
    Check.between("smoothing", smoothing, 0, 1);
    if (power != 1 && power != 2) {
      throw Check.invalid("power", power, "1 or 2");
    }
  }

  /** For methods that follow the gradient; takes L2 norms. */
  public static Refinement sgd() {
    return new Refinement(DEFAULT_SMOOTHING, 2);
  }

  /** For methods that scale each coordinate; takes L1 norms. */
  public static Refinement adam() {
    return new Refinement(DEFAULT_SMOOTHING, 1);
  }

  /** The norms that the exponent is meant for: L1 with power 1, L2 with power 2. */
  public GradientNorm norm() {
    return power == 1 ? GradientNorm.L1 : GradientNorm.L2;
  }

  /**
   * The refined schedule, as long as the record.
   *
   * @param norms one a step, at least two, finite and at least 0, not mostly 0
   */
  public RefinedSchedule refine(double[] norms) {
    return new RefinedSchedule(weights(norms).normalised());
  }

  /**
   * The weights w of the record's steps.
   *
   * @param norms as {@link #refine} takes them
   */
  public LastIterateWeights weights(double[] norms) {
    return LastIterateWeights.ofNorms(smoothed(norms), power);
  }

  /**
   * The norms as the weights see them: those below 1e-12 times the median raised to that, then the
   * running median.
   *
   * @param norms as {@link #refine} takes them
   */
  public double[] smoothed(double[] norms) {
    double floor = floor(norms);
    double[] raised = Arrays.stream(norms).map(g -> Math.max(g, floor)).toArray();
    int width = 2 * ((int) (smoothing * norms.length) / 2) + 1;
    return MedianFilter.apply(raised, width);
  }

  /**
   * How many norms are so small that they are raised: where this is not 0 the run had converged,
   * and the schedule puts nearly all weight there.
   *
   * @param norms as {@link #refine} takes them
   */
  public static long raised(double[] norms) {
    double floor = floor(norms);
    return Arrays.stream(norms).filter(g -> g < floor).count();
  }

  private static double floor(double[] norms) {
    Check.atLeast("number of gradient norms", norms.length, 2);
    for (int i = 0; i < norms.length; i++) {
      Check.nonNegative("gradient norm of step " + (i + 1), norms[i]);
    }
    double median = Arrays.stream(norms).sorted().toArray()[norms.length / 2];
    Check.positive("median of the gradient norms", median);
    return FLOOR * median;
  }
}
