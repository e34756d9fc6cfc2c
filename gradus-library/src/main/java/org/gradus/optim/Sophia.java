package org.gradus.optim;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Autodiff;
import org.gradus.core.Check;
import org.gradus.core.Evaluation;
import org.gradus.core.FlatOptimizer;
import org.gradus.core.FusedLoop;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Objective;
import org.gradus.core.ParameterGroup;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.core.Tensors;
import org.gradus.curvature.DiagonalEstimator;

/**
 * Sophia: momentum divided by a running diagonal Hessian estimate, clipped entry by entry (Liu, Li,
 * Hall, Liang and Ma, ICLR 2024, arXiv 2305.14342).
 *
 * <pre>
 *   m ← β₁ m + (1 − β₁) g                                        (no bias correction)
 *   every k steps (t = 1, 1 + k, …):  h ← β₂ h + (1 − β₂) ĥ(θ)
 *   θ ← (1 − η λ) θ
 *   θ ← θ − η clip(m / max(γ h, ε), 1)
 * </pre>
 *
 * <p>ĥ comes from a {@link DiagonalEstimator}: {@link org.gradus.curvature.GaussNewtonBartlett}
 * makes it Sophia-G, {@link org.gradus.curvature.Hutchinson} Sophia-H. No coordinate moves by more
 * than η. A coordinate of zero or negative h takes a sign step. A non-finite estimate is skipped
 * with one warning.
 *
 * <p>Choose γ so that {@link #unclippedFraction()} is 0.1 to 0.5 (the authors' rule); the learning
 * rate a little below AdamW's.
 *
 * <p>State: two vectors m and h. Cost per step: one gradient, 7 vectors moved, and every k-th step
 * one estimate.
 *
 * <p>{@link Order#OFFICIAL_CODE} follows the released {@code SophiaG} instead: the estimate is
 * taken after the steps k, 2k, …, on the batch of the step that follows; h holds ĝ² without the
 * factor B; the update is sign(m) min(|m| / (γ B h + 1e-15), 1).
 */
public final class Sophia extends FlatOptimizer {
  private static final Logger LOG = System.getLogger(Sophia.class.getName());
  private static final double OFFICIAL_EPSILON = 1e-15;

  /** When the estimate is taken and how it enters. */
  public enum Order {
    /** As the paper's algorithm: before the steps 1, 1 + k, 1 + 2k, … */
    PAPER,
    /** As the released code: after the steps k, 2k, …, with B applied at the step. */
    OFFICIAL_CODE
  }

  /**
   * Settings.
   *
   * @param learningRate η ≥ 0
   * @param beta1 β₁ in [0, 1)
   * @param beta2 β₂ in [0, 1)
   * @param gamma γ ≥ 0 (ρ in the released code)
   * @param epsilon ε ≥ 0; the released code's own 1e-15 is used in its order
   * @param weightDecay λ ≥ 0, decoupled
   * @param interval k ≥ 1: steps between estimates
   * @param batchFraction part of the mini-batch an estimate is taken on, in (0, 1]
   * @param order the paper's semantics or the released code's
   */
  public record Config(
      double learningRate,
      double beta1,
      double beta2,
      double gamma,
      double epsilon,
      double weightDecay,
      int interval,
      double batchFraction,
      Order order) {
    /** Checks the ranges. */
    public Config {
      Check.nonNegative("learningRate", learningRate);
      Check.decay("beta1", beta1);
      Check.decay("beta2", beta2);
      Check.nonNegative("gamma", gamma);
      Check.nonNegative("epsilon", epsilon);
      Check.nonNegative("weightDecay", weightDecay);
      Check.atLeast("interval", interval, 1);
      if (!(batchFraction > 0 && batchFraction <= 1)) {
        throw Check.invalid("batchFraction", batchFraction, "in (0, 1]");
      }
      Objects.requireNonNull(order, "order");
    }

    /**
     * Sophia-G with η as given and the paper's β₁ = 0.96, β₂ = 0.99, γ = 0.05, ε = 1e-12, k = 10; λ
     * = 0.1 (the released class's); estimates on half the batch (240 of 480 sequences in the
     * paper).
     */
    public static Config gaussNewtonBartlett(double learningRate) {
      return new Config(learningRate, 0.96, 0.99, 0.05, 1e-12, 0.1, 10, 0.5, Order.PAPER);
    }

    /**
     * Sophia-H with η as given and the paper's γ = 0.01 and estimates on 1/15 of the batch (32 of
     * 480 sequences); the rest as for Sophia-G.
     */
    public static Config hutchinson(double learningRate) {
      return new Config(learningRate, 0.96, 0.99, 0.01, 1e-12, 0.1, 10, 1.0 / 15, Order.PAPER);
    }
  }

