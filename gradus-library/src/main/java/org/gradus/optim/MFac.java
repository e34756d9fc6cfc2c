package org.gradus.optim;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Autodiff;
import org.gradus.core.Check;
import org.gradus.core.FlatOptimizer;
import org.gradus.core.NonFiniteException;
import org.gradus.core.ParameterGroup;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.core.Tensors;
import org.gradus.curvature.SlidingInverseFisher;
import org.gradus.curvature.SlidingInverseFisher.Divisor;

/**
 * M-FAC: each gradient times the inverse empirical Fisher matrix of the last m gradients, itself
 * among them (Frantar, Kurtic and Alistarh, NeurIPS 2021, arXiv 2107.03356).
 *
 * <pre>
 *   g ← ∇f(θ) + λ θ                                     (coupled decay)
 *   g takes the place of the oldest gradient in the window
 *   u ← F⁻¹ g,      F = δ I + (1/m) Σ gᵢ gᵢᵀ            (one matrix over all parameters)
 *   v ← μ v + (1 − μ) u,  u ← v                         (only if μ &gt; 0; no bias correction)
 *   θ ← θ − η u
 * </pre>
 *
 * <p>The window starts empty and the divisor is m from the first step on, so the first step is u =
 * g m/(δ m + ‖g‖²): of length about η m/‖g‖. A warning says when it is longer than θ; {@link
 * Divisor#COUNT} or a warm-up help. Steps grow with m: scale η about as 1/m when m changes.
 *
 * <p>State: a window of m vectors ({@link #estimatedBytes}), and one vector with momentum. Cost per
 * step: one gradient, 4 d m flops in two passes over the window, and a Cholesky factorisation of
 * m³/3.
 */
public final class MFac extends FlatOptimizer {
  /**
   * Settings.
   *
   * @param learningRate η ≥ 0
   * @param window m ≥ 1, gradients remembered
   * @param damping δ &gt; 0
   * @param momentum μ in [0, 1), of the preconditioned direction
   * @param weightDecay λ ≥ 0, added to the gradient as λ θ
   * @param divisor what the sum of outer products is divided by
   * @param sparse whether weights that are exactly 0 when the optimizer is made stay 0; window and
   *     momentum then hold the other coordinates only
   */
  public record Config(
      double learningRate,
      int window,
      double damping,
      double momentum,
      double weightDecay,
      Divisor divisor,
      boolean sparse) {
    /** Checks the ranges. */
    public Config {
      Check.nonNegative("learningRate", learningRate);
      Check.atLeast("window", window, 1);
      Check.positive("damping", damping);
      Check.decay("momentum", momentum);
      Check.nonNegative("weightDecay", weightDecay);
      Objects.requireNonNull(divisor, "divisor");
    }

    /** η as given, m = 1024, δ = 1e-5, no momentum (the paper's), no weight decay. */
    public static Config of(double learningRate) {
      return new Config(learningRate, 1024, 1e-5, 0, 0, Divisor.WINDOW, false);
    }

    /** These settings with another window length. */
    public Config withWindow(int length) {
      return new Config(learningRate, length, damping, momentum, weightDecay, divisor, sparse);
    }

    /** These settings with another damping. */
    public Config withDamping(double delta) {
      return new Config(learningRate, window, delta, momentum, weightDecay, divisor, sparse);
    }
  }

  private static final Logger LOG = System.getLogger(MFac.class.getName());

  private final Config config;
  private final Tensor direction;
  private Tensor kept;
  private SlidingInverseFisher fisher;
  private Tensor velocity;

  /**
   * An optimizer of these parameters.
   *
   * @throws IllegalArgumentException if sparse and every weight is 0
   */
  public MFac(ParameterVector theta, Config config) {
    super(theta, config.learningRate());
    this.config = config;
    direction = theta.newVector();
    keep(config.sparse() ? theta.values().detach().nonzero().squeeze(1) : null);
  }

