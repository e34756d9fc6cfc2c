package org.gradus.constrained;

import java.util.Objects;
import org.gradus.constrained.ConstrainedSolution.End;
import org.gradus.core.Monitor;
import org.gradus.core.Solver;
import org.gradus.core.SparseMatrix;

/**
 * Inexact sequential quadratic programming with GMRES(2) and the merit function φ = f + μ |c|₁:
 * what AdaSketch-Newton is compared with.
 *
 * <p>Systems and B are AdaSketch's. Each is solved by cycles of two products from z = 0, with a
 * test after every cycle; then α = 1, ½, … until φ(x + α z_x) ≤ φ + 10⁻⁸ α (∇fᵀ z_x − μ (|c|₁ − |c
 * + G z_x|₁)), and x and λ both move by α z. μ = 1 at first, and is kept from step to step. With r
 * = K z + ∇L = (r_x, r_c) and the model reduction Red of a step, which suffices if Red ≥ 0.09 μ
 * max(|c|₁, |c + G z_x|₁ − |c|₁):
 *
 * <ul>
 *   <li>{@link Test#BYRD_CURTIS_NOCEDAL} stops where |r|₁ ≤ |∇L|₁, |r_c|₁ ≤ max(0.1 |∇ₓL|₁, b |c|₁)
 *       and Red suffices, or where |r_x|₁ ≤ 0.1 |c|₁ and |r_c|₁ ≤ b |c|₁, b = max(1, |∇ₓL₀|₁ /
 *       (|c₀|₁ + 1)). If then Red does not suffice, μ ← max(μ, (∇fᵀ z_x + max(½ z_xᵀ B z_x, 0)) /
 *       (0.9 (|c|₁ − |c + G z_x|₁))) + 10⁻⁴.
 *   <li>{@link Test#ADAPTIVE} stops where |r|₁ ≤ κ |∇L|₁, κ = 0.1 at first and kept; if Red does
 *       not suffice, μ ← 1.5 μ, κ ← κ/2.25, and it goes on from z, until μ &gt; 10⁸.
 * </ul>
 */
public final class GmresSqp implements Solver<ConstrainedProblem, ConstrainedSolution> {
  /** When a system is solved well enough. */
  public enum Test {
    /** The tests of Byrd, Curtis and Nocedal: GMRES-SQP. */
    BYRD_CURTIS_NOCEDAL,
    /** Accuracy and penalty adapt: adaptive GMRES-SQP. */
    ADAPTIVE
  }

  private static final double MOST_MU = 1e8;

  private final Test test;
  private final Regularity regularity;
  private final Limits limits;

  /** With {@link Regularity#BASELINE} and {@link Limits#DEFAULT}. */
  public GmresSqp(Test test) {
    this(test, Regularity.BASELINE, Limits.DEFAULT);
  }

  /**
   * With the given settings.
   *
   * @param test when a system is solved
   * @param regularity what is singular, and B
   * @param limits when to stop; inner iterations are cycles of a system
   */
  public GmresSqp(Test test, Regularity regularity, Limits limits) {
    this.test = Objects.requireNonNull(test, "test");
    this.regularity = Objects.requireNonNull(regularity, "regularity");
    this.limits = Objects.requireNonNull(limits, "limits");
  }

  @Override
  public ConstrainedSolution solve(ConstrainedProblem problem, Monitor monitor) {
    ConstrainedRun run = new ConstrainedRun(problem, limits, monitor);
    return run.run(new Steps(run.at()));
  }

  /** What is kept from step to step. */
  private final class Steps implements ConstrainedRun.Step {
    private final double b;
    private double mu = 1;
    private double kappa = 0.1;

    Steps(Iterate first) {
      double violation = Vectors.norm1(first.values());
      b = Math.max(1, Vectors.norm1(first.stationarity()) / (violation + 1));
    }

    @Override
    public End take(ConstrainedRun run) {
      Iterate at = run.at();
      Geometry geometry = Geometry.of(at.jacobian());
      double xi = geometry.leastEigenvalue();
      if (!(xi >= regularity.leastEigenvalue())) {
        return run.singular(geometry, xi, regularity.leastEigenvalue());
      }
      SparseMatrix hessian = run.hessian(at.x(), at.multipliers());
      if (hessian == null) {
        return End.NON_FINITE;
      }
      KktSystem system = KktSystem.of(hessian, at.jacobian(), geometry, regularity);
      L1Merit merit = new L1Merit(run, system);
      RestartedGmres gmres = new RestartedGmres(system.matrix(), at.gradient());
      long cycles = 0;
      boolean solved = false;
      while (!solved && cycles < limits.maxInner()) {
        if (run.cancelled()) {
          return End.CANCELLED;
        }
        gmres.cycle();
        cycles++;
        L1Merit.Model model = merit.model(gmres.z());
        solved =
            test == Test.ADAPTIVE
                ? adaptive(merit, model, gmres.residual(), at)
                : accurate(merit, model, gmres.residual(), at);
      }
      run.countInner(cycles);
      double residual = Vectors.norm(gmres.residual());
      if (!solved) {
        run.capped(residual);
      }
      L1Merit.Model model = merit.model(gmres.z());
      if (test == Test.BYRD_CURTIS_NOCEDAL && !merit.suffices(model, mu)) {
        mu = merit.raised(model, mu);
      }
      return merit.search(gmres.z(), mu, residual);
    }

    private boolean accurate(L1Merit merit, L1Merit.Model model, double[] r, Iterate at) {
      int n = at.x().length;
      double violation = Vectors.norm1(at.values());
      double dual = Vectors.norm1(Vectors.head(r, n));
      double primal = Vectors.norm1(Vectors.tail(r, n));
      boolean first =
          dual + primal <= Vectors.norm1(at.gradient())
              && primal <= Math.max(0.1 * Vectors.norm1(at.stationarity()), b * violation)
              && merit.suffices(model, mu);
      return first || (dual <= 0.1 * violation && primal <= b * violation);
    }

    private boolean adaptive(L1Merit merit, L1Merit.Model model, double[] r, Iterate at) {
      while (Vectors.norm1(r) <= kappa * Vectors.norm1(at.gradient())) {
        if (merit.suffices(model, mu) || mu > MOST_MU) {
          return true;
        }
        mu *= 1.5;
        kappa /= 2.25;
      }
      return false;
    }
  }
}
