package org.gradus.constrained;

import java.util.Map;
import java.util.Objects;
import org.gradus.constrained.ConstrainedSolution.End;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.Solver;
import org.gradus.core.SparseMatrix;
import org.gradus.core.SymmetricEigen;

/**
 * The augmented Lagrangian method with Newton steps: what AdaSketch-Newton is compared with.
 *
 * <pre>
 * step k = 1, 2, …:  minimise A(x) = f + λᵀc + (μ/2) |c|² until |∇A| ≤ 10⁻ᵏ, at most 100 Newton steps
 *                    λ ← λ + μ c,   μ ← 1.5 μ  (from 1)
 * Newton step:       (H_A + t I) d = −∇A by GMRES(2) to 10⁻⁴ relative, Armijo with 0.1 and halving
 * </pre>
 *
 * <p>H_A = ∇²f + Σ (λᵢ + μ cᵢ) ∇²cᵢ + μ Gᵀ G, and t, of either sign, makes its smallest eigenvalue
 * 1. That eigenvalue is computed densely: O(n³) a Newton step, so at most {@value #MOST_VARIABLES}
 * variables are taken.
 */
public final class AugmentedLagrangian implements Solver<ConstrainedProblem, ConstrainedSolution> {
  /** Above this a dense eigenvalue takes minutes. */
  public static final int MOST_VARIABLES = 2000;

  private static final int NEWTON_STEPS = 100;
  private static final double RELATIVE = 1e-4;
  private static final double ARMIJO = 0.1;
  private static final double LEAST_STEP = 1e-12;

  private final Limits limits;

  /** With {@link Limits#DEFAULT}. */
  public AugmentedLagrangian() {
    this(Limits.DEFAULT);
  }

  /** With the given limits; inner iterations are cycles of GMRES a Newton step. */
  public AugmentedLagrangian(Limits limits) {
    this.limits = Objects.requireNonNull(limits, "limits");
  }

  @Override
  public ConstrainedSolution solve(ConstrainedProblem problem, Monitor monitor) {
    int n = problem.start().length;
    if (n > MOST_VARIABLES) {
      throw Check.invalid("variables", n, "at most " + MOST_VARIABLES + " for this method");
    }
    return new ConstrainedRun(problem, limits, monitor).run(new Steps());
  }

  /** What is kept from step to step. */
  private final class Steps implements ConstrainedRun.Step {
    private double mu = 1;
    private double tolerance = 0.1;

    @Override
    public End take(ConstrainedRun run) {
      Iterate point = run.at();
      double before = value(point);
      for (int k = 0; k < NEWTON_STEPS; k++) {
        double[] gradient = gradient(point);
        if (Vectors.norm(gradient) <= tolerance) {
          break;
        }
        if (run.cancelled()) {
          return End.CANCELLED;
        }
        SparseMatrix hessian = hessian(run, point);
        if (hessian == null) {
          return End.NON_FINITE;
        }
        point = search(run, point, gradient, direction(run, hessian, gradient));
        if (point == null) {
          return End.LINE_SEARCH;
        }
        run.countInner(1);
      }
      Map<String, Double> metrics =
          Map.of(
              ConstrainedSolution.MU,
              mu,
              ConstrainedSolution.RESIDUAL,
              Vectors.norm(gradient(point)),
              ConstrainedSolution.MERIT_BEFORE,
              before,
              ConstrainedSolution.MERIT_AFTER,
              value(point));
      double[] lambda = shifted(point);
      mu *= 1.5;
      tolerance /= 10;
      return run.accept(run.evaluate(point.x(), lambda), metrics);
    }

    private double value(Iterate at) {
      return at.objective()
          + Vectors.dot(at.multipliers(), at.values())
          + mu / 2 * Vectors.dot(at.values(), at.values());
    }

    /** λ + μ c. */
    private double[] shifted(Iterate at) {
      return Vectors.sum(1, at.multipliers(), mu, at.values());
    }

    private double[] gradient(Iterate at) {
      double[] gradient = at.slope().clone();
      at.jacobian().addTransposedProduct(shifted(at), gradient);
      return gradient;
    }

    /** H_A + t I; null if it is not finite. */
    private SparseMatrix hessian(ConstrainedRun run, Iterate at) {
      SparseMatrix curvature = run.hessian(at.x(), shifted(at));
      if (curvature == null) {
        return null;
      }
      SparseMatrix normal = SparseRows.product(at.jacobian().transposed(), at.jacobian());
      SparseMatrix hessian = SparseRows.sum(1, curvature, mu, normal);
      double least = SymmetricEigen.values(SparseRows.dense(hessian), hessian.rows())[0];
      return SparseRows.shifted(hessian, 1 - least);
    }

    private double[] direction(ConstrainedRun run, SparseMatrix hessian, double[] gradient) {
      RestartedGmres gmres = new RestartedGmres(hessian, gradient);
      double bound = RELATIVE * Vectors.norm(gradient);
      for (long cycle = 0; Vectors.norm(gmres.residual()) > bound; cycle++) {
        if (cycle == limits.maxInner()) {
          run.capped(Vectors.norm(gmres.residual()));
          break;
        }
        gmres.cycle();
      }
      return gmres.z();
    }

    private Iterate search(ConstrainedRun run, Iterate at, double[] gradient, double[] d) {
      double before = value(at);
      double slope = Vectors.dot(gradient, d);
      for (double alpha = 1; alpha >= LEAST_STEP; alpha /= 2) {
        Iterate next = run.evaluate(Vectors.sum(1, at.x(), alpha, d), at.multipliers());
        // A NaN fails this comparison, as it should.
        if (value(next) <= before + ARMIJO * alpha * slope) {
          return next;
        }
      }
      return null;
    }
  }
}
