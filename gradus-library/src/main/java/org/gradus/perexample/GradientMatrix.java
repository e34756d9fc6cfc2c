package org.gradus.perexample;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.Tensors;

/** Gradients written out, one a row. */
final class GradientMatrix implements PerExampleGradients {
  private final Tensor rows;

  GradientMatrix(Tensor rows) {
    if (rows.dim() != 2 || rows.size(0) < 1 || !rows.is_floating_point()) {
      throw Check.invalid(
          "per-example gradients",
          Tensors.describe(rows),
          "floating-point of shape [b, d], b >= 1");
    }
    this.rows = rows;
  }

  @Override
  public long count() {
    return rows.size(0);
  }

  @Override
  public Tensor mean() {
    return rows.mean(0);
  }

  @Override
  public Tensor squaredNorms() {
    return rows.square().sum(1).to(ScalarType.Double);
  }

  @Override
  public Tensor innerProducts(Tensor v) {
    Tensors.requireLength("vector", v, rows.size(1));
    return rows.mv(v).to(ScalarType.Double);
  }

  @Override
  public Tensor sumOfSquares() {
    return rows.square().sum(0);
  }

  @Override
  public Tensor rows() {
    return rows.clone();
  }

  @Override
  public Tensor gram() {
    return rows.mm(rows.t());
  }

  @Override
  public void close() {
    rows.close();
  }
}
