package org.gradus.constrained;

import java.util.Map;
import java.util.Objects;
import org.gradus.constrained.ConstrainedSolution.End;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.Solver;
import org.gradus.core.SparseMatrix;

/**
 * AdaSketch-Newton (Hong, Na, Mahoney, Kolar, arXiv 2305.18379): Newton steps on the Lagrangian,
 * their systems solved by randomized sketches, with a line search on an exact augmented Lagrangian
 * whose penalties and accuracy adapt.
 *
 * <pre>
 * K = [[B, Gᵀ], [G, 0]];   δ ← max(min(δ, δ_trial), 10⁻⁶);   z = 0, r = ∇L
 * loop
 *   sketch while r is too large:   z ← z − K S (Sᵀ K² S)⁺ Sᵀ r,   r = K z + ∇L
 *   stop if ∇M(η₁, η₂)ᵀ z ≤ −(η₂/2) |∇L|² or η₁ &gt; 10⁸ or η₂ &lt; 10⁻⁸
 *   η₁ ← ν² η₁,   η₂ ← η₂/ν,   δ ← max(min(δ/ν⁴, δ_trial), 10⁻⁶)
 * α = 1, ½, ¼, … until M(x + α z_x, λ + α z_λ) ≤ M(x, λ) + α β ∇Mᵀ z
 * </pre>
 *
 * <p>Too large is what {@link Accuracy} says, and always more than the round-off 4 u (|K|_F |z| +
 * |∇L|), u = 2⁻⁵². It is tested before each sketch; after {@link Limits#maxInner} of them, counted
 * anew after each change of the penalties, the slope decides all the same. A rejected slope keeps
 * z. For B see {@link Regularity}. Steps use what {@link Sketching} gives: with {@link
 * Sketching#identity} this is the exact Newton method with the same merit function, one
 * factorisation a step.
 *
 * <p>To continue a run exactly, start at its x and λ with the penalties of its trace's last point
 * and a {@link Sketching} that goes on where the other ended.
 *
 * <p>Cost of a Kaczmarz sketch: the non-zeros of a row of K and of K²; of a Gaussian one: two
 * products with K; of a block of q columns: a rank-revealing QR, O(p q²).
 */
public final class AdaSketchNewton implements Solver<ConstrainedProblem, ConstrainedSolution> {
  /**
   * Settings; defaults are those of the authors' code.
   *
   * @param sketching what sketches are used
   * @param accuracy when a system is solved
   * @param forcing θ
   * @param penalties the first η₁, η₂ and δ
   * @param adaptive whether the penalties adapt; if not, a step that is no descent direction ends
   *     the run
   * @param beta β in (0, ½): Armijo's constant
   * @param nu ν &gt; 1: how fast the penalties change
   * @param regularity what is singular, and B
   * @param limits when to stop
   */
  public record Config(
      Sketching sketching,
      Accuracy accuracy,
      Forcing forcing,
      Penalties penalties,
      boolean adaptive,
      double beta,
      double nu,
      Regularity regularity,
      Limits limits) {
    /** Kaczmarz of seed 0, the paper's accuracy, θ = 1, adaptive, β = 0.1, ν = 1.5. */
    public static final Config DEFAULT =
        new Config(
            Sketching.rows(0),
            Accuracy.PAPER,
            Forcing.CONSTANT,
            Penalties.DEFAULT,
            true,
            0.1,
            1.5,
            Regularity.DEFAULT,
            Limits.DEFAULT);

    /** Validates. */
    public Config {
      Objects.requireNonNull(sketching, "sketching");
      Objects.requireNonNull(accuracy, "accuracy");
      Objects.requireNonNull(forcing, "forcing");
      Objects.requireNonNull(penalties, "penalties");
      Objects.requireNonNull(regularity, "regularity");
      Objects.requireNonNull(limits, "limits");
      if (!(beta > 0 && beta < 0.5)) {
        throw Check.invalid("beta", beta, "in (0, 0.5)");
      }
      if (!(nu > 1 && Double.isFinite(nu))) {
        throw Check.invalid("nu", nu, "a finite number > 1");
      }
    }

    /** The same with other sketches. */
    public Config withSketching(Sketching other) {
      return new Config(
          other, accuracy, forcing, penalties, adaptive, beta, nu, regularity, limits);
    }

    /** The same with another accuracy of the systems. */
    public Config withAccuracy(Accuracy other) {
      return new Config(
          sketching, other, forcing, penalties, adaptive, beta, nu, regularity, limits);
    }

    /** The same with another θ. */
    public Config withForcing(Forcing other) {
      return new Config(
          sketching, accuracy, other, penalties, adaptive, beta, nu, regularity, limits);
    }

    /** The same from other penalties. */
    public Config withPenalties(Penalties other) {
      return new Config(
          sketching, accuracy, forcing, other, adaptive, beta, nu, regularity, limits);
    }

    /** The same with penalties that stay as they are. */
    public Config withFixedPenalties() {
      return new Config(
          sketching, accuracy, forcing, penalties, false, beta, nu, regularity, limits);
    }

    /** The same with another idea of what is singular or curved. */
    public Config withRegularity(Regularity other) {
      return new Config(sketching, accuracy, forcing, penalties, adaptive, beta, nu, other, limits);
    }

    /** The same with other limits. */
    public Config withLimits(Limits other) {
      return new Config(
          sketching, accuracy, forcing, penalties, adaptive, beta, nu, regularity, other);
    }
  }

  private static final double LEAST_STEP = 1e-12;

  private final Config config;

  /** With {@link Config#DEFAULT}. */
  public AdaSketchNewton() {
    this(Config.DEFAULT);
  }

