package org.gradus.smooth.coordinate;

/**
 * The gradient as greedy rules see it: entries within rounding of zero count as zero, so that
 * blocks do not depend on the last bits. An exact update leaves its block's entries at 10⁻¹⁵.
 */
final class GradientScores {
  private static final double ROUNDING = 1e-12;

  private final BlockState state;
  private final double threshold;
  private final double[] seen;

  /** Begins at the starting point, whose largest entry sets the scale. */
  GradientScores(BlockRun run) {
    state = run.state();
    seen = new double[run.function().dimension()];
    double largest = 0;
    for (double g : state.gradient()) {
      largest = Math.max(largest, Math.abs(g));
    }
    threshold = ROUNDING * largest;
  }

  /** ∇f(x) with what is rounding set to 0; overwritten by the next call. */
  double[] gradient() {
    double[] gradient = state.gradient();
    for (int i = 0; i < seen.length; i++) {
      seen[i] = Math.abs(gradient[i]) <= threshold ? 0 : gradient[i];
    }
    return seen;
  }
}
