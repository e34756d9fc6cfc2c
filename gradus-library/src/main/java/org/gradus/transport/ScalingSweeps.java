package org.gradus.transport;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;

/**
 * Sinkhorn by scaling: u ← r / (K v), v ← c / (Kᵀ u) with the kernel K = P(x, y) at absorbed
 * potentials; the plan is diag(u) K diag(v).
 *
 * <p>Two matrix-vector products a sweep, fused so that K is read from memory once. When a scaling
 * leaves [10⁻⁵⁰, 10⁵⁰] both are absorbed: x ← x + log u / η, y ← y + log v / η, K anew.
 */
final class ScalingSweeps implements Sweeps {
  private static final double LARGEST_SCALING = 1e50;

  /** Beyond this a kernel sum is of entries too small to be exact: {@link LogSumExp} then. */
  private static final double LARGEST_EXACT = 1e100;

  private final GibbsKernel kernel;
  private final LogSumExp exact;
  private final double[] r;
  private final double[] c;
  private final double[] x;
  private final double[] y;
  private final double[] u;
  private final double[] v;
  private final double[] uBefore;
  private final double[] rowSums;
  private final double[] kernelSums;
  private final DoublePointer uBlock;
  private final DoublePointer vNative;
  private final DoublePointer sums;
  private final DoublePointer totals;
  private boolean columnsFitted;

  /** Starts at the given potentials, which are copied. */
  ScalingSweeps(GibbsKernel kernel, double[] x, double[] y) {
    this.kernel = kernel;
    exact = new LogSumExp(kernel.problem());
    r = kernel.problem().rowMarginal();
    c = kernel.problem().columnMarginal();
    this.x = x.clone();
    this.y = y.clone();
    u = new double[r.length];
    v = new double[c.length];
    uBefore = new double[r.length];
    rowSums = new double[r.length];
    int height = kernel.blocks()[0].rows();
    kernelSums = new double[height];
    uBlock = new DoublePointer(height);
    vNative = new DoublePointer(c.length);
    sums = new DoublePointer(height);
    totals = new DoublePointer(c.length);
    refill();
  }

  @Override
  public double sweep() {
    System.arraycopy(u, 0, uBefore, 0, u.length);
    fitRows();
    double error = columnsFitted ? Sums.distance(rowSums, r) : Double.NaN;
    double[] vBefore = v.clone();
    fitColumns();
    if (!within(LARGEST_SCALING, u, v)) {
      if (within(LARGEST_EXACT, u, v)) {
        absorb(u, v);
      } else {
        absorb(uBefore, vBefore);
        exact.sweep(x, y);
        error = Double.NaN;
      }
      refill();
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
    return potentials(x, u);
  }

  @Override
  public double[] y() {
    return potentials(y, v);
  }

  /** u ← r / (K v) and totals ← Kᵀ u, block by block. */
  private void fitRows() {
    vNative.put(v, 0, v.length);
    GibbsKernel.zero(totals, c.length);
    for (RowBlock block : kernel.blocks()) {
      block.multiply(vNative, sums);
      sums.get(kernelSums, 0, block.rows());
      for (int i = 0; i < block.rows(); i++) {
        int row = block.from() + i;
        rowSums[row] = u[row] * kernelSums[i];
        u[row] = r[row] / kernelSums[i];
      }
      uBlock.put(u, block.from(), block.rows());
      block.addTransposedProduct(uBlock, totals);
    }
  }

  /** v ← c / (Kᵀ u). */
  private void fitColumns() {
    totals.get(v, 0, v.length);
    for (int j = 0; j < v.length; j++) {
      v[j] = c[j] / v[j];
    }
  }

  private void absorb(double[] rowScaling, double[] columnScaling) {
    System.arraycopy(potentials(x, rowScaling), 0, x, 0, x.length);
    System.arraycopy(potentials(y, columnScaling), 0, y, 0, y.length);
  }

  private void refill() {
    kernel.fill(x, y);
    Arrays.fill(u, 1);
    Arrays.fill(v, 1);
  }

  private double[] potentials(double[] absorbed, double[] scaling) {
    double[] result = absorbed.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] += Math.log(scaling[i]) / kernel.problem().eta();
    }
    return result;
  }

  /** Whether all scalings are in [1 / largest, largest]. */
  private static boolean within(double largest, double[]... scalings) {
    boolean within = true;
    for (double[] scaling : scalings) {
      for (double value : scaling) {
        within &= value >= 1 / largest && value <= largest;
      }
    }
    return within;
  }
}
