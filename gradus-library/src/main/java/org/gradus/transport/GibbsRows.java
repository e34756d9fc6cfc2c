package org.gradus.transport;

import org.bytedeco.pytorch.global.torch;

/**
 * Computes rows of a plan: exp(η(xᵢ + yⱼ − Cᵢⱼ) − 1), a block at a time.
 *
 * <p>The exponents are one Java loop, the exponentials libtorch's vectorised ones (1.8 ns each
 * where {@code Math.exp} takes 6), both while the block is in the cache.
 */
final class GibbsRows {
  /**
   * Entries below 10⁻²⁰⁰ are set to that: it changes no sum, and keeps every product with a scaling
   * of at least 10⁻¹⁰⁰ a normal number. On subnormal ones the processor is four to eight times
   * slower.
   */
  private static final double SMALLEST_EXPONENT = -200 * Math.log(10);

  private final double eta;
  private final RowBlock[] cost;
  private final double[] staging;

  GibbsRows(TransportProblem problem) {
    eta = problem.eta();
    cost = RowBlock.of(problem.cost());
    staging = new double[cost[0].rows() * problem.columns()];
  }

  /**
   * Overwrites a block with the plan's rows.
   *
   * @param index of the block
   * @param into the block, of the same height as those of the cost
   */
  void fill(int index, double[] x, double[] y, RowBlock into) {
    RowBlock block = cost[index];
    block.get(staging);
    for (int i = 0; i < block.rows(); i++) {
      exponents(i * y.length, x[block.from() + i], y);
    }
    into.put(staging);
    torch.exp_(into.values());
  }

  /** Turns a row of costs into exponents. */
  private void exponents(int start, double xi, double[] y) {
    for (int j = 0; j < y.length; j++) {
      double exponent = eta * (xi + y[j] - staging[start + j]) - 1;
      staging[start + j] = Math.max(exponent, SMALLEST_EXPONENT);
    }
  }
}
