package org.gradus.bilevel;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.gradus.core.PortableRandom;

/** Small problems with closed forms. */
final class Fixtures {
  private Fixtures() {}

  /** h = ½ ‖x − θ‖², so that x̂ = θ. */
  static final class Identity extends Ridge {
    Identity(int n) {
      super(identity(n), new double[n], 0);
    }

    @Override
    public void gradient(double[] x, double[] theta, double[] gradient) {
      for (int i = 0; i < x.length; i++) {
        gradient[i] = x[i] - theta[i];
      }
    }

    @Override
    public double value(double[] x, double[] theta) {
      double[] residual = Vectors.sum(x, -1, theta);
      return Vectors.dot(residual, residual) / 2;
    }

    @Override
    public void hessianProduct(double[] x, double[] theta, double[] v, double[] product) {
      System.arraycopy(v, 0, product, 0, v.length);
    }

    @Override
    public void mixedTransposed(double[] x, double[] theta, double[] q, double[] product) {
      for (int i = 0; i < q.length; i++) {
        product[i] = -q[i];
      }
    }

    @Override
    public double strongConvexity(double[] theta) {
      return 1;
    }

    @Override
    public double smoothness(double[] theta) {
      return 1;
    }

    @Override
    public OptionalDouble mixedNorm(double[] x, double[] theta) {
      return OptionalDouble.of(1);
    }

    @Override
    public OptionalDouble mixedLipschitz(double[] theta) {
      return OptionalDouble.of(0);
    }
  }

  /** h = ½ ‖A x − b‖² + ½ Σ e^θᵢ xᵢ², A square: one log-weight a coefficient. */
  static class Ridge implements LowerProblem {
    private final double[] a;
    private final double[] b;
    private final double frobenius;
    private final int n;

    Ridge(double[] a, double[] b, double frobenius) {
      this.a = a;
      this.b = b;
      this.frobenius = frobenius;
      n = b.length;
    }

    static Ridge random(int n) {
      double[] a = PortableRandom.uniform(3, n * n);
      return new Ridge(a, PortableRandom.normal(4, n), Vectors.dot(a, a));
    }

    @Override
    public int dimension() {
      return n;
    }

    @Override
    public int parameters() {
      return n;
    }

    @Override
    public double value(double[] x, double[] theta) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        double residual = -b[i];
        for (int j = 0; j < n; j++) {
          residual += a[i * n + j] * x[j];
        }
        sum += residual * residual + Math.exp(theta[i]) * x[i] * x[i];
      }
      return sum / 2;
    }

    @Override
    public void gradient(double[] x, double[] theta, double[] gradient) {
      hessianProduct(x, theta, x, gradient);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          gradient[j] -= a[i * n + j] * b[i];
        }
      }
    }

    @Override
    public void hessianProduct(double[] x, double[] theta, double[] v, double[] product) {
      for (int j = 0; j < n; j++) {
        product[j] = Math.exp(theta[j]) * v[j];
      }
      for (int i = 0; i < n; i++) {
        double row = 0;
        for (int j = 0; j < n; j++) {
          row += a[i * n + j] * v[j];
        }
        for (int j = 0; j < n; j++) {
          product[j] += a[i * n + j] * row;
        }
      }
    }

    @Override
    public void mixedTransposed(double[] x, double[] theta, double[] q, double[] product) {
      for (int i = 0; i < n; i++) {
        product[i] = Math.exp(theta[i]) * x[i] * q[i];
      }
    }

    @Override
    public double strongConvexity(double[] theta) {
      return Math.exp(Arrays.stream(theta).min().orElseThrow());
    }

    @Override
    public double smoothness(double[] theta) {
      return frobenius + Math.exp(Arrays.stream(theta).max().orElseThrow());
    }

    @Override
    public OptionalDouble mixedNorm(double[] x, double[] theta) {
      double largest = 0;
      for (int i = 0; i < n; i++) {
        largest = Math.max(largest, Math.exp(theta[i]) * Math.abs(x[i]));
      }
      return OptionalDouble.of(largest);
    }

    @Override
    public OptionalDouble mixedLipschitz(double[] theta) {
      return OptionalDouble.of(Math.exp(Arrays.stream(theta).max().orElseThrow()));
    }

    @Override
    public OptionalDouble inverseLipschitz(double[] theta) {
      return OptionalDouble.of(0);
    }
  }

  static double[] identity(int n) {
    double[] matrix = new double[n * n];
    for (int i = 0; i < n; i++) {
      matrix[i * n + i] = 1;
    }
    return matrix;
  }

  /** A picture of steps and slopes with noise of standard deviation 0.1, and itself without. */
  static BilevelProblem picture(int side) {
    double[] clean = new double[side * side];
    double[] noisy = PortableRandom.normal(7, side * side);
    for (int p = 0; p < clean.length; p++) {
      int row = p / side;
      int column = p % side;
      clean[p] = row < side / 2 ? 0.2 : column < side / 3 ? 0.9 : 0.5 * column / side;
      noisy[p] = clean[p] + 0.1 * noisy[p];
    }
    return TotalVariation.learning(noisy, clean, 1, side, side);
  }

  /** x̂(θ) to 10⁻¹², by plain means. */
  static double[] exact(BilevelProblem problem, double[] theta) {
    return LowerSolver.ACCELERATED
        .solve(
            problem.lower(),
            theta,
            problem.x(),
            1e-12 * problem.lower().strongConvexity(theta),
            100_000)
        .x();
  }

  /** f(θ) by a tight solve. */
  static double value(BilevelProblem problem, double[] theta) {
    return problem
        .upper()
        .gradient(exact(problem, theta), theta, new double[problem.lower().dimension()]);
  }

  /** ∇f(θ) by tight solves. */
  static double[] hypergradient(BilevelProblem problem, double[] theta) {
    double[] x = exact(problem, theta);
    double[] gradient = new double[x.length];
    problem.upper().gradient(x, theta, gradient);
    double[] q =
        AdjointSolver.CONJUGATE_GRADIENT
            .solve(problem.lower(), theta, x, gradient, 1e-12, 100_000)
            .q();
    double[] z = new double[theta.length];
    problem.lower().mixedTransposed(x, theta, q, z);
    for (int i = 0; i < z.length; i++) {
      z[i] = -z[i];
    }
    problem.upper().addParameterGradient(x, theta, z);
    return z;
  }
}
