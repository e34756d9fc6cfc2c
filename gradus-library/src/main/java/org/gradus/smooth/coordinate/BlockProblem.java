package org.gradus.smooth.coordinate;

import org.gradus.core.Check;

/**
 * Minimise f over a box.
 *
 * @param function f, convex
 * @param box the bounds, of f's dimension
 */
public record BlockProblem(BlockFunction function, Box box) {
  /** Checks the dimension. */
  public BlockProblem {
    if (box.lower().length != function.dimension()) {
      throw Check.invalid(
          "the dimension of the box",
          box.lower().length,
          function.dimension() + ", as the function's");
    }
  }

  /** minimise f(x). */
  public static BlockProblem of(BlockFunction function) {
    return new BlockProblem(function, Box.unbounded(function.dimension()));
  }

  /**
   * minimise f(x) + λ Σ xᵢ over x ≥ 0.
   *
   * @param lambda λ ≥ 0
   */
  public static BlockProblem nonNegative(BlockFunction function, double lambda) {
    Check.nonNegative("lambda", lambda);
    return new BlockProblem(
        new LinearTerm(function, lambda), Box.nonNegative(function.dimension()));
  }

  /**
   * minimise f(x) + λ |x|₁, as f(p − q) + λ Σ (pᵢ + qᵢ) over p, q ≥ 0.
   *
   * <p>The unknowns are p, then q; {@link #joined} makes x of them.
   *
   * @param lambda λ ≥ 0
   */
  public static BlockProblem l1(BlockFunction function, double lambda) {
    return nonNegative(new SplitFunction(function), lambda);
  }

  /** x = p − q of a solution of {@link #l1}. */
  public static double[] joined(double[] split) {
    return SplitFunction.join(split);
  }

  /** min(max(x − g, lower), upper) − x, coordinate i: 0 where x is optimal. */
  double projectedStep(int i, double x, double g) {
    return box.project(i, x - g) - x;
  }
}
