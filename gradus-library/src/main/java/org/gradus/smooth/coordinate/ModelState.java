package org.gradus.smooth.coordinate;

import org.gradus.core.SparseMatrix;
import org.gradus.smooth.LinearModel;
import org.gradus.smooth.MarginLoss;
import org.gradus.smooth.SquaredLoss;

/**
 * An iterate of a {@link ModelFunction}: its margins A X are kept up to date.
 *
 * <p>For least squares with few enough columns the gradient is kept too, by columns of AᵀA that are
 * computed when first needed; a step then costs O(|b| n) instead of a pass over A.
 */
final class ModelState implements BlockState {
  /** Keep at most this many entries of AᵀA: 32 MiB. */
  private static final long GRAM_ENTRIES = 1 << 22;

  private final ModelFunction function;
  private final LinearModel model;
  private final MarginLoss loss;
  private final int outputs;
  private final double[] x;
  private final double[] margins;
  private final double[] slopes;
  private final double[] gradient;
  private final double[] trial;
  private final double[][] gramColumns;
  private boolean slopesKnown;
  private boolean gradientKnown;

  ModelState(ModelFunction function, double[] x) {
    this.function = function;
    this.x = x.clone();
    model = function.model();
    loss = model.loss();
    outputs = loss.outputs();
    margins = model.margins(x);
    slopes = new double[margins.length];
    trial = new double[margins.length];
    gradient = new double[x.length];
    boolean keep = loss instanceof SquaredLoss && (long) x.length * x.length <= GRAM_ENTRIES;
    gramColumns = keep ? new double[x.length][] : null;
  }

  @Override
  public double[] x() {
    return x;
  }

  @Override
  public double value() {
    return model.scale() * loss.value(margins) + penalty(x);
  }

  private double penalty(double[] at) {
    if (model.ridge() == 0) {
      return 0;
    }
    double sum = 0;
    for (double value : at) {
      sum += value * value;
    }
    return model.ridge() / 2 * sum;
  }

  @Override
  public double[] gradient() {
    if (!gradientKnown) {
      knowSlopes();
      for (int i = 0; i < x.length; i++) {
        gradient[i] = partial(i);
      }
      gradientKnown = true;
    }
    return gradient;
  }

  @Override
  public void gradient(int[] block, double[] result) {
    if (gradientKnown) {
      for (int p = 0; p < block.length; p++) {
        result[p] = gradient[block[p]];
      }
      return;
    }
    knowSlopes();
    for (int p = 0; p < block.length; p++) {
      result[p] = partial(block[p]);
    }
  }

  private double partial(int i) {
    return model.scale() * function.columnDot(i, outputs, slopes) + model.ridge() * x[i];
  }

  private void knowSlopes() {
    if (!slopesKnown) {
      loss.slopes(margins, slopes);
      slopesKnown = true;
    }
  }

  @Override
  public void hessian(int[] block, double[] matrix) {
    double[] curvatures = new double[margins.length * outputs];
    loss.curvatures(margins, curvatures);
    SparseMatrix columns = function.columns();
    double[] spread = new double[loss.examples()];
    for (int p = 0; p < block.length; p++) {
      addColumn(columns, block[p] / outputs, 1, spread, 1, 0);
      for (int q = p; q < block.length; q++) {
        double sum = 0;
        int feature = block[q] / outputs;
        for (int e = columns.rowStarts()[feature]; e < columns.rowStarts()[feature + 1]; e++) {
          int row = columns.columnIndices()[e];
          int at = (row * outputs + block[p] % outputs) * outputs + block[q] % outputs;
          sum += columns.values()[e] * spread[row] * curvatures[at];
        }
        matrix[p * block.length + q] = model.scale() * sum + (p == q ? model.ridge() : 0);
        matrix[q * block.length + p] = matrix[p * block.length + q];
      }
      addColumn(columns, block[p] / outputs, -1, spread, 1, 0);
    }
  }

  /** target[row · stride + offset] += factor · column. */
  private static void addColumn(
      SparseMatrix columns, int column, double factor, double[] target, int stride, int offset) {
    int[] rows = columns.columnIndices();
    double[] values = columns.values();
    for (int e = columns.rowStarts()[column]; e < columns.rowStarts()[column + 1]; e++) {
      target[rows[e] * stride + offset] += factor * values[e];
    }
  }

  @Override
  public double valueAfter(int[] block, double[] d) {
    System.arraycopy(margins, 0, trial, 0, margins.length);
    double change = 0;
    for (int p = 0; p < block.length; p++) {
      addColumn(function.columns(), block[p] / outputs, d[p], trial, outputs, block[p] % outputs);
      change += d[p] * (2 * x[block[p]] + d[p]);
    }
    return model.scale() * loss.value(trial) + penalty(x) + model.ridge() / 2 * change;
  }

  @Override
  public void move(int[] block, double[] d) {
    gradientKnown &= gramColumns != null;
    slopesKnown = false;
    for (int p = 0; p < block.length; p++) {
      if (d[p] == 0) {
        continue;
      }
      x[block[p]] += d[p];
      addColumn(function.columns(), block[p] / outputs, d[p], margins, outputs, block[p] % outputs);
      if (gradientKnown) {
        moveGradient(block[p], d[p]);
      }
    }
  }

  private void moveGradient(int i, double by) {
    if (gramColumns[i] == null) {
      gramColumns[i] = function.gram().column(i, model.features());
    }
    double[] column = gramColumns[i];
    double factor = model.scale() * by;
    for (int j = 0; j < column.length; j++) {
      gradient[j] += factor * column[j];
    }
    gradient[i] += model.ridge() * by;
  }
}
