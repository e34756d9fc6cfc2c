package org.gradus.smooth.coordinate;

import java.util.Arrays;
import org.gradus.core.SparseMatrix;
import org.gradus.smooth.LinearModel;
import org.gradus.smooth.MarginLoss;

/**
 * A {@link LinearModel} seen block by block: least squares, logistic and softmax regression.
 *
 * <p>H = s (AᵀA) ⊗ S + ρ I with S the loss's bound: 1 for squares, ¼ for the logistic loss, ½ (I −
 * 1/k') for softmax, where k' = k for the full matrix and min(k, classes in b + 1) for a block. So
 * Lᵢ = s |aᵢ|² {1, ¼, ¼} + ρ. The model's coordinates are the model's: j k + c for feature j and
 * class c.
 */
public final class ModelFunction implements BlockFunction {
  private final LinearModel model;
  private final SparseMatrix columns;
  private final Gram gram;
  private final double[] coordinateBounds;

  /** Views a model; the columns of its features are copied once. */
  public ModelFunction(LinearModel model) {
    this.model = model;
    columns = model.features().transposed();
    gram = new Gram(columns);
    coordinateBounds = new double[model.dimension()];
    double one = model.scale() * model.loss().bound(0, 0, 1);
    int k = model.loss().outputs();
    for (int i = 0; i < coordinateBounds.length; i++) {
      coordinateBounds[i] = one * gram.squaredNorm(i / k) + model.ridge();
    }
  }

  /** The model. */
  public LinearModel model() {
    return model;
  }

  SparseMatrix columns() {
    return columns;
  }

  Gram gram() {
    return gram;
  }

  @Override
  public int dimension() {
    return model.dimension();
  }

  @Override
  public double coordinateBound(int i) {
    return coordinateBounds[i];
  }

  @Override
  public void blockBound(int[] block, double[] matrix) {
    MarginLoss loss = model.loss();
    int k = loss.outputs();
    int classes = (int) Arrays.stream(block).map(i -> i % k).distinct().count();
    BlockFeatures features = BlockFeatures.of(block, k);
    double[] products = gram.block(features.features(), features.count());
    for (int p = 0; p < block.length; p++) {
      for (int q = 0; q < block.length; q++) {
        double product = products[features.position(p) * features.count() + features.position(q)];
        matrix[p * block.length + q] =
            model.scale() * product * loss.bound(block[p] % k, block[q] % k, classes);
      }
      matrix[p * block.length + p] += model.ridge();
    }
  }

  @Override
  public double[] boundRowSums() {
    int k = model.loss().outputs();
    double classSum = 0;
    for (int c = 0; c < k; c++) {
      classSum += Math.abs(model.loss().bound(0, c, k));
    }
    double[] sums = new double[dimension()];
    for (int j = 0; j < columns.rows(); j++) {
      double sum = 0;
      for (double product : gram.column(j, model.features())) {
        sum += Math.abs(product);
      }
      Arrays.fill(sums, j * k, (j + 1) * k, model.scale() * classSum * sum + model.ridge());
    }
    return sums;
  }

  @Override
  public void boundProduct(double[] d, double[] result) {
    int k = model.loss().outputs();
    double[] margins = model.margins(d);
    double[] bounded = new double[margins.length];
    for (int i = 0; i < margins.length; i += k) {
      for (int c = 0; c < k; c++) {
        for (int e = 0; e < k; e++) {
          bounded[i + c] += model.loss().bound(c, e, k) * margins[i + e];
        }
      }
    }
    Arrays.fill(result, 0);
    for (int i = 0; i < result.length; i++) {
      result[i] = model.scale() * columnDot(i, k, bounded) + model.ridge() * d[i];
    }
  }

  /** Column (feature, output) of the model's Jacobian times an array of the margins' shape. */
  double columnDot(int coordinate, int outputs, double[] margins) {
    int feature = coordinate / outputs;
    int output = coordinate % outputs;
    int[] rows = columns.columnIndices();
    double[] values = columns.values();
    double sum = 0;
    for (int e = columns.rowStarts()[feature]; e < columns.rowStarts()[feature + 1]; e++) {
      sum += values[e] * margins[rows[e] * outputs + output];
    }
    return sum;
  }

  @Override
  public BlockState at(double[] x) {
    return new ModelState(this, x);
  }
}
