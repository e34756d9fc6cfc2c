package org.gradus.smooth.coordinate;

/**
 * A convex smooth f: Rⁿ → R with cheap partial derivatives and known curvature bounds.
 *
 * <p>A symmetric positive semi-definite H bounds its Hessian everywhere, so that for every block b
 *
 * <pre>
 * f(x + U_b d) ≤ f(x) + ∇_b f(x)ᵀ d + ½ dᵀ H_b d
 * </pre>
 *
 * <p>A block is an ascending array of distinct coordinates. H_b may be tighter than the block of H
 * where the function knows better (softmax).
 */
public interface BlockFunction {
  /** n. */
  int dimension();

  /** Lᵢ: the bound of coordinate i alone; 0 for a coordinate that f does not depend on. */
  double coordinateBound(int i);

  /**
   * The bound of a block.
   *
   * @param matrix of length |b|², overwritten with H_b row-major
   */
  void blockBound(int[] block, double[] matrix);

  /** Dᵢ = Σⱼ |Hᵢⱼ| over the full bound: diag(D) − H is positive semi-definite. */
  double[] boundRowSums();

  /**
   * result ← H d with the full bound.
   *
   * @param result of length n, overwritten
   */
  void boundProduct(double[] d, double[] result);

  /**
   * An iterate at x that can be moved block by block.
   *
   * @param x of length n; copied
   */
  BlockState at(double[] x);
}
