package org.gradus.constrained;

import org.gradus.core.SparseMatrix;

/**
 * GMRES(2) on A z = −g from z = 0, cycle by cycle: each makes |A z + g| as small as two products
 * with A from the present z allow.
 */
final class RestartedGmres {
  /** A Krylov vector shorter than this share of what it was made of is round-off. */
  private static final double BREAKDOWN = 1e-14;

  private final SparseMatrix matrix;
  private final double[] right;
  private final double[] z;
  private final double[] r;

  RestartedGmres(SparseMatrix matrix, double[] right) {
    this.matrix = matrix;
    this.right = right;
    z = new double[right.length];
    r = right.clone();
  }

  double[] z() {
    return z;
  }

  /** A z + g. */
  double[] residual() {
    return r;
  }

  /** One cycle. */
  void cycle() {
    double norm = Vectors.norm(r);
    if (norm == 0) {
      return;
    }
    double[] v1 = Vectors.scaled(1 / norm, r);
    double[] w1 = SparseRows.product(matrix, v1);
    double[] v2 = w1.clone();
    Vectors.add(v2, -Vectors.dot(v1, w1), v1);
    double length = Vectors.norm(v2);
    double[] w2 =
        length > BREAKDOWN * Vectors.norm(w1)
            ? SparseRows.product(matrix, Vectors.scaled(1 / length, v2))
            : new double[r.length];
    move(v1, w1, Vectors.scaled(length > 0 ? 1 / length : 0, v2), w2);
    matrix.multiply(z, r);
    Vectors.add(r, 1, right);
  }

  /** z ← z + a v₁ + b v₂ with |r + a w₁ + b w₂| least: QR of [w₁, w₂] by Gram and Schmidt. */
  private void move(double[] v1, double[] w1, double[] v2, double[] w2) {
    double r11 = Vectors.norm(w1);
    if (r11 == 0) {
      return;
    }
    double[] q1 = Vectors.scaled(1 / r11, w1);
    double r12 = Vectors.dot(q1, w2);
    double[] q2 = w2.clone();
    Vectors.add(q2, -r12, q1);
    double r22 = Vectors.norm(q2);
    double b = 0;
    if (r22 > BREAKDOWN * Math.abs(r12)) {
      b = -Vectors.dot(q2, r) / (r22 * r22);
    }
    double a = -(Vectors.dot(q1, r) + r12 * b) / r11;
    Vectors.add(z, a, v1);
    Vectors.add(z, b, v2);
  }
}
