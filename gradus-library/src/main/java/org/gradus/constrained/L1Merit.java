package org.gradus.constrained;

import java.util.Map;
import org.gradus.constrained.ConstrainedSolution.End;

/**
 * φ = f + μ |c|₁ at an iterate, its model along a step z and its line search.
 *
 * <p>Model reduction: Red(z) = −∇fᵀ z_x − max(½ z_xᵀ B z_x, 0) + μ (|c|₁ − |c + G z_x|₁).
 */
final class L1Merit {
  private static final double LEAST_STEP = 1e-12;
  private static final double ARMIJO = 1e-8;
  private static final double SUFFICIENT = 0.09;

  private final ConstrainedRun run;
  private final KktSystem system;
  private final Iterate at;
  private final double violation;

  L1Merit(ConstrainedRun run, KktSystem system) {
    this.run = run;
    this.system = system;
    at = run.at();
    violation = Vectors.norm1(at.values());
  }

  /**
   * The model along a step.
   *
   * @param slope ∇fᵀ z_x
   * @param curvature max(½ z_xᵀ B z_x, 0)
   * @param predicted |c + G z_x|₁
   */
  record Model(double slope, double curvature, double predicted) {}

  Model model(double[] z) {
    double[] step = Vectors.head(z, system.variables());
    double[] linear = at.values().clone();
    Vectors.add(linear, 1, SparseRows.product(at.jacobian(), step));
    double bend = Vectors.dot(step, SparseRows.product(system.shifted(), step));
    return new Model(Vectors.dot(at.slope(), step), Math.max(bend / 2, 0), Vectors.norm1(linear));
  }

  /** Whether Red ≥ 0.09 μ max(|c|₁, |c + G z_x|₁ − |c|₁). */
  boolean suffices(Model model, double mu) {
    double reduction = -model.slope - model.curvature + mu * (violation - model.predicted);
    return reduction >= SUFFICIENT * mu * Math.max(violation, model.predicted - violation);
  }

  /** The least μ, and a little more, with which the reduction suffices. */
  double raised(Model model, double mu) {
    double needed = (model.slope + model.curvature) / (0.9 * (violation - model.predicted));
    return Math.max(mu, needed) + 1e-4;
  }

  /** Halves α from 1 until Armijo's condition holds on φ, then moves x and λ by α z. */
  End search(double[] z, double mu, double residual) {
    Model model = model(z);
    double descent = model.slope - mu * (violation - model.predicted);
    double before = at.objective() + mu * violation;
    double[] stepX = Vectors.head(z, system.variables());
    double[] stepLambda = Vectors.tail(z, system.variables());
    for (double alpha = 1; alpha >= LEAST_STEP; alpha /= 2) {
      double[] x = Vectors.sum(1, at.x(), alpha, stepX);
      double after = run.objective(x) + mu * Vectors.norm1(run.constraints(x));
      // A NaN fails this comparison, as it should.
      if (after <= before + ARMIJO * alpha * descent) {
        return run.accept(
            run.evaluate(x, Vectors.sum(1, at.multipliers(), alpha, stepLambda)),
            Map.of(
                ConstrainedSolution.STEP_LENGTH, alpha,
                ConstrainedSolution.RESIDUAL, residual,
                ConstrainedSolution.MU, mu,
                ConstrainedSolution.MERIT_BEFORE, before,
                ConstrainedSolution.MERIT_AFTER, after));
      }
    }
    return End.LINE_SEARCH;
  }
}
