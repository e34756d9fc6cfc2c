package org.gradus.transport;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Sinkhorn in the log domain: x ← x + (log r − log P 1)/η, then y ← y + (log c − log Pᵀ 1)/η.
 *
 * <p>Fused: a block of P is made, its rows summed, and, scaled to their new sums, added to the
 * columns' totals while it is in the cache. So a sweep takes n m exponentials instead of 2 n m, and
 * no n × m matrix beside the cost.
 */
final class LogSweeps implements Sweeps {
  /** Sums beyond this, or below its inverse, are left to {@link LogSumExp}. */
  private static final double LARGEST_SUM = 1e100;

  private final TransportProblem problem;
  private final GibbsRows rows;
  private final RowBlock[] blocks;
  private final LogSumExp exact;
  private final double[] r;
  private final double[] c;
  private final double[] x;
  private final double[] y;
  private final double[] rowSums;
  private final double[] columnSums;
  private final double[] scaling;
  private final DoublePointer ones;
  private final DoublePointer blockVector;
  private final DoublePointer totals;
  private boolean columnsFitted;

  /** Starts at the given potentials, which are copied. */
  LogSweeps(TransportProblem problem, double[] x, double[] y) {
    this.problem = problem;
    rows = new GibbsRows(problem);
    r = problem.rowMarginal();
    c = problem.columnMarginal();
    int height = RowBlock.height(r.length, c.length);
    Tensor scratch =
        torch.zeros(new long[] {height, c.length}, new TensorOptions(ScalarType.Double));
    blocks = RowBlock.sharing(scratch, r.length);
    exact = new LogSumExp(problem);
    this.x = x.clone();
    this.y = y.clone();
    rowSums = new double[r.length];
    columnSums = new double[c.length];
    scaling = new double[height];
    ones = GibbsKernel.constant(c.length, 1);
    blockVector = new DoublePointer(height);
    totals = new DoublePointer(c.length);
  }

  @Override
  public double sweep() {
    accumulate();
    double error = columnsFitted ? Sums.distance(rowSums, r) : Double.NaN;
    if (moderate(rowSums) && moderate(columnSums)) {
      fit(x, r, rowSums);
      fit(y, c, columnSums);
    } else {
      exact.sweep(x, y);
      error = Double.NaN;
    }
    columnsFitted = true;
    return error;
  }

  @Override
  public double[] rowSumsBefore() {
    return rowSums;
  }

  @Override
  public double[] x() {
    return x.clone();
  }

  @Override
  public double[] y() {
    return y.clone();
  }

  /** P 1, and Pᵀ 1 for the plan with its rows scaled to r. */
  private void accumulate() {
    GibbsKernel.zero(totals, c.length);
    for (int b = 0; b < blocks.length; b++) {
      RowBlock block = blocks[b];
      rows.fill(b, x, y, block);
      block.multiply(ones, blockVector);
      blockVector.get(scaling, 0, block.rows());
      for (int i = 0; i < block.rows(); i++) {
        int row = block.from() + i;
        rowSums[row] = scaling[i];
        scaling[i] = r[row] / scaling[i];
      }
      blockVector.put(scaling, 0, block.rows());
      block.addTransposedProduct(blockVector, totals);
    }
    totals.get(columnSums, 0, columnSums.length);
  }

  private void fit(double[] potentials, double[] marginal, double[] sums) {
    for (int i = 0; i < potentials.length; i++) {
      potentials[i] += Math.log(marginal[i] / sums[i]) / problem.eta();
    }
  }

  private static boolean moderate(double[] sums) {
    boolean moderate = true;
    for (double sum : sums) {
      moderate &= sum >= 1 / LARGEST_SUM && sum <= LARGEST_SUM;
    }
    return moderate;
  }
}