  /** With the given settings. */
  public AdaSketchNewton(Config config) {
    this.config = config;
  }

  /** Exact Newton steps with the same merit function: every system by sparse LU. */
  public static AdaSketchNewton exact(Limits limits) {
    return new AdaSketchNewton(
        Config.DEFAULT.withSketching(Sketching.identity()).withLimits(limits));
  }

  @Override
  public ConstrainedSolution solve(ConstrainedProblem problem, Monitor monitor) {
    ConstrainedRun run = new ConstrainedRun(problem, config.limits, monitor);
    int p = problem.start().length + problem.multipliers().length;
    return run.run(new Steps(config.sketching.start(p)));
  }

  /** What is kept from step to step. */
  private final class Steps implements ConstrainedRun.Step {
    private final SketchSequence sketches;
    private Penalties penalties = config.penalties;

    Steps(SketchSequence sketches) {
      this.sketches = sketches;
    }

    @Override
    public End take(ConstrainedRun run) {
      Iterate at = run.at();
      Geometry geometry = Geometry.of(at.jacobian());
      double xi = geometry.leastEigenvalue();
      if (!(xi >= config.regularity.leastEigenvalue())) {
        return run.singular(geometry, xi, config.regularity.leastEigenvalue());
      }
      SparseMatrix hessian = run.hessian(at.x(), at.multipliers());
      if (hessian == null) {
        return End.NON_FINITE;
      }
      KktSystem system = KktSystem.of(hessian, at.jacobian(), geometry, config.regularity);
      sketches.begin(system.squaredRowNorms());
      return new Inner(run, system, xi).step();
    }

    /** One outer step. */
    private final class Inner {
      private final ConstrainedRun run;
      private final Iterate at;
      private final KktSystem system;
      private final SketchProjection projection;
      private final Penalties.Constants constants;
      private final double norm;
      private final double theta;
      private double rho;
      private double slope;
      private boolean capped;

      Inner(ConstrainedRun run, KktSystem system, double xi) {
        this.run = run;
        this.system = system;
        at = run.at();
        norm = at.norm();
        theta = config.forcing.theta(run.iterations(), norm);
        projection = new SketchProjection(system, at.gradient());
        constants = Penalties.Constants.of(system, xi, config.regularity.shift(), config.beta);
        rho = config.accuracy instanceof Accuracy.Relative relative ? relative.rho() : Double.NaN;
        penalties = penalties.trusting(constants);
      }

      End step() {
        while (true) {
          End end = sketch();
          if (end != null) {
            return end;
          }
          slope =
              Vectors.dot(
                  ExactAugmentedLagrangian.gradient(
                      at, system.hessian(), penalties.eta1(), penalties.eta2()),
                  projection.z());
          boolean descends = slope <= -penalties.eta2() / 2 * norm * norm;
          if (descends || !config.adaptive || penalties.atLimit()) {
            break;
          }
          penalties = penalties.raised(config.nu, constants);
          rho /= Math.pow(config.nu, 4);
        }
        double residual = projection.residualNorm();
        if (capped) {
          run.capped(residual);
        }
        return slope < 0 ? search(residual) : run.noDescent(slope);
      }

      /** Sketches until the system is solved well enough, or the limit. */
      private End sketch() {
        double bound = bound();
        long done = 0;
        while (!projection.within(bound)) {
          if (done == config.limits.maxInner()) {
            capped = true;
            break;
          }
          if (projection.fresh() && run.cancelled()) {
            return End.CANCELLED;
          }
          Sketch sketch = sketches.next();
          SketchSequence.require(sketch, system.order());
          if (!projection.step(sketch)) {
            return End.SINGULAR_SYSTEM;
          }
          done++;
          if (sketch instanceof Sketch.Identity) {
            break; // What is left is round-off, which another solve would not better.
          }
        }
        run.countInner(done);
        return null;
      }

      private double bound() {
        if (config.accuracy instanceof Accuracy.Paper paper) {
          double psi = paper.psiScale() * constants.psi();
          return theta * penalties.delta() * norm / (system.frobenius() * psi);
        }
        return theta * rho * norm;
      }

      private End search(double residual) {
        double before = merit(at);
        double[] stepX = Vectors.head(projection.z(), system.variables());
        double[] stepLambda = Vectors.tail(projection.z(), system.variables());
        for (double alpha = 1; alpha >= LEAST_STEP; alpha /= 2) {
          Iterate next =
              run.evaluate(
                  Vectors.sum(1, at.x(), alpha, stepX),
                  Vectors.sum(1, at.multipliers(), alpha, stepLambda));
          double after = merit(next);
          // A NaN fails this comparison, as it should.
          if (after <= before + alpha * config.beta * slope) {
            return run.accept(next, metrics(alpha, residual, before, after));
          }
        }
        return End.LINE_SEARCH;
      }

      private double merit(Iterate point) {
        return ExactAugmentedLagrangian.value(point, penalties.eta1(), penalties.eta2());
      }

      private Map<String, Double> metrics(
          double alpha, double residual, double before, double after) {
        return Map.of(
            ConstrainedSolution.STEP_LENGTH, alpha,
            ConstrainedSolution.RESIDUAL, residual,
            ConstrainedSolution.ETA1, penalties.eta1(),
            ConstrainedSolution.ETA2, penalties.eta2(),
            ConstrainedSolution.DELTA, penalties.delta(),
            ConstrainedSolution.SLOPE, slope,
            ConstrainedSolution.MERIT_BEFORE, before,
            ConstrainedSolution.MERIT_AFTER, after);
      }
    }
  }
}
