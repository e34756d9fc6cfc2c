package org.gradus.optim.surrogate;

import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Autodiff;
import org.gradus.core.Check;
import org.gradus.core.Evaluation;
import org.gradus.core.FlatOptimizer;
import org.gradus.core.Likelihood;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Objective;
import org.gradus.core.ParameterGroup;
import org.gradus.core.ParameterVector;
import org.gradus.core.PredictiveObjective;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.core.Tensors;

/**
 * Target-based surrogate optimization: one gradient of the loss in the outputs, then m steps on a
 * surrogate that re-evaluate the network alone (Lavington et al., ICML 2023, arXiv 2302.02607). For
 * losses that cost far more than the network: simulators, experts, annotators.
 *
 * <pre>
 *   measure:  z = f(θ),  G = ∇ℓ(z), ℓ the SUM of the loss over the mini-batch
 *             the rule makes s(θ') = model(f(θ')), with SSO-SGD mean(α G (f − z) + (f − z)²)
 *             the inner solver lowers s from θ by up to m steps; Δ is how far it came; θ is put back
 *   update:   θ ← θ + Δ, and the rule keeps what it learned
 * </pre>
 *
 * <p>So everything that needs the objective happens in {@link #measure}, which leaves θ and state
 * as they were and ∇f of the mean loss in the gradient vector; {@link #update} alone moves.
 * Clipping or writing that gradient does not change Δ; learning-rate scales of groups do not apply.
 * Wrapped in SAM, Δ is found at the perturbed point and applied at θ.
 *
 * <p>The learning rate is the paper's η, the step in the outputs: α = 2 η in the official code
 * ({@link Config#ofAlpha}). A schedule scales it; the official code has none for its AdaGrad and
 * Newton rules, and its line search takes 1/α only at its start.
 *
 * <p>m = 1 with {@link InnerSolver#descent} of step a is SGD on the summed loss with step a α/(n
 * k). The network must be deterministic within a step, as {@code BatchObjective} sees to. Needs a
 * {@link PredictiveObjective}. Cost: one loss gradient, m gradients of the network (the first comes
 * with the loss gradient) and the inner solver's trial values; three vectors.
 */
public final class Sso extends FlatOptimizer {
  /**
   * Settings.
   *
   * @param learningRate η ≥ 0, in the paper's units
   * @param innerSteps m ≥ 1
   */
  public record Config(double learningRate, int innerSteps) {
    /** Checks the ranges. */
    public Config {
      Check.nonNegative("learningRate", learningRate);
      Check.atLeast("innerSteps", innerSteps, 1);
    }

    /** Settings with the step in the official code's units: η = α/2. */
    public static Config ofAlpha(double alpha, int innerSteps) {
      return new Config(alpha / 2, innerSteps);
    }
  }

  /**
   * What a step did.
   *
   * @param loss the mean loss at θ
   * @param inner the inner loop
   */
  public record Step(double loss, InnerSolver.Result inner) {}

  private final Config config;
  private final TargetRule rule;
  private final InnerSolver inner;
  private final Tensor start;
  private final Tensor gradient;
  private final Tensor displacement;
  private final Calls.Counter calls = new Calls.Counter();
  private boolean measured;
  private boolean moved;
  private Step lastStep;

  /**
   * An optimizer of these parameters.
   *
   * @param rule how far outputs may move: {@link FixedRule} and its like
   * @param inner lowers the surrogates: {@link ArmijoDescent} officially
   */
  public Sso(ParameterVector theta, Config config, TargetRule rule, InnerSolver inner) {
    super(theta, config.learningRate());
    this.config = config;
    this.rule = Objects.requireNonNull(rule, "rule");
    this.inner = Objects.requireNonNull(inner, "inner");
    start = theta.newVector();
    gradient = theta.newVector();
    displacement = theta.newVector();
  }

  /** SSO-SGD with the official inner solver. */
  public Sso(ParameterVector theta, Config config) {
    this(theta, config, new FixedRule(), new ArmijoDescent(ArmijoDescent.Config.standard()));
  }

  /**
   * The official default step, η = 1/(4 L): α = ½ for {@link Likelihood#GAUSSIAN} here (L = 1; ¼
   * for the sum of (z − y)², whose L is 2), 2 for {@link Likelihood#BERNOULLI} (L = ¼), 1/(1 − 1/C)
   * for {@link Likelihood#CATEGORICAL}.
   *
   * @param outputs C, the outputs a row
   */
  public static double defaultLearningRate(Likelihood likelihood, int outputs) {
    Check.atLeast("outputs", outputs, likelihood == Likelihood.CATEGORICAL ? 2 : 1);
    return switch (likelihood) {
      case GAUSSIAN -> 0.25;
      case BERNOULLI -> 1;
      case CATEGORICAL -> 0.5 / (1 - 1.0 / outputs);
    };
  }