  private final Config config;
  private final DiagonalEstimator estimator;
  private final Tensor m = stateVector("m");
  private final Tensor h = stateVector("h");
  private DiagonalEstimator.Estimate pending;
  private long predictions = 1;
  private boolean warned;

  /**
   * An optimizer of these parameters.
   *
   * @param theta the parameters
   * @param config settings
   * @param estimator what estimates the diagonal
   */
  public Sophia(ParameterVector theta, Config config, DiagonalEstimator estimator) {
    super(theta, config.learningRate());
    this.config = config;
    this.estimator = Objects.requireNonNull(estimator, "estimator");
  }

  @Override
  public Evaluation measure(Objective objective) {
    try (PointerScope scope = new PointerScope()) {
      // The estimate first: it overwrites the gradient vector that the update reads.
      DiagonalEstimator.Estimate estimate = estimateIsDue() ? estimate(objective) : null;
      Evaluation evaluation = objective.gradient(parameters());
      if (estimate != null) {
        updateHessian(estimate.diagonal(), estimate.predictions());
      }
      return evaluation;
    }
  }

  private boolean estimateIsDue() {
    return steps() % config.interval() == 0 && (config.order() == Order.PAPER || steps() > 0);
  }

  private DiagonalEstimator.Estimate estimate(Objective objective) {
    try {
      return estimator.estimate(objective.part(config.batchFraction()), parameters());
    } catch (NonFiniteException e) {
      warnOnce(e.getMessage());
      return null;
    }
  }

  /**
   * Gives the estimate that enters h at the next {@link #update}: what {@link #measure} does
   * itself, and the door for injected estimates. Given twice, the last one counts.
   *
   * @param diagonal ĥ, a vector of shape [d], the factor B included, which is copied; a non-finite
   *     one is skipped
   * @param predictions B, the number of predictions the estimate is from; matters only to {@link
   *     Order#OFFICIAL_CODE}
   */
  public void updateHessian(Tensor diagonal, long predictions) {
    Tensors.requireLength("Hessian estimate", diagonal, parameters().size());
    Check.atLeast("predictions", predictions, 1);
    if (Tensors.allFinite(diagonal)) {
      dropPending();
      pending =
          new DiagonalEstimator.Estimate(Tensors.keep(diagonal.detach().clone()), predictions);
    } else {
      warnOnce(
          "the Hessian estimate is not finite in parameter '"
              + Autodiff.firstNonFinite(parameters(), diagonal).orElseThrow()
              + "'");
    }
  }

  /** Frees the estimate now: it outlives its scope, and waiting for the collector is a leak. */
  private void dropPending() {
    if (pending != null) {
      pending.diagonal().close();
      pending = null;
    }
  }

  private void warnOnce(String reason) {
    if (!warned) {
      LOG.log(Level.WARNING, "Sophia skips an estimate at step {0}: {1}", steps() + 1, reason);
      warned = true;
    }
  }

  @Override
  protected void beforeUpdate() {
    if (pending == null) {
      return;
    }
    boolean official = config.order() == Order.OFFICIAL_CODE;
    double scale = official ? 1.0 / pending.predictions() : 1;
    h.mul_(Scalars.of(config.beta2()));
    h.add_(pending.diagonal(), Scalars.of((1 - config.beta2()) * scale));
    predictions = pending.predictions();
    dropPending();
  }

  @Override
  protected void update(ParameterGroup group, double learningRate) {
    double shrink = 1 - learningRate * config.weightDecay() * group.weightDecayScale();
    Tensor values = parameters().values();
    Tensor gradient = parameters().gradient();
    if (FusedLoop.applies(values)) {
      FusedLoop.run(
          (x, n) -> loop(x[0], x[1], x[2], x[3], n, (float) learningRate, (float) shrink),
          group.offset(),
          group.length(),
          2,
          values,
          m,
          h,
          gradient);
    } else {
      Tensor momentum = part(m, group).lerp_(part(gradient, group), Scalars.of(1 - config.beta1()));
      Tensor step = momentum.div(denominator(part(h, group), smallestNormal(values)));
      step.clamp_(optional(-1), optional(1));
      part(values, group).mul_(Scalars.of(shrink)).add_(step, Scalars.of(-learningRate));
    }
  }

