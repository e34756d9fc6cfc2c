package org.gradus.smooth;

/**
 * The radius γ(x) that {@link GradientNormalizedNewton} searches for: the largest γ with |∇f(x + h)
 * − g − H h|_* ≤ |g|_* |h| / γ for all |h| ≤ γ.
 *
 * <p>It cannot be computed, but every h bounds it from above.
 */
public final class NormalizedSmoothness {
  private NormalizedSmoothness() {}

  /**
   * The bound of one displacement: max(|h|, |g|_* |h| / |∇f(x + h) − g − H h|_*); infinite where
   * the model is exact.
   *
   * @param x where
   * @param h the displacement, not 0
   */
  public static double bound(SmoothProblem problem, double[] x, double[] h) {
    int n = x.length;
    double[] g = new double[n];
    problem.function().gradient(x, g);
    double[] there = new double[n];
    problem.function().gradient(Vectors.sum(x, 1, h), there);
    double[] error = Vectors.sum(there, -1, g);
    Vectors.add(error, -1, product(problem.curvature().at(x, g), h));
    double length = problem.metric().norm(h);
    double ratio = problem.metric().dualNorm(g) * length / problem.metric().dualNorm(error);
    return Math.max(length, ratio);
  }

  private static double[] product(Curvature curvature, double[] h) {
    double[] result = new double[h.length];
    if (curvature instanceof Curvature.Dense dense) {
      return Matrices.multiply(dense.matrix(), h.length, h);
    }
    if (curvature instanceof Curvature.RankOne rankOne) {
      double along = rankOne.weight() * Vectors.dot(rankOne.direction(), h);
      return Vectors.scaled(along, rankOne.direction());
    }
    if (curvature instanceof Curvature.LowRank lowRank) {
      double[] small = Matrices.multiply(lowRank.factor(), lowRank.rows(), h);
      Matrices.transposedMultiply(lowRank.factor(), small, result);
    }
    if (curvature instanceof Curvature.Products products) {
      products.product().apply(h, result);
    }
    return result;
  }
}