  @Override
  public Evaluation measure(Objective objective) {
    if (!(objective instanceof PredictiveObjective predictive)) {
      throw new IllegalArgumentException(
          "SSO needs the outputs of a PredictiveObjective; this one is a "
              + objective.getClass().getSimpleName());
    }
    try (PointerScope scope = new PointerScope()) {
      measured = false;
      start.copy_(parameters().values().detach());
      Measured here = differentiate(predictive);
      moved = learningRate() > 0 && Entries.squaredNorm(here.point().slope()) > 0;
      InnerSolver.Result result =
          moved ? lower(predictive, here) : new InnerSolver.Result(0, false);
      lastStep = new Step(here.evaluation().loss(), result);
      measured = true;
      return here.evaluation();
    }
  }

  private record Measured(TargetPoint point, Evaluation evaluation, double count) {}

  /** z, G and, by the chain rule, ∇f: one forward and one backward pass. */
  private Measured differentiate(PredictiveObjective objective) {
    ParameterVector theta = parameters();
    theta.zeroGradient();
    calls.forward();
    Tensor outputs = objective.outputs();
    Tensor z = outputs.detach();
    Tensor free = z.clone().requires_grad_(true);
    Tensor loss = objective.loss(free);
    if (!loss.requires_grad()) {
      throw new IllegalArgumentException("the loss of this mini-batch does not depend on outputs");
    }
    calls.lossGradient();
    Tensor slope = torch.grad(new TensorVector(loss), new TensorVector(free)).get(0);
    double value = loss.item_double();
    if (!Double.isFinite(value) || !Tensors.allFinite(slope)) {
      throw new NonFiniteException(
          Double.isFinite(value)
              ? "the loss's gradient in the outputs is not finite"
              : "the loss is " + value);
    }
    calls.backward();
    outputs.mul(slope).sum().backward();
    theta.requireAttached();
    double count = objective.likelihood().count(objective.targets());
    gradient.copy_(theta.gradient());
    return new Measured(
        new TargetPoint(
            z,
            slope.mul(Scalars.of(count)),
            count * value,
            shifted -> count * valueAt(objective, shifted),
            objective.exampleIds()),
        new Evaluation(value, finiteNorm(theta)),
        count);
  }

  private static double finiteNorm(ParameterVector theta) {
    double norm = Tensors.norm(theta.gradient());
    if (!Double.isFinite(norm)) {
      throw new NonFiniteException(
          "the gradient is not finite"
              + Autodiff.firstNonFinite(theta, theta.gradient())
                  .map(n -> " in parameter '" + n + "'")
                  .orElse(""));
    }
    return norm;
  }

  private double valueAt(PredictiveObjective objective, Tensor outputs) {
    calls.lossValue();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      return objective.loss(outputs).item_double();
    }
  }

  /** Runs the inner loop, keeps how far it came, and puts θ and ∇f back. */
  private InnerSolver.Result lower(PredictiveObjective objective, Measured here) {
    ParameterVector theta = parameters();
    TargetModel model = rule.model(here.point(), 2 * learningRate());
    Tensor slope = gradient.mul(Scalars.of(model.slopeScale() * here.count()));
    Surrogate surrogate = new Surrogate(objective, model, start, slope, calls);
    try {
      InnerSolver.Result result = inner.minimise(surrogate, theta, config.innerSteps());
      try (NoGradGuard guard = new NoGradGuard()) {
        displacement.copy_(theta.values()).sub_(start);
      }
      return result;
    } catch (NonFiniteException e) {
      throw new NonFiniteException("on the surrogate, " + e.getMessage(), e);
    } finally {
      try (NoGradGuard guard = new NoGradGuard()) {
        theta.values().copy_(start);
        theta.gradient().copy_(gradient);
      }
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if nothing was measured since the last update
   */
  @Override
  protected void beforeUpdate() {
    if (!measured) {
      throw new IllegalStateException("SSO moves by what measure found: call it before update");
    }
    measured = false;
    if (moved) {
      rule.commit();
    }
  }

  @Override
  protected void update(ParameterGroup group, double learningRate) {
    if (moved) {
      part(parameters().values(), group).add_(part(displacement, group));
    }
  }

  /** What the last {@link #measure} did. */
  public Step lastStep() {
    if (lastStep == null) {
      throw new IllegalStateException("no step was made yet");
    }
    return lastStep;
  }

  /** What all steps asked for so far. */
  public Calls calls() {
    return calls.calls();
  }

  @Override
  public Class<? extends Objective> requires() {
    return PredictiveObjective.class;
  }

  @Override
  public void save(State state) {
    super.save(state);
    state.put("lossGradients", calls().lossGradients());
    state.put("lossValues", calls().lossValues());
    state.put("forwards", calls().forwards());
    state.put("backwards", calls().backwards());
    rule.save(state.child("rule"));
    inner.save(state.child("inner"));
  }

  @Override
  public void load(State state) {
    super.load(state);
    calls.set(
        new Calls(
            state.whole("lossGradients"),
            state.whole("lossValues"),
            state.whole("forwards"),
            state.whole("backwards")));
    rule.load(state.child("rule"));
    inner.load(state.child("inner"));
    measured = false;
  }
}