  /** max(γ h, ε), or γ B h + 1e-15 in the released code's order; never below {@code floor}. */
  private Tensor denominator(Tensor h, double floor) {
    return h.mul(Scalars.of(scale()))
        .add_(Scalars.of(added()))
        .clamp_min_(Scalars.of(Math.max(least(), floor)));
  }

  private double least() {
    return config.order() == Order.PAPER ? config.epsilon() : 0;
  }

  private double added() {
    return config.order() == Order.PAPER ? 0 : OFFICIAL_EPSILON;
  }

  /** 0/0 must be no step, not NaN: the smallest normal number stands for a zero denominator. */
  private static double smallestNormal(Tensor like) {
    return Tensors.type(like) == ScalarType.Double ? Double.MIN_NORMAL : Float.MIN_NORMAL;
  }

  private double scale() {
    return config.order() == Order.PAPER ? config.gamma() : config.gamma() * predictions;
  }

  private static ScalarOptional optional(double value) {
    return new ScalarOptional(Scalars.of(value));
  }

  private void loop(
      float[] theta, float[] m, float[] h, float[] gradient, int n, float rate, float shrink) {
    float c1 = (float) (1 - config.beta1());
    float scale = (float) scale();
    float plus = (float) added();
    float floor = Math.max((float) least(), Float.MIN_NORMAL);
    for (int i = 0; i < n; i++) {
      float mi = m[i] + c1 * (gradient[i] - m[i]);
      m[i] = mi;
      // clip(m / d, 1) = m / max(d, |m|): one comparison instead of two.
      float divisor = Math.max(Math.max(scale * h[i] + plus, floor), Math.abs(mi));
      theta[i] = shrink * theta[i] - rate * (mi / divisor);
    }
  }

  /**
   * The share of coordinates the last step did not clip: |m| &lt; γ h, strictly (γ B h in the
   * released code's order), so coordinates with h ≤ 0 count as clipped.
   */
  public double unclippedFraction() {
    try (PointerScope scope = new PointerScope()) {
      Tensor free = m.abs().lt(h.mul(Scalars.of(scale())));
      return free.to(ScalarType.Double).mean().item_double();
    }
  }

  /** The ℓ₁ and ℓ₂ norms of h, in that order. */
  public double[] preconditionerNorm() {
    try (PointerScope scope = new PointerScope()) {
      return new double[] {h.abs().sum().item_double(), h.norm().item_double()};
    }
  }

  /**
   * The theory's step in the eigenbasis of the Hessian H = V diag(λ) Vᵀ: −η Vᵀ clip(V H⁻¹ g, ρ), to
   * be added to θ. Dense, for small d only.
   *
   * @param hessian a symmetric matrix of shape [d, d]
   * @param gradient a vector of shape [d]
   * @param learningRate η
   * @param rho the largest coordinate in the eigenbasis, &gt; 0
   * @return a vector of shape [d]
   */
  public static Tensor clippedNewtonStep(
      Tensor hessian, Tensor gradient, double learningRate, double rho) {
    Check.positive("rho", rho);
    Tensor step = torch.zeros_like(gradient);
    try (PointerScope scope = new PointerScope()) {
      T_TensorTensor_T eigen = torch.linalg_eigh(hessian);
      Tensor vectors = eigen.get1();
      Tensor newton = vectors.t().mv(gradient).div(eigen.get0());
      newton.clamp_(optional(-rho), optional(rho));
      step.copy_(vectors.mv(newton)).mul_(Scalars.of(-learningRate));
    }
    return step;
  }

  @Override
  public Class<? extends Objective> requires() {
    return estimator.requires();
  }

  @Override
  public void save(State state) {
    super.save(state);
    state.put("predictions", predictions);
    estimator.save(state.child("estimator"));
  }

  @Override
  public void load(State state) {
    super.load(state);
    predictions = state.whole("predictions");
    dropPending();
    estimator.load(state.child("estimator"));
  }
}
