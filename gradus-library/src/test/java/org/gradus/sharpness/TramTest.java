package org.gradus.sharpness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.classes;
import static org.gradus.Fixtures.copy;
import static org.gradus.Fixtures.diagonalQuadratic;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.parameters;
import static org.gradus.Fixtures.replay;
import static org.gradus.Fixtures.sameBits;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Fixtures;
import org.gradus.Fixtures.Mlp;
import org.gradus.Fixtures.Noisy;
import org.gradus.core.FlatOptimizer;
import org.gradus.core.Likelihood;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.optim.Methods;
import org.gradus.optim.Sgd;
import org.gradus.train.Batch;
import org.gradus.train.BatchObjective;
import org.gradus.train.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TramTest {
  private static final double SIGMA = 0.3;

  private static Sgd sgd(ParameterVector theta, double rate) {
    return new Sgd(theta, new Sgd.Config(rate, 0, false, 0));
  }

  private static ParameterVector parametersOf(Mlp net) {
    return Fixtures.parametersOf(Network.of(net, net::forward));
  }

  private static Batch batch(long step, ScalarType type) {
    return new Batch(normal(step, type, 4, 5), classes(0, 1, 2, 1), new long[] {0, 1, 2, 3});
  }

  private static BatchObjective objective(Mlp net, long step) {
    return new BatchObjective(
        Network.of(net, net::forward),
        batch(step, ScalarType.Double),
        Likelihood.CATEGORICAL,
        step);
  }

  private static RandomSource seeded() {
    return RandomSource.seeded(5);
  }

  /** θ after some steps, with the distances that were measured. */
  private record Run(Tensor theta, List<Double> distances) {
    static Run of(int steps, Function<ParameterVector, Optimizer> method) {
      Mlp net = new Mlp(1, ScalarType.Double);
      ParameterVector theta = parametersOf(net);
      Optimizer optimizer = method.apply(theta);
      List<Double> distances = new ArrayList<>();
      for (int t = 0; t < steps; t++) {
        optimizer.step(objective(net, t));
        if (optimizer instanceof Tram tram) {
          distances.add(tram.lastStep().distance().orElseThrow());
        }
      }
      return new Run(theta.values(), distances);
    }
  }

  private static Run tram(int steps, Function<ParameterVector, TrustDistance> distance) {
    return Run.of(steps, theta -> new Tram(sgd(theta, 0.5), distance.apply(theta)));
  }

  @Test
  void theFirstStepOfBothHistoriesIsTheBases() {
    Tensor plain = Run.of(1, theta -> sgd(theta, 0.5)).theta;
    assertThat(sameBits(tram(1, TrustDistance::previous).theta, plain)).isTrue();
    assertThat(sameBits(tram(1, TrustDistance::pretrained).theta, plain)).isTrue();
  }

  @Test
  void historiesPartAtTheThirdStep() {
    Run previous = tram(3, TrustDistance::previous);
    Run pretrained = tram(3, TrustDistance::pretrained);
    assertThat(previous.distances.get(0)).isZero();
    assertThat(previous.distances.get(1)).isPositive().isEqualTo(pretrained.distances.get(1));
    assertThat(previous.distances.get(2)).isPositive().isNotEqualTo(pretrained.distances.get(2));
  }

  @Test
  void theHistoryIsTheAverageOfParametersBeforeEachUpdate() {
    Mlp net = new Mlp(1, ScalarType.Double);
    ParameterVector theta = parametersOf(net);
    WeightHistory history = new WeightHistory(theta, 0.75);
    Tram tram = new Tram(sgd(theta, 0.5), new OutputMovement(history));
    Tensor expected = copy(theta.values());
    for (int t = 0; t < 4; t++) {
      Tensor before = copy(theta.values());
      tram.step(objective(net, t));
      expected = expected.mul(Scalars.of(0.75)).add(before.mul(Scalars.of(0.25)));
      assertThat(history.values().sub(expected).abs().max().item_double()).isLessThan(1e-14);
    }
  }

  @Test
  void theDistanceIsTheDivergenceFromTheHistorysOutputs() {
    Mlp net = new Mlp(1, ScalarType.Double);
    ParameterVector theta = parametersOf(net);
    Mlp old = new Mlp(1, ScalarType.Double);
    Tram tram =
        new Tram(
            sgd(theta, 0.5),
            new OutputMovement(
                new WeightHistory(theta, 1), OutputDistance.REVERSE_KL, 1.0 / (3 * 4)));
    tram.step(objective(net, 0));
    BatchObjective second = objective(net, 1);
    double expected =
        OutputDistance.REVERSE_KL.measure(
                Likelihood.CATEGORICAL,
                old.forward(second.inputs()),
                net.forward(second.inputs()),
                second.targets())
            / 12;
    tram.measure(second);
    assertThat(tram.lastStep().distance()).hasValueCloseTo(expected, within(1e-15));
  }

  @Test
  void noNoiseIsTheBaseBitForBit() {
    Tensor plain = Run.of(5, theta -> sgd(theta, 0.5)).theta;
    assertThat(sameBits(tram(5, theta -> TrustDistance.inputNoise(0, seeded())).theta, plain))
        .isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void noiseIsDrawnOnceAStep(InputNoise.Law law) {
    Tensor draw = normal(7, ScalarType.Double, 4, 5).abs().clamp_max_(Scalars.of(0.9));
    Tensor noise =
        law == InputNoise.Law.NORMAL
            ? draw.mul(Scalars.of(SIGMA))
            : draw.mul(Scalars.of(2 * SIGMA)).sub(Scalars.of(SIGMA));
    Mlp net = new Mlp(1, ScalarType.Double);
    ParameterVector theta = parametersOf(net);
    BatchObjective objective = objective(net, 3);
    double expected =
        OutputDistance.FORWARD_KL.measure(
            Likelihood.CATEGORICAL,
            net.forward(objective.inputs().add(noise)),
            net.forward(objective.inputs()),
            objective.targets());
    Tensor clean = copy(objective.inputs());
    Tram tram =
        new Tram(sgd(theta, 0.5), new OutputMovement(new InputNoise(SIGMA, law, replay(draw))));
    tram.step(objective);
    assertThat(tram.lastStep().distance()).hasValueCloseTo(expected, within(1e-15));
    assertThat(sameBits(objective.inputs(), clean)).isTrue();
  }

  @Test
  void aConstantDistanceIsAsamOrSam() {
    Tensor asam = Run.of(5, theta -> new Asam(sgd(theta, 0.5), 0.3)).theta;
    assertThat(sameBits(tram(5, theta -> (batch, outputs, t) -> 0.3).theta, asam)).isTrue();
    Tensor sam = Run.of(5, theta -> new Sam(sgd(theta, 0.5), 0.3)).theta;
    Tensor plain =
        Run.of(5, theta -> new Tram(sgd(theta, 0.5), (batch, outputs, t) -> 0.3, false)).theta;
    assertThat(sameBits(plain, sam)).isTrue();
  }

  @Test
  void theAscentHasTheDistanceAsItsLengthAndAscends() {
    Mlp net = new Mlp(1, ScalarType.Double);
    ParameterVector theta = parametersOf(net);
    BatchObjective objective = objective(net, 1);
    objective.gradient(theta);
    Tensor gradient = copy(theta.gradient());
    Tram tram = new Tram(sgd(theta, 0.5), TrustDistance.inputNoise(SIGMA, seeded()));
    tram.measure(objective);
    double length = tram.perturbation().div(theta.values().abs()).norm().item_double();
    assertThat(length / tram.lastStep().distance().orElseThrow()).isCloseTo(1, within(1e-9));
    assertThat(gradient.dot(tram.perturbation()).item_double()).isPositive();
    assertThat(tram.lastStep().perturbedLoss()).isGreaterThan(tram.lastStep().loss());
  }

  static Stream<String> bases() {
    return Methods.all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("bases")
  void wrapsAnyBase(String name) {
    Function<ParameterVector, FlatOptimizer> base = Methods.all().get(name);
    Tensor plain = Run.of(4, base::apply).theta;
    Tensor wrapped =
        Run.of(4, theta -> new Tram(base.apply(theta), TrustDistance.inputNoise(1, seeded())))
            .theta;
    assertThat(wrapped.isfinite().all().item_bool()).isTrue();
    assertThat(sameBits(wrapped, plain)).isFalse();
    Tensor still = Run.of(4, theta -> new Tram(base.apply(theta), (batch, outputs, t) -> 0)).theta;
    assertThat(sameBits(still, plain)).isTrue();
  }

  static Stream<Function<ParameterVector, SharpnessAware>> variants() {
    FisherSam.Config fisher = FisherSam.Config.standard();
    return Stream.of(
        theta -> new Tram(sgd(theta, 0), TrustDistance.average(theta, 0.5)),
        theta -> new Tram(sgd(theta, 0), TrustDistance.inputNoise(SIGMA, seeded())),
        theta -> new FisherSam(sgd(theta, 0), fisher),
        theta -> new TramFisher(sgd(theta, 0), fisher, new InputNoise(SIGMA, seeded())));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void parametersModeAndStatisticsAreThoseOfOnePass(
      Function<ParameterVector, SharpnessAware> variant) {
    Noisy once = new Noisy(1);
    noisyObjective(once).outputs();
    Noisy net = new Noisy(1);
    ParameterVector theta = Fixtures.parametersOf(Network.of(net, net::forward));
    Tensor before = copy(theta.values());
    SharpnessAware method = variant.apply(theta);
    method.step(noisyObjective(net));
    assertThat(sameBits(theta.values(), before)).isTrue();
    assertThat(net.is_training()).isTrue();
    assertThat(sameBits(net.runningMean(), once.runningMean())).isTrue();
  }

  private static BatchObjective noisyObjective(Noisy net) {
    return new BatchObjective(
        Network.of(net, net::forward), batch(2, ScalarType.Float), Likelihood.CATEGORICAL, 3);
  }

  @Test
  void aDistanceThatIsNoNumberStopsTheStep() {
    Mlp net = new Mlp(1, ScalarType.Double);
    ParameterVector theta = parametersOf(net);
    Tensor before = copy(theta.values());
    Tram broken = new Tram(sgd(theta, 0.5), (batch, outputs, t) -> Double.NaN);
    assertThatThrownBy(() -> broken.step(objective(net, 1)))
        .isInstanceOf(NonFiniteException.class)
        .hasMessage("the trust distance is NaN");
    Tram negative = new Tram(sgd(theta, 0.5), (batch, outputs, t) -> -1);
    assertThatThrownBy(() -> negative.step(objective(net, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("trust distance is -1.0");
    assertThat(sameBits(theta.values(), before)).isTrue();
  }

  @Test
  void whatIsNoModelOrSettingIsRefused() {
    ParameterVector theta = parameters(1);
    Tram tram = new Tram(sgd(theta, 0.1), TrustDistance.previous(theta));
    assertThatThrownBy(() -> tram.step(diagonalQuadratic(theta, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Tram needs a ModelObjective");
    assertThatThrownBy(() -> new WeightHistory(theta, 1.5)).hasMessageContaining("decay is 1.5");
    assertThatThrownBy(() -> new InputNoise(-1, seeded())).hasMessageContaining("sigma is -1.0");
    Mlp net = new Mlp(1, ScalarType.Double);
    BatchObjective tokens =
        new BatchObjective(
            Network.of(net, net::forward),
            new Batch(classes(1, 2), classes(0, 1), new long[] {0, 1}),
            Likelihood.CATEGORICAL,
            1);
    assertThatThrownBy(() -> new InputNoise(1, seeded()).on(tokens, theta))
        .hasMessageContaining("model input is Long [2] on cpu");
  }
}
