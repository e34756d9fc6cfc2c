package org.gradus.optim;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Autodiff;
import org.gradus.core.Check;
import org.gradus.core.Differentiation;
import org.gradus.core.Evaluation;
import org.gradus.core.FlatOptimizer;
import org.gradus.core.FusedLoop;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Objective;
import org.gradus.core.ParameterGroup;
import org.gradus.core.ParameterVector;
import org.gradus.core.ParameterVector.Slice;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.core.Tensors;
import org.gradus.curvature.Hutchinson;

/**
 * AdaHessian: Adam whose second moment is fed with a spatially averaged Hessian diagonal (Yao,
 * Gholami, Shen, Mustafa, Keutzer and Mahoney, AAAI 2021, arXiv 2006.00719).
 *
 * <pre>
 *   d = mean over probes of z ∘ (∇²f z),  z = ±1
 *   D = mean over blocks of |d|                                  (at steps 1, 1 + u, 1 + 2u, …)
 *   m ← β₁ m + (1 − β₁) g        v ← β₂ v + (1 − β₂) D²
 *   θ ← θ − η (m̂ / (√v̂ᵏ + ε) + λ θ),   m̂ = m/(1 − β₁ᵗ),  v̂ = v/(1 − β₂ᵗ)
 * </pre>
 *
 * <p>The magnitude is taken before the mean, as every official code does; the paper's formula
 * averages signed entries ({@link Config#signedAverage}).
 *
 * <p>A parameter the loss is linear in has D = 0 and its step is η m̂/ε: keep ε at the official
 * 1e-4 there, or raise it; one warning names the first such parameter.
 *
 * <p>State: m, v and D. Cost per step: one gradient with its graph and one Hessian-vector product a
 * probe (2.6 to 4.3 gradients, measured), one gradient between refreshes; 7 vectors moved.
 */
public final class AdaHessian extends FlatOptimizer {
  private static final Logger LOG = System.getLogger(AdaHessian.class.getName());

  /**
   * Settings.
   *
   * @param learningRate η ≥ 0
   * @param beta1 β₁ in [0, 1)
   * @param beta2 β₂ in [0, 1)
   * @param epsilon ε ≥ 0
   * @param weightDecay λ ≥ 0, decoupled
   * @param hessianPower k in [0, 1]
   * @param probes probes averaged at a refresh, at least 1
   * @param updateEach u ≥ 1: steps between refreshes of D
   * @param blockRule over which entries |d| is averaged
   * @param signedAverage whether to average signed entries, as the paper's formula has it
   */
  public record Config(
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      double hessianPower,
      int probes,
      int updateEach,
      BlockRule blockRule,
      boolean signedAverage) {
    /** Checks the ranges. */
    public Config {
      Check.nonNegative("learningRate", learningRate);
      Check.decay("beta1", beta1);
      Check.decay("beta2", beta2);
      Check.nonNegative("epsilon", epsilon);
      Check.nonNegative("weightDecay", weightDecay);
      Check.between("hessianPower", hessianPower, 0, 1);
      Check.atLeast("probes", probes, 1);
      Check.atLeast("updateEach", updateEach, 1);
      Objects.requireNonNull(blockRule, "blockRule");
    }

    /**
     * η as given (the official default is 0.15) and the official β₁ = 0.9, β₂ = 0.999, ε = 1e-4, no
     * weight decay, k = 1, one probe at every step, averages over convolution kernels.
     */
    public static Config of(double learningRate) {
      return new Config(
          learningRate, 0.9, 0.999, 1e-4, 0, 1, 1, 1, BlockRule.convolutionKernels(), false);
    }
  }

  private final Config config;
  private final RandomSource random;
  private final Hutchinson hutchinson;
  private final long[] blocks;
  private final Tensor m = stateVector("m");
  private final Tensor v = stateVector("v");
  private final Tensor diagonal = stateVector("D");
  private boolean warned;

  /**
   * An optimizer of these parameters, one block rule for all.
   *
   * @param theta the parameters
   * @param config settings
   * @param random where the probes' signs come from
   */
  public AdaHessian(ParameterVector theta, Config config, RandomSource random) {
    this(theta, config, random, Map.of());
  }

  /**
   * An optimizer with block rules of their own for some parameters.
   *
   * @param theta the parameters
   * @param config settings
   * @param random where the probes' signs come from
   * @param blockRules by parameter name, instead of {@link Config#blockRule}
   * @throws IllegalArgumentException if a rule names no parameter, or does not suit its shape
   */
  public AdaHessian(
      ParameterVector theta,
      Config config,
      RandomSource random,
      Map<String, BlockRule> blockRules) {
    super(theta, config.learningRate());
    this.config = config;
    this.random = random;
    hutchinson = new Hutchinson(random, Hutchinson.Probe.RADEMACHER, config.probes());
    requireKnown(theta, blockRules);
    blocks =
        theta.slices().stream()
            .mapToLong(s -> blockRules.getOrDefault(s.name(), config.blockRule()).blockOf(s))
            .toArray();
  }

