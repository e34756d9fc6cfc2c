package org.gradus.curvature;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/**
 * Orthonormal vectors as the rows of one matrix, so that orthogonalising against all of them is two
 * matrix-vector products.
 */
final class KrylovBasis implements AutoCloseable {
  private final Tensor rows;
  private int size;

  KrylovBasis(int capacity, SymmetricOperator operator) {
    try (PointerScope scope = new PointerScope()) {
      rows =
          Tensors.keep(
              torch.zeros(new long[] {capacity, operator.dimension()}, operator.options()));
    }
  }

  int size() {
    return size;
  }

  /** The type of the vectors' entries. */
  ScalarType type() {
    return Tensors.type(rows);
  }

  /** A vector, as a view. */
  Tensor vector(int i) {
    return rows.select(0, i);
  }

  /** Appends a copy of v / norm. */
  void append(Tensor v, double norm) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      rows.select(0, size).copy_(v).div_(Scalars.of(norm));
    }
    size++;
  }

  /** w ← w − Vᵀ V w; returns the coefficients V w that were taken out. */
  double[] orthogonalise(Tensor w) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor v = rows.narrow(0, 0, size);
      Tensor coefficients = v.mv(w);
      w.addmv_(v.t(), coefficients, Scalars.of(1.0), Scalars.of(-1.0));
      return doubles(coefficients);
    }
  }

  /** Vᵀ c: a combination of the first vectors, in the current scope. */
  Tensor combine(double... c) {
    Tensor coefficients = Tensor.create(c).to(rows.device(), Tensors.type(rows));
    return rows.narrow(0, 0, c.length).t().mv(coefficients);
  }

  /** Replaces the vectors by combinations of them, one a row of {@code c}. */
  void rotate(double[][] c) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor weights = torch.zeros(new long[] {c.length, size}, rows.options());
      for (int i = 0; i < c.length; i++) {
        weights.select(0, i).copy_(Tensor.create(c[i]));
      }
      rows.narrow(0, 0, c.length).copy_(weights.mm(rows.narrow(0, 0, size)));
    }
    size = c.length;
  }

  private static double[] doubles(Tensor vector) {
    double[] values = new double[(int) vector.numel()];
    vector.to(ScalarType.Double).cpu().contiguous().data_ptr_double().get(values);
    return values;
  }

  @Override
  public void close() {
    rows.close();
  }
}