  /**
   * Makes an empty window over these coordinates.
   *
   * @param coordinates indices into θ, or {@code null} for all
   */
  private void keep(Tensor coordinates) {
    if (coordinates != null && coordinates.numel() == 0) {
      throw Check.invalid("number of weights other than 0", 0, "at least 1 in sparse mode");
    }
    kept = coordinates == null ? null : Tensors.keep(coordinates);
    long length = coordinates == null ? parameters().size() : coordinates.numel();
    fisher =
        new SlidingInverseFisher(
            length,
            config.window(),
            config.damping(),
            config.divisor(),
            parameters().values().options());
    velocity =
        config.momentum() > 0
            ? Tensors.keep(torch.zeros(new long[] {length}, parameters().values().options()))
            : null;
  }

  /**
   * The memory an optimizer's window takes.
   *
   * @param parameters d, or in sparse mode the weights that are not 0
   * @param window m
   * @param entryBytes bytes a parameter: 4 for float32, 8 for float64
   */
  public static long estimatedBytes(long parameters, int window, int entryBytes) {
    return SlidingInverseFisher.estimatedBytes(parameters, window, entryBytes);
  }

  @Override
  protected void beforeUpdate() {
    Tensor step = fisher.productWith(insert(held(decayed())));
    if (steps() == 1) {
      warnIfLong(step);
    }
    if (velocity != null) {
      step = velocity.lerp_(step, Scalars.of(1 - config.momentum()));
    }
    if (kept == null) {
      direction.copy_(step);
    } else {
      direction.index_copy_(0, kept, step);
    }
  }

  /** ∇f + λ θ, with the decay of each group. */
  private Tensor decayed() {
    Tensor gradient = parameters().gradient();
    if (config.weightDecay() == 0) {
      return gradient;
    }
    Tensor sum = gradient.clone();
    for (ParameterGroup group : parameters().groups()) {
      double decay = config.weightDecay() * group.weightDecayScale();
      part(sum, group).add_(part(parameters().values(), group), Scalars.of(decay));
    }
    return sum;
  }

  /** The coordinates the window holds. */
  private Tensor held(Tensor full) {
    return kept == null ? full : full.index_select(0, kept);
  }

  private int insert(Tensor gradient) {
    try {
      return fisher.insert(gradient);
    } catch (NonFiniteException e) {
      throw new NonFiniteException(
          "the gradient is not finite"
              + Autodiff.firstNonFinite(parameters(), parameters().gradient())
                  .map(n -> " in parameter '" + n + "'")
                  .orElse("")
              + ": M-FAC's window does not take it",
          e);
    }
  }

  private void warnIfLong(Tensor step) {
    double length = learningRate() * Tensors.norm(step);
    double size = Tensors.norm(parameters().values());
    if (length > size) {
      LOG.log(
          Level.WARNING,
          "M-FAC''s first step has length {0}, the parameters {1}: lower the learning rate, warm up"
              + " or divide by COUNT",
          length,
          size);
    }
  }

  @Override
  protected void update(ParameterGroup group, double learningRate) {
    part(parameters().values(), group).add_(part(direction, group), Scalars.of(-learningRate));
  }

  /** The window, for inspection: its gradients in ring order and K = G Gᵀ. */
  public SlidingInverseFisher fisher() {
    return fisher;
  }

  @Override
  public void save(State state) {
    super.save(state);
    fisher.save(state.child("window"));
    if (velocity != null) {
      state.put("momentum", velocity);
    }
    if (kept != null) {
      state.put("kept", kept);
    }
  }

  @Override
  public void load(State state) {
    super.load(state);
    if (kept != null) {
      // Which weights were 0 is decided where training began, not by the weights there are now.
      keep(state.tensor("kept").clone());
    }
    fisher.load(state.child("window"));
    if (velocity != null) {
      state.copyInto("momentum", velocity);
    }
  }
}