  private static void requireKnown(ParameterVector theta, Map<String, BlockRule> blockRules) {
    List<String> names = theta.slices().stream().map(Slice::name).toList();
    for (String name : blockRules.keySet()) {
      if (!names.contains(name)) {
        throw Check.invalid("parameter of a block rule", "'" + name + "'", "one of " + names);
      }
    }
  }

  @Override
  public Evaluation measure(Objective objective) {
    if (steps() % config.updateEach() != 0) {
      return objective.gradient(parameters());
    }
    try (Differentiation derivatives = objective.differentiate(parameters())) {
      try (PointerScope scope = new PointerScope()) {
        hessianDiagonal(hutchinson.diagonal(derivatives, parameters()));
      }
      return derivatives.evaluation();
    }
  }

  /**
   * Gives the diagonal estimate d that the next updates use: what {@link #measure} does itself, and
   * the door for injected estimates. Averaging over blocks is done here.
   *
   * @param estimate d = z ∘ (∇²f z), averaged over probes; a vector of shape [d]
   * @throws NonFiniteException naming the parameter where it is NaN or infinite
   */
  public void hessianDiagonal(Tensor estimate) {
    Tensors.requireLength("Hessian diagonal", estimate, parameters().size());
    if (!Tensors.allFinite(estimate)) {
      throw new NonFiniteException(
          "the Hessian-vector product is not finite in parameter '"
              + Autodiff.firstNonFinite(parameters(), estimate).orElseThrow()
              + "'");
    }
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      if (config.signedAverage()) {
        diagonal.copy_(estimate);
      } else {
        torch.abs_out(diagonal, estimate);
      }
      var views = parameters().views(diagonal);
      for (int i = 0; i < blocks.length; i++) {
        BlockRule.average(views.get(i), blocks[i]);
      }
      warnOfFlatParameters(views);
    }
  }

  private void warnOfFlatParameters(List<Tensor> views) {
    if (warned || steps() > 0) {
      return;
    }
    for (int i = 0; i < views.size(); i++) {
      if (views.get(i).count_nonzero().item_long() == 0) {
        Slice slice = parameters().slices().get(i);
        LOG.log(
            Level.WARNING,
            "AdaHessian: the Hessian diagonal of parameter ''{0}'' is 0 (the loss is linear in it);"
                + " its steps are learningRate * m / epsilon",
            slice.name());
        warned = true;
        return;
      }
    }
  }

  @Override
  protected void update(ParameterGroup group, double learningRate) {
    double shrink = 1 - learningRate * config.weightDecay() * group.weightDecayScale();
    double bias1 = 1 - Math.pow(config.beta1(), (double) steps());
    double bias2 = 1 - Math.pow(config.beta2(), (double) steps());
    Tensor values = parameters().values();
    if (FusedLoop.applies(values) && config.hessianPower() == 1) {
      float stepSize = (float) (learningRate / bias1);
      float rootScale = (float) (1 / Math.sqrt(bias2));
      FusedLoop.run(
          (x, n) -> loop(x[0], x[1], x[2], x[3], x[4], n, stepSize, rootScale, (float) shrink),
          group.offset(),
          group.length(),
          3,
          values,
          m,
          v,
          diagonal,
          parameters().gradient());
      return;
    }
    Tensor moment =
        part(m, group).lerp_(part(parameters().gradient(), group), Scalars.of(1 - config.beta1()));
    Tensor d = part(diagonal, group);
    Tensor second =
        part(v, group)
            .mul_(Scalars.of(config.beta2()))
            .addcmul_(d, d, Scalars.of(1 - config.beta2()));
    Tensor denominator =
        second
            .div(Scalars.of(bias2))
            .pow_(Scalars.of(config.hessianPower() / 2))
            .add_(Scalars.of(config.epsilon()));
    part(values, group)
        .mul_(Scalars.of(shrink))
        .addcdiv_(moment, denominator, Scalars.of(-learningRate / bias1));
  }

  private void loop(
      float[] theta,
      float[] m,
      float[] v,
      float[] diagonal,
      float[] gradient,
      int n,
      float stepSize,
      float rootScale,
      float shrink) {
    float c1 = (float) (1 - config.beta1());
    float b2 = (float) config.beta2();
    float c2 = (float) (1 - config.beta2());
    float eps = (float) config.epsilon();
    for (int i = 0; i < n; i++) {
      float mi = m[i] + c1 * (gradient[i] - m[i]);
      float vi = b2 * v[i] + c2 * diagonal[i] * diagonal[i];
      m[i] = mi;
      v[i] = vi;
      theta[i] = shrink * theta[i] - stepSize * mi / ((float) Math.sqrt(vi) * rootScale + eps);
    }
  }

  @Override
  public void save(State state) {
    super.save(state);
    random.save(state.child("random"));
  }

  @Override
  public void load(State state) {
    super.load(state);
    random.load(state.child("random"));
  }
}
