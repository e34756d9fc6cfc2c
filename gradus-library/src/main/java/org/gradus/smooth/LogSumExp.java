package org.gradus.smooth;

import org.gradus.core.Check;

/**
 * f(x) = μ log Σᵢ exp((aᵢᵀx − bᵢ)/μ): a smooth maximum of affine functions.
 *
 * <p>With π the softmax of (Ax − b)/μ, ∇f = Aᵀπ and ∇²f = (Aᵀ diag(π) A − Aᵀπ πᵀA)/μ.
 *
 * @param matrix A, [m, n] row-major
 * @param offsets b, length m
 * @param mu μ > 0
 */
public record LogSumExp(double[] matrix, double[] offsets, double mu) implements SmoothFunction {
  /** Validates. */
  public LogSumExp {
    Check.atLeast("rows", offsets.length, 1);
    Check.positive("mu", mu);
    if (matrix.length == 0 || matrix.length % offsets.length != 0) {
      throw Check.invalid(
          "the number of entries of the matrix",
          matrix.length,
          "a multiple of the rows " + offsets.length);
    }
    if (!Vectors.allFinite(matrix) || !Vectors.allFinite(offsets)) {
      throw Check.invalid("matrix or offsets", "not finite", "finite");
    }
  }

  @Override
  public int dimension() {
    return matrix.length / offsets.length;
  }

  @Override
  public double value(double[] x) {
    return softmax(x, new double[offsets.length]);
  }

  @Override
  public double gradient(double[] x, double[] gradient) {
    double[] pi = new double[offsets.length];
    double value = softmax(x, pi);
    Matrices.transposedMultiply(matrix, pi, gradient);
    return value;
  }

  /** ∇²f. */
  public CurvatureModel exact() {
    return (x, gradient) -> {
      double[] h = weighted(x);
      Matrices.addOuter(h, -1 / mu, gradient);
      return new Curvature.Dense(h);
    };
  }

  /** Weighted Gauss-Newton: Aᵀ diag(π) A / μ, off by |∇f|²/μ. */
  public CurvatureModel weightedGaussNewton() {
    return (x, gradient) -> new Curvature.Dense(weighted(x));
  }

  /** Aᵀ A + ρ I: the metric of the method's convergence theory. */
  public Metric gramMetric(double rho) {
    return gramMetric(matrix, offsets.length, rho);
  }

  static Metric gramMetric(double[] matrix, int rows, double rho) {
    int n = matrix.length / rows;
    double[] gram = Matrices.gram(matrix, rows, n);
    for (int i = 0; i < n; i++) {
      gram[i * n + i] += Check.nonNegative("rho", rho);
    }
    return Metric.of(gram, n);
  }

  private double[] weighted(double[] x) {
    double[] pi = new double[offsets.length];
    softmax(x, pi);
    double[] h = Matrices.weightedGram(matrix, pi, dimension());
    for (int k = 0; k < h.length; k++) {
      h[k] /= mu;
    }
    return h;
  }

  /** Writes π and returns f. */
  private double softmax(double[] x, double[] pi) {
    double[] t = Matrices.multiply(matrix, offsets.length, x);
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < t.length; i++) {
      t[i] = (t[i] - offsets[i]) / mu;
      largest = Math.max(largest, t[i]);
    }
    double sum = 0;
    for (int i = 0; i < t.length; i++) {
      pi[i] = Math.exp(t[i] - largest);
      sum += pi[i];
    }
    for (int i = 0; i < t.length; i++) {
      pi[i] /= sum;
    }
    return mu * (largest + Math.log(sum));
  }
}
