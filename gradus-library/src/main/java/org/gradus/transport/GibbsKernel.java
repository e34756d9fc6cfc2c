package org.gradus.transport;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The plan P(x, y) in memory, with its marginals: the one n × m matrix a method holds beside the
 * cost. Native memory of the enclosing scope.
 */
final class GibbsKernel {
  private final TransportProblem problem;
  private final Tensor plan;
  private final GibbsRows rows;
  private final RowBlock[] blocks;
  private final DoublePointer ones;
  private final DoublePointer blockSums;
  private final DoublePointer columnTotals;

  GibbsKernel(TransportProblem problem) {
    this.problem = problem;
    int n = problem.rows();
    int m = problem.columns();
    plan = torch.zeros(new long[] {n, m}, new TensorOptions(ScalarType.Double));
    rows = new GibbsRows(problem);
    blocks = RowBlock.of(plan);
    ones = constant(Math.max(blocks[0].rows(), m), 1);
    blockSums = new DoublePointer(blocks[0].rows());
    columnTotals = new DoublePointer(m);
  }

  TransportProblem problem() {
    return problem;
  }

  /** The matrix itself, [n, m]; the next {@link #fill} overwrites it. */
  Tensor plan() {
    return plan;
  }

  RowBlock[] blocks() {
    return blocks;
  }

  /** P ← P(x, y), with f and ∇f there. The arrays are kept, not copied. */
  DualPoint fill(double[] x, double[] y) {
    double[] rowSums = new double[x.length];
    double[] columnSums = new double[y.length];
    double[] sums = new double[blocks[0].rows()];
    zero(columnTotals, y.length);
    for (int b = 0; b < blocks.length; b++) {
      RowBlock block = blocks[b];
      rows.fill(b, x, y, block);
      block.multiply(ones, blockSums);
      blockSums.get(sums, 0, block.rows());
      System.arraycopy(sums, 0, rowSums, block.from(), block.rows());
      block.addTransposedProduct(ones, columnTotals);
    }
    columnTotals.get(columnSums, 0, columnSums.length);
    return DualPoint.of(problem, x, y, rowSums, columnSums);
  }

  /** A native vector of one value. */
  static DoublePointer constant(int length, double value) {
    double[] values = new double[length];
    Arrays.fill(values, value);
    return new DoublePointer(length).put(values, 0, length);
  }

  static void zero(DoublePointer vector, int length) {
    vector.put(new double[length], 0, length);
  }
}
