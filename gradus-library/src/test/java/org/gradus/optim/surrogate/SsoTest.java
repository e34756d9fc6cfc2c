package org.gradus.optim.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.copy;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.parameters;
import static org.gradus.Fixtures.predictive;
import static org.gradus.Fixtures.sameBits;
import static org.gradus.Fixtures.values;
import static org.gradus.Fixtures.vector;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Fixtures;
import org.gradus.Fixtures.Mlp;
import org.gradus.core.Autodiff;
import org.gradus.core.Evaluation;
import org.gradus.core.Likelihood;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.PredictiveObjective;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.core.Tensors;
import org.gradus.optim.surrogate.Linear.Loss;
import org.gradus.sharpness.Sam;
import org.gradus.train.Batch;
import org.gradus.train.BatchObjective;
import org.gradus.train.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SsoTest {
  private static Tensor inputs(int n, int d) {
    return normal(1, ScalarType.Double, n, d);
  }

  private static Linear linear(Loss loss) {
    return new Linear(loss, inputs(12, 4), loss == Loss.LOGISTIC ? 1 : 3);
  }

  private static InnerSolver armijo() {
    return new ArmijoDescent(ArmijoDescent.Config.standard());
  }

  private static Sso sso(Linear model, double alpha, int steps, TargetRule rule, InnerSolver s) {
    return new Sso(model.theta, Sso.Config.ofAlpha(alpha, steps), rule, s);
  }

  private static double distance(Tensor a, Tensor b) {
    return a.detach().sub(b).abs().max().item_double();
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void oneStepOfDescentIsSgd(Loss loss) {
    Linear model = linear(loss);
    double alpha = 0.7;
    double a = 0.3;
    long entries = model.outputs().numel();
    Tensor expected =
        copy(model.theta.values()).sub(model.pull(model.slope()), Scalars.of(a * alpha / entries));
    sso(model, alpha, 1, new FixedRule(), InnerSolver.descent(a)).step(model);
    assertThat(distance(model.theta.values(), expected)).isLessThan(1e-13);
  }

  @Test
  void exactInnerSolveIsProjectedDescentInTheOutputs() {
    Linear model = linear(Loss.SQUARED);
    Tensor z = copy(model.outputs());
    Tensor x = model.inputs;
    Tensor projector = x.mm(x.pinverse());
    Tensor expected = z.sub(projector.mm(model.slope()), Scalars.of(0.15));
    Sso sso =
        new Sso(model.theta, new Sso.Config(0.15, 1), new FixedRule(), new LinearLeastSquares());
    sso.step(model);
    assertThat(distance(model.outputs(), expected)).isLessThan(1e-10);
  }

  @Test
  void fullRowRankAndHalfAStepSolveLeastSquaresAtOnce() {
    Linear model = new Linear(Loss.SQUARED, inputs(4, 6), 2);
    new Sso(model.theta, new Sso.Config(0.5, 1), new FixedRule(), new LinearLeastSquares())
        .step(model);
    assertThat(model.loss().item_double()).isLessThan(1e-20);
  }

  /** At η = 1/L the paper's surrogate touches the loss at θₜ from above. */
  @ParameterizedTest
  @EnumSource(Loss.class)
  void isAnUpperBound(Loss loss) {
    Linear model = linear(loss);
    double smoothness = loss == Loss.SQUARED ? 2 : loss == Loss.LOGISTIC ? 0.25 : 0.5;
    double eta = 1 / smoothness;
    Tensor z = copy(model.outputs());
    double here = model.sum(z);
    TargetPoint point = new TargetPoint(z, model.slope(), here, model::sum, Optional.empty());
    TargetModel surrogate = new FixedRule().model(point, 2 * eta);
    double scale = z.numel() / (2 * eta);
    assertThat(surrogate.value(z).item_double()).isZero();
    for (int i = 0; i < 100; i++) {
      model.theta.values().copy_(normal(10 + i, ScalarType.Double, model.theta.size()));
      Tensor f = model.outputs().detach();
      double bound = here + scale * surrogate.value(f).item_double();
      assertThat(bound).isGreaterThanOrEqualTo(model.sum(f) - 1e-10 * (1 + Math.abs(bound)));
    }
  }

  /** Steps up to 1/L can only lower the loss, on networks too. */
  @Test
  void loweringTheSurrogateLowersTheLoss() {
    for (int seed = 1; seed <= 5; seed++) {
      Mlp net = new Mlp(seed, ScalarType.Double);
      Network network = Network.of(net, net::forward);
      ParameterVector theta = Fixtures.parametersOf(network);
      BatchObjective objective = batch(network, 0);
      Sso sso = new Sso(theta, new Sso.Config(2, 7));
      double before = sso.step(objective).loss();
      assertThat(sso.lastStep().inner().steps()).isPositive();
      assertThat(objective.loss().item_double()).isLessThan(before);
    }
  }

  private static BatchObjective batch(Network network, int from) {
    return batch(network, from, ScalarType.Double);
  }

  private static BatchObjective batch(Network network, int from, ScalarType type) {
    Tensor inputs = normal(9 + from, type, 6, 5);
    long[] ids = {from, from + 1, from + 2, from + 3, from + 4, from + 5};
    return new BatchObjective(
        network,
        new Batch(inputs, Fixtures.classes(0, 1, 2, 1, 0, 2), ids),
        Likelihood.CATEGORICAL,
        0);
  }

  @Test
  void lineSearchInTheOutputsFindsItsInterval() {
    for (double c : new double[] {0.1, 0.5}) {
      Linear model = linear(Loss.SQUARED);
      LineSearchRule rule = new LineSearchRule(c);
      Sso sso = sso(model, 1, 1, rule, armijo());
      sso.measure(model);
      assertThat(rule.inverseStep()).isNaN();
      sso.update();
      double step = 1 / rule.inverseStep();
      assertThat(step).isLessThanOrEqualTo(1 - c).isGreaterThan(0.9 * (1 - c));
      long first = sso.calls().lossValues();
      sso.step(model);
      // The second search starts from the first's step, 1.8 times as long.
      assertThat(sso.calls().lossValues() - first).isLessThanOrEqualTo(8);
    }
  }

  @Test
  void innerSearchByHand() {
    ParameterVector theta = parameters(0.2);
    Tensor slope = vector(0.3);
    PredictiveObjective objective =
        new PredictiveObjective() {
          @Override
          public Tensor outputs() {
            return theta.parameters().get(0).mul(Scalars.of(1.0));
          }

          @Override
          public Tensor targets() {
            return slope;
          }

          @Override
          public Likelihood likelihood() {
            return Likelihood.GAUSSIAN;
          }

          @Override
          public Tensor loss(Tensor outputs) {
            return outputs.mul(slope).sum();
          }
        };
    ArmijoDescent descent = new ArmijoDescent(ArmijoDescent.Config.standard());
    Sso sso = new Sso(theta, Sso.Config.ofAlpha(1, 1), new FixedRule(), descent);
    sso.step(objective);
    double a = 20 * Math.pow(0.9, 30);
    assertThat(descent.previous()).isCloseTo(a, within(1e-12));
    assertThat(a).isCloseTo(0.8478, within(1e-4));
    assertThat(descent.trials()).isEqualTo(31);
    assertThat(values(theta.values())[0]).isCloseTo(0.2 - a * 0.3, within(1e-12));
    assertThat(sso.calls()).isEqualTo(new Calls(1, 0, 32, 1));
  }

  @Test
  void newtonStepOfEachTarget() {
    Linear model = new Linear(Loss.LOGISTIC, torch.eye(5).to(ScalarType.Double), 1);
    Tensor z = copy(model.outputs());
    Tensor p = z.sigmoid();
    Tensor w = p.sub(p.square()).add(Scalars.of(1e-5));
    Tensor expected = z.sub(model.slope().div(w));
    sso(model, 2, 1, new NewtonRule(), new LinearLeastSquares()).step(model);
    assertThat(distance(model.outputs(), expected)).isLessThan(1e-10);
    Linear many = linear(Loss.SOFTMAX);
    assertThatThrownBy(() -> sso(many, 2, 1, new NewtonRule(), armijo()).step(many))
        .hasMessageContaining("one logit a row");
  }

  @Test
  void diagonalAdaGradKeepsARecordPerExample() {
    Tensor identity = torch.eye(4).to(ScalarType.Double);
    Linear model = new Linear(Loss.SQUARED, identity, 2).withIds(3, 0, 7, 5);
    double alpha = 0.5;
    DiagonalAdaGradRule rule = new DiagonalAdaGradRule();
    Sso sso = sso(model, alpha, 1, rule, new LinearLeastSquares());
    Tensor z = copy(model.outputs());
    Tensor first = model.slope();
    sso.step(model);
    // −G/(2 e √(G²)), e = 1/α
    Tensor expected = z.sub(first.sign(), Scalars.of(alpha / 2));
    assertThat(distance(model.outputs(), expected)).isLessThan(1e-10);

    z = copy(model.outputs());
    Tensor second = model.slope();
    Tensor v = first.square().add(second.square());
    sso.step(model);
    expected = z.sub(second.div(v.sqrt()), Scalars.of(alpha / 2));
    assertThat(distance(model.outputs(), expected)).isLessThan(1e-10);

    // An example not seen before was clamped with the rest after the first step.
    model.withIds(900, 901, 902, 903);
    z = copy(model.outputs());
    Tensor third = model.slope();
    v = third.square().add(Scalars.of(1e-5));
    sso.step(model);
    expected = z.sub(third.div(v.sqrt()), Scalars.of(alpha / 2));
    assertThat(distance(model.outputs(), expected)).isLessThan(1e-10);
  }

  @Test
  void diagonalAdaGradNeedsIdsOneARow() {
    Linear model = linear(Loss.SQUARED);
    Sso sso = sso(model, 1, 1, new DiagonalAdaGradRule(), armijo());
    assertThatThrownBy(() -> sso.step(model)).hasMessageContaining("needs example ids");
    model.withIds(1, 2);
    assertThatThrownBy(() -> sso.step(model)).hasMessageContaining("number of example ids is 2");
  }

  /** G does not change when the loss is linear in the outputs. */
  @Test
  void adaGradsStepFallsWithTheSumOfSquares() {
    Tensor weights = vector(0.3, -0.4, 1.2);
    ParameterVector theta = parameters(1, 2, 3);
    PredictiveObjective objective =
        new PredictiveObjective() {
          @Override
          public Tensor outputs() {
            return theta.parameters().get(0).mul(Scalars.of(1.0));
          }

          @Override
          public Tensor targets() {
            return weights;
          }

          @Override
          public Likelihood likelihood() {
            return Likelihood.GAUSSIAN;
          }

          @Override
          public Tensor loss(Tensor outputs) {
            return outputs.mul(weights).sum();
          }
        };
    double e = 1 / 0.4;
    Sso sso =
        new Sso(theta, Sso.Config.ofAlpha(0.4, 1), new AdaGradRule(), new LinearLeastSquares());
    double g2 = 9 * (0.09 + 0.16 + 1.44);
    for (int t = 1; t <= 4; t++) {
      double before = values(theta.values())[1];
      sso.step(objective);
      double alpha = 1 / (e * Math.sqrt(t * g2) + 1e-6);
      // The summed loss is 3 times the mean; the minimiser is z − (α/2) G.
      assertThat(values(theta.values())[1] - before).isCloseTo(alpha / 2 * 3 * 0.4, within(1e-10));
    }
  }

  @Test
  void mirrorDescentReachesItsHalfStep() {
    Linear model = new Linear(Loss.SOFTMAX, torch.eye(4).to(ScalarType.Double), 3);
    Tensor logP = model.outputs().detach().log_softmax(1);
    Tensor s = torch.zeros_like(logP);
    for (int i = 0; i < 4; i++) {
      long y = model.targets.select(0, i).item_long();
      double p = logP.select(0, i).select(0, y).exp().item_double();
      s.select(0, i).narrow(0, y, 1).fill_(Scalars.of(-1 / p));
    }
    Tensor q = logP.sub(s, Scalars.of(0.2)).softmax(1);
    sso(model, 0.2, 400, new MirrorDescentRule(), new Lbfgs(8)).step(model);
    assertThat(distance(model.outputs().softmax(1), q)).isLessThan(1e-6);
    Linear binary = linear(Loss.LOGISTIC);
    assertThatThrownBy(() -> sso(binary, 1, 1, new MirrorDescentRule(), armijo()).step(binary))
        .hasMessageContaining("[n, classes]");
  }

  static Stream<Supplier<TargetRule>> rules() {
    return Stream.of(
        FixedRule::new,
        () -> new LineSearchRule(0.5),
        AdaGradRule::new,
        DiagonalAdaGradRule::new,
        MirrorDescentRule::new);
  }

  /** Value and gradient that come free with z and G are those autograd finds. */
  @ParameterizedTest
  @MethodSource("rules")
  void theSurrogatesSlopeAtItsStartIsThatOfAutograd(Supplier<TargetRule> rule) {
    Linear model = linear(Loss.SOFTMAX).withIds(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    Tensor[] found = new Tensor[2];
    sso(model, 0.8, 1, rule.get(), new Spy(found)).measure(model);
    assertThat(distance(found[0], found[1])).isLessThan(1e-13);
    assertThat(Tensors.norm(found[0])).isPositive();
  }

  /** Takes the free gradient and autograd's, and moves nothing. */
  private record Spy(Tensor[] found) implements InnerSolver {
    @Override
    public Result minimise(Surrogate surrogate, ParameterVector theta, int steps) {
      assertThat(surrogate.value()).isCloseTo(0, within(1e-14));
      surrogate.gradient(theta);
      found[0] = Tensors.keep(copy(theta.gradient()));
      Autodiff.gradient(surrogate, theta);
      found[1] = Tensors.keep(copy(theta.gradient()));
      return new Result(0, false);
    }

    @Override
    public void save(State state) {}

    @Override
    public void load(State state) {}
  }

  @ParameterizedTest
  @MethodSource("rules")
  void withoutSlopeNothingMoves(Supplier<TargetRule> rule) {
    Linear model = new Linear(Loss.SOFTMAX, torch.zeros_like(inputs(3, 4)), 3).withIds(0, 1, 2);
    Tensor zeros = torch.zeros_like(model.outputs()).detach();
    PredictiveObjective flat =
        predictive(Likelihood.GAUSSIAN, model::outputs, zeros); // z = 0 = y, so G = 0
    Sso sso = new Sso(model.theta, new Sso.Config(1, 5), rule.get(), armijo());
    Tensor before = copy(model.theta.values());
    Evaluation evaluation = sso.step(flat);
    assertThat(evaluation.gradientNorm()).isZero();
    assertThat(sameBits(model.theta.values(), before)).isTrue();
  }

  @Test
  void measureLeavesParametersAndUpdateMovesThem() {
    Linear model = linear(Loss.SOFTMAX);
    Tensor before = copy(model.theta.values());
    Sso sso = sso(model, 1, 5, new FixedRule(), armijo());
    Evaluation evaluation = sso.measure(model);
    assertThat(sameBits(model.theta.values(), before)).isTrue();
    Tensor gradient = model.pull(model.slope()).div(Scalars.of(12.0));
    assertThat(distance(model.theta.gradient(), gradient)).isLessThan(1e-14);
    assertThat(evaluation.loss()).isCloseTo(model.loss().item_double(), within(1e-15));
    assertThat(evaluation.gradientNorm()).isCloseTo(Tensors.norm(gradient), within(1e-14));
    sso.update();
    assertThat(sameBits(model.theta.values(), before)).isFalse();
    assertThatThrownBy(sso::update)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("call it before update");
  }

  @Test
  void composesWithSam() {
    Linear model = linear(Loss.SOFTMAX);
    Sam sam = new Sam(sso(model, 1, 5, new FixedRule(), armijo()), 0.05);
    double first = sam.step(model).loss();
    for (int t = 0; t < 10; t++) {
      sam.step(model);
    }
    assertThat(model.loss().item_double()).isLessThan(first);
  }

  @Test
  void aFailureLeavesEverythingAsItWas() {
    Linear model = linear(Loss.SQUARED);
    AdaGradRule rule = new AdaGradRule();
    Sso sso = sso(model, 1, 50, rule, InnerSolver.descent(1e200));
    Tensor before = copy(model.theta.values());
    State state = new State();
    sso.save(state);
    assertThatThrownBy(() -> sso.step(model))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageStartingWith("on the surrogate, ");
    assertThat(sameBits(model.theta.values(), before)).isTrue();
    State after = new State();
    rule.save(after);
    assertThat(after.number("squares")).isZero();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void innerSolversAgreeOnTheMinimum(Supplier<TargetRule> rule) {
    Linear one = linear(Loss.SOFTMAX).withIds(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    Linear two = linear(Loss.SOFTMAX).withIds(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    sso(one, 0.5, 3000, rule.get(), armijo()).step(one);
    sso(two, 0.5, 300, rule.get(), new Lbfgs(10)).step(two);
    assertThat(distance(one.outputs(), two.outputs().detach())).isLessThan(1e-3);
  }

  @Test
  void anyOptimizerIsAnInnerSolver() {
    Linear model = linear(Loss.LOGISTIC);
    double before = model.loss().item_double();
    Sso sso = sso(model, 2, 20, new FixedRule(), InnerSolver.adam(0.05));
    sso.step(model);
    assertThat(model.loss().item_double()).isLessThan(before);
    assertThat(sso.calls()).isEqualTo(new Calls(1, 0, 20, 20));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void savedAndLoadedContinuesBitForBit(Supplier<TargetRule> rule) {
    for (ScalarType type : new ScalarType[] {ScalarType.Float, ScalarType.Double}) {
      Run whole = new Run(rule.get(), type);
      whole.steps(0, 4);
      Tensor middle = copy(whole.theta.values());
      State state = new State();
      whole.sso.save(state);
      whole.steps(4, 8);
      Run resumed = new Run(rule.get(), type);
      resumed.theta.values().copy_(middle);
      resumed.sso.load(state);
      resumed.steps(4, 8);
      assertThat(sameBits(resumed.theta.values(), whole.theta.values())).isTrue();
      assertThat(resumed.sso.calls()).isEqualTo(whole.sso.calls());
    }
  }

  private static final class Run {
    private final Network network;
    private final ParameterVector theta;
    private final Sso sso;
    private final ScalarType type;

    Run(TargetRule rule, ScalarType type) {
      Mlp net = new Mlp(1, type);
      this.type = type;
      network = Network.of(net, net::forward);
      theta = Fixtures.parametersOf(network);
      InnerSolver inner = new ArmijoDescent(new ArmijoDescent.Config(0.5, 1.8, 3, false));
      sso = new Sso(theta, new Sso.Config(0.3, 4), rule, inner);
    }

    void steps(int from, int to) {
      for (int t = from; t < to; t++) {
        sso.step(batch(network, 3 * t, type));
      }
      assertThat(Tensors.allFinite(theta.values())).isTrue();
    }
  }

  @Test
  void defaultsAreTheOfficialAlphas() {
    assertThat(2 * Sso.defaultLearningRate(Likelihood.BERNOULLI, 1)).isEqualTo(2);
    assertThat(2 * Sso.defaultLearningRate(Likelihood.CATEGORICAL, 10)).isEqualTo(1 / 0.9);
    assertThat(2 * Sso.defaultLearningRate(Likelihood.GAUSSIAN, 3)).isEqualTo(0.5);
    assertThat(Sso.Config.ofAlpha(3, 2)).isEqualTo(new Sso.Config(1.5, 2));
  }

  @Test
  void refusesWhatItCannotUse() {
    ParameterVector theta = parameters(1, 2);
    Objective plain = () -> theta.parameters().get(0).square().sum();
    assertThatThrownBy(() -> new Sso(theta, new Sso.Config(1, 1)).measure(plain))
        .hasMessageContaining("PredictiveObjective");
    assertThatThrownBy(() -> new Sso.Config(-1, 1)).hasMessageContaining("learningRate is -1.0");
    assertThatThrownBy(() -> new Sso.Config(1, 0)).hasMessageContaining("innerSteps is 0");
    assertThatThrownBy(() -> new LineSearchRule(1)).hasMessageContaining("decrease is 1.0");
    Linear model = linear(Loss.SQUARED);
    model.targets.fill_(Scalars.of(Double.NaN));
    assertThatThrownBy(() -> new Sso(model.theta, new Sso.Config(1, 1)).measure(model))
        .isInstanceOf(NonFiniteException.class)
        .hasMessage("the loss is NaN");
  }
}
