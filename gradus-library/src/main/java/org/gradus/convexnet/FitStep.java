package org.gradus.convexnet;

import org.gradus.core.Cholesky;
import org.gradus.core.NonFiniteException;

/**
 * The n-dimensional core of the update of u: a = l′(z) at z = z₀ − S a/ρ.
 *
 * <p>S = F (I + GᵀG)⁻¹ Fᵀ is fixed, z₀ is the fit without the loss. Each implementation factors or
 * remembers what it can between calls.
 */
abstract class FitStep {
  final double[] coupling;
  final ReluProblem problem;
  final int n;

  FitStep(double[] coupling, ReluProblem problem) {
    this.coupling = coupling;
    this.problem = problem;
    n = problem.samples();
  }

  /** For the problem's loss; {@code coupling} is S, [n, n]. */
  static FitStep of(double[] coupling, ReluProblem problem) {
    return switch (problem.loss()) {
      case SQUARED -> new Linear(coupling, problem);
      case CROSS_ENTROPY -> new Newton(coupling, problem);
      case HINGE -> new Box(coupling, problem);
    };
  }

  /** a, for z₀ and ρ. */
  abstract double[] solve(double[] start, double rho);

  /** z₀ − S a/ρ. */
  double[] fitted(double[] start, double[] a, double rho) {
    double[] z = start.clone();
    for (int k = 0; k < n; k++) {
      double sum = 0;
      for (int l = 0; l < n; l++) {
        sum += coupling[k * n + l] * a[l];
      }
      z[k] -= sum / rho;
    }
    return z;
  }

  /** A loss whose derivative at z does not determine a. */
  interface Kinked {
    /** The last a. */
    double[] multipliers();
  }

  /** Squared loss: (ρ I + S) a/ρ = z₀ − y, one Cholesky factor a ρ. */
  private static final class Linear extends FitStep {
    private final Cholesky cholesky;
    private double factored = Double.NaN;

    Linear(double[] coupling, ReluProblem problem) {
      super(coupling, problem);
      cholesky = new Cholesky(n);
    }

    @Override
    double[] solve(double[] start, double rho) {
      if (rho != factored) {
        factor(rho);
      }
      double[] a = new double[n];
      for (int k = 0; k < n; k++) {
        a[k] = rho * (start[k] - problem.targets()[k]);
      }
      cholesky.solve(a);
      return a;
    }

    private void factor(double rho) {
      double[] matrix = coupling.clone();
      for (int k = 0; k < n; k++) {
        matrix[k * n + k] += rho;
      }
      if (!cholesky.factor(matrix)) {
        throw new NonFiniteException("the factor of rho I + S with rho = " + rho);
      }
      factored = rho;
    }
  }

  /** Cross-entropy: Newton's method, started from the last a; usually one or two steps. */
  private static final class Newton extends FitStep {
    private static final int MOST_STEPS = 100;
    private static final double TOLERANCE = 1e-13;

    private final Cholesky cholesky;
    private final double[] a;

    Newton(double[] coupling, ReluProblem problem) {
      super(coupling, problem);
      cholesky = new Cholesky(n);
      a = problem.loss().derivative(new double[n], problem.targets());
    }

    @Override
    double[] solve(double[] start, double rho) {
      for (int step = 0; step < MOST_STEPS; step++) {
        double[] z = fitted(start, a, rho);
        double[] direction = direction(z, rho);
        if (ConeProjection.norm(direction) <= TOLERANCE * (1 + ConeProjection.norm(a))) {
          break;
        }
        move(direction, start, z, rho);
      }
      return a.clone();
    }

    /** (I + H S/ρ)⁻¹ (l′(z) − a), by the symmetric matrix I + H^½ S H^½/ρ. */
    private double[] direction(double[] z, double rho) {
      double[] root = new double[n];
      double[] residual = problem.loss().derivative(z, problem.targets());
      for (int k = 0; k < n; k++) {
        root[k] = Math.sqrt(problem.loss().curvature(z[k], problem.targets()[k]));
        residual[k] -= a[k];
      }
      double[] matrix = new double[n * n];
      for (int k = 0; k < n; k++) {
        for (int l = 0; l <= k; l++) {
          matrix[k * n + l] = root[k] * coupling[k * n + l] * root[l] / rho;
        }
        matrix[k * n + k] += 1;
      }
      if (!cholesky.factor(matrix)) {
        throw new NonFiniteException("Newton's matrix in the update of u");
      }
      double[] inner = fitted(new double[n], residual, -rho);
      for (int k = 0; k < n; k++) {
        inner[k] *= root[k];
      }
      cholesky.solve(inner);
      for (int k = 0; k < n; k++) {
        residual[k] -= root[k] * inner[k];
      }
      return residual;
    }

    /** A step along the direction, halved until l(z) + aᵀSa/(2ρ) falls enough. */
    private void move(double[] direction, double[] start, double[] z, double rho) {
      double[] before = a.clone();
      double value = value(start, z, before);
      double[] image = fitted(new double[n], direction, -rho);
      double slope = 0;
      double[] derivative = problem.loss().derivative(z, problem.targets());
      for (int k = 0; k < n; k++) {
        slope += image[k] * (before[k] - derivative[k]);
      }
      for (double t = 1; t > 1e-6; t /= 2) {
        for (int k = 0; k < n; k++) {
          a[k] = before[k] + t * direction[k];
        }
        double now = value(start, fitted(start, a, rho), a);
        if (now <= value + 1e-4 * t * slope + 1e-14 * Math.abs(value)) {
          return;
        }
      }
    }

    private double value(double[] start, double[] z, double[] at) {
      double sum = problem.loss().value(z, problem.targets());
      for (int k = 0; k < n; k++) {
        sum += at[k] * (start[k] - z[k]) / 2;
      }
      return sum;
    }
  }

  /** Hinge: a_k = −y_k α_k, 0 ≤ α_k ≤ 1/n; coordinate ascent on the dual, from the last α. */
  private static final class Box extends FitStep implements Kinked {
    private static final int MOST_SWEEPS = 2000;
    private static final double TOLERANCE = 1e-12;

    private final double[] a;

    Box(double[] coupling, ReluProblem problem) {
      super(coupling, problem);
      a = new double[n];
    }

    @Override
    double[] solve(double[] start, double rho) {
      double[] z = fitted(start, a, rho);
      for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
        double largest = 0;
        for (int k = 0; k < n; k++) {
          largest = Math.max(largest, step(z, k, rho));
        }
        if (largest <= TOLERANCE) {
          break;
        }
      }
      return a.clone();
    }

    @Override
    public double[] multipliers() {
      return a.clone();
    }

    /** Maximises over one coordinate; the change of its margin. */
    private double step(double[] z, int k, double rho) {
      double y = problem.targets()[k];
      double diagonal = coupling[k * n + k] / rho;
      double alpha = -y * a[k];
      double target = alpha - (y * z[k] - 1) / diagonal;
      double next = diagonal == 0 ? 1.0 / n : Math.min(1.0 / n, Math.max(0, target));
      double change = -y * (next - alpha);
      a[k] += change;
      for (int l = 0; l < n; l++) {
        z[l] -= coupling[l * n + k] * change / rho;
      }
      return Math.abs(change) * diagonal;
    }
  }
}
