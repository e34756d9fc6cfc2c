package org.gradus.curvature;

import static org.gradus.Fixtures.matrix;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Fixtures;

/** Symmetric matrices with spectra that are known. */
public final class Matrices {
  private Matrices() {}

  /** A fixed orthogonal matrix. */
  public static Tensor rotation(int n) {
    return torch.linalg_qr(Fixtures.normal(7, ScalarType.Double, n, n)).get0();
  }

  /** The matrix with these eigenvalues in directions that are no axes. */
  public static Tensor withEigenvalues(double... eigenvalues) {
    Tensor q = rotation(eigenvalues.length);
    return q.mm(torch.diag(Fixtures.vector(eigenvalues))).mm(q.t());
  }

  /** A diagonal matrix. */
  public static Tensor diagonal(double... entries) {
    return torch.diag(Fixtures.vector(entries));
  }

  /** The 2 × 2 matrix [[a, b], [b, c]]. */
  public static Tensor two(double a, double b, double c) {
    return matrix(new double[] {a, b}, new double[] {b, c});
  }

  /** An operator of a function in float64, which nobody checks. */
  public static SymmetricOperator of(long dimension, UnaryOperator<Tensor> product) {
    return new SymmetricOperator() {
      @Override
      public long dimension() {
        return dimension;
      }

      @Override
      public TensorOptions options() {
        return new TensorOptions(ScalarType.Double);
      }

      @Override
      public Tensor times(Tensor v) {
        return product.apply(v);
      }
    };
  }
}
