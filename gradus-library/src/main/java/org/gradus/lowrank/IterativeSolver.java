package org.gradus.lowrank;

import java.util.Arrays;
import org.gradus.core.Check;

/**
 * Iterations for least squares that read A twice a round: conjugate gradients on the normal
 * equations (CGLS), and gradient steps, both in the variables z = R x of a preconditioner.
 *
 * <p>They start at the system's x, whose residual must be up to date, and leave both up to date.
 * Buffers are reused; not thread-safe.
 */
public final class IterativeSolver {
  private static final int POWER_ITERATIONS = 10;

  /** The step is 1/(1.1 λ): the power iteration finds λ from below. */
  private static final double STEP_SAFETY = 1.1;

  private final double[] gradient;
  private final double[] direction;
  private final double[] towards;
  private double[] image = new double[0];

  /** For systems of this width k. */
  public IterativeSolver(int width) {
    Check.atLeast("width", width, 1);
    gradient = new double[width];
    direction = new double[width];
    towards = new double[width];
  }

  /**
   * At most {@code rounds} rounds of CGLS, preconditioned from the right: 2 N k + 2 k²
   * multiply-adds each. With R from any sketch of full rank, k rounds are exact but for rounding.
   *
   * @param reduction stop when ‖R⁻ᵀAᵀ(b − A x)‖ is below this times its first value; 0 for never
   */
  public void conjugateGradients(
      TallSystem system, TriangularPreconditioner preconditioner, int rounds, double reduction) {
    cgls(system, preconditioner, rounds, reduction);
  }

  /** The same without a preconditioner: 2 N k multiply-adds a round. */
  public void conjugateGradients(TallSystem system, int rounds) {
    cgls(system, null, rounds, 0);
  }

  private void cgls(
      TallSystem system, TriangularPreconditioner preconditioner, int rounds, double reduction) {
    int k = system.width();
    prepare(system);
    double before = 0;
    double target = 0;
    for (int round = 0; round < rounds; round++) {
      gradient(system, preconditioner);
      double gamma = dot(gradient, gradient, k);
      if (round == 0) {
        target = reduction * reduction * gamma;
      }
      // gamma underflows to 0 at an exact solution, where there is no direction to take.
      if (gamma == 0 || gamma < target) {
        return;
      }
      double beta = round == 0 ? 0 : gamma / before;
      for (int c = 0; c < k; c++) {
        direction[c] = gradient[c] + beta * direction[c];
      }
      toUnknowns(preconditioner, system);
      system.multiply(towards, image);
      double alpha = gamma / dot(image, image, system.rows());
      if (Double.isNaN(alpha) || Double.isInfinite(alpha)) {
        return;
      }
      advance(system, alpha);
      before = gamma;
    }
  }

  /**
   * Rounds of z ← z + τ R⁻ᵀAᵀ(b − A R⁻¹ z).
   *
   * @param damped whether τ = 1/(1.1 λ), λ = ‖B u‖ after ten power iterations u ← B u/‖B u‖ from
   *     all ones with B = R⁻ᵀAᵀA R⁻¹; otherwise τ = 1, which diverges where λ ≥ 2
   */
  public void gradientSteps(
      TallSystem system, TriangularPreconditioner preconditioner, int rounds, boolean damped) {
    prepare(system);
    double step = damped ? 1 / (STEP_SAFETY * largestEigenvalue(system, preconditioner)) : 1;
    for (int round = 0; round < rounds; round++) {
      gradient(system, preconditioner);
      System.arraycopy(gradient, 0, direction, 0, system.width());
      toUnknowns(preconditioner, system);
      system.multiply(towards, image);
      advance(system, step);
    }
  }

  private double largestEigenvalue(TallSystem system, TriangularPreconditioner preconditioner) {
    int k = system.width();
    Arrays.fill(direction, 1 / Math.sqrt(k));
    double eigenvalue = 1;
    for (int i = 0; i < POWER_ITERATIONS; i++) {
      toUnknowns(preconditioner, system);
      system.multiply(towards, image);
      system.multiplyTransposed(image, direction);
      preconditioner.solveTransposed(direction);
      system.count(preconditioner.triangle());
      eigenvalue = Math.sqrt(dot(direction, direction, k));
      for (int c = 0; c < k; c++) {
        direction[c] /= eigenvalue;
      }
    }
    return eigenvalue;
  }

  /** gradient ← R⁻ᵀ Aᵀ residual. */
  private void gradient(TallSystem system, TriangularPreconditioner preconditioner) {
    system.multiplyTransposed(system.residualEntries(), gradient);
    if (preconditioner != null) {
      preconditioner.solveTransposed(gradient);
      system.count(preconditioner.triangle());
    }
  }

  /** towards ← R⁻¹ direction. */
  private void toUnknowns(TriangularPreconditioner preconditioner, TallSystem system) {
    System.arraycopy(direction, 0, towards, 0, towards.length);
    if (preconditioner != null) {
      preconditioner.solve(towards);
      system.count(preconditioner.triangle());
    }
  }

  private void advance(TallSystem system, double step) {
    double[] x = system.solution();
    for (int c = 0; c < x.length; c++) {
      x[c] += step * towards[c];
    }
    double[] residual = system.residualEntries();
    for (int i = 0; i < system.rows(); i++) {
      residual[i] -= step * image[i];
    }
  }

  private void prepare(TallSystem system) {
    if (image.length < system.rows()) {
      image = new double[system.rows()];
    }
  }

  /** In four sums, so that additions need not wait for each other. */
  private static double dot(double[] x, double[] y, int length) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 4 <= length; i += 4) {
      s0 += x[i] * y[i];
      s1 += x[i + 1] * y[i + 1];
      s2 += x[i + 2] * y[i + 2];
      s3 += x[i + 3] * y[i + 3];
    }
    for (; i < length; i++) {
      s0 += x[i] * y[i];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
