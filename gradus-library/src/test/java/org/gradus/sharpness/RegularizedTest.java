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
import static org.gradus.Fixtures.slope;
import static org.gradus.Fixtures.values;

import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Fixtures;
import org.gradus.Fixtures.Mlp;
import org.gradus.Fixtures.Noisy;
import org.gradus.core.FlatOptimizer;
import org.gradus.core.Likelihood;
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
import org.junit.jupiter.params.provider.MethodSource;

/** The penalties of TRAM's comparison, and the wrapper they share with SAF and MESA. */
class RegularizedTest {
  private static final Tensor NOISE = normal(8, ScalarType.Double, 4, 5);

  private static Sgd sgd(ParameterVector theta) {
    return new Sgd(theta, new Sgd.Config(0.5, 0, false, 0));
  }

  private static ParameterVector parametersOf(Mlp net) {
    return Fixtures.parametersOf(Network.of(net, net::forward));
  }

  private static BatchObjective objective(Mlp net, long step) {
    Batch batch =
        new Batch(
            normal(step, ScalarType.Double, 4, 5), classes(0, 1, 2, 1), new long[] {0, 1, 2, 3});
    return new BatchObjective(Network.of(net, net::forward), batch, Likelihood.CATEGORICAL, step);
  }

  private static OutputPenalty r3f(RandomSource random) {
    return OutputPenalty.r3f(0.3, random);
  }

  private static OutputPenalty strong(RandomSource random) {
    return new OutputPenalty(3, new InputNoise(1, random), OutputDistance.SYMMETRIC_KL);
  }

  @Test
  void theFirstStepOfTheHistoriesIsTheBases() {
    for (Function<ParameterVector, OutputPenalty> penalty :
        Stream.<Function<ParameterVector, OutputPenalty>>of(
                OutputPenalty::trpo, OutputPenalty::mesa)
            .toList()) {
      Mlp net = new Mlp(1, ScalarType.Double);
      ParameterVector theta = parametersOf(net);
      Mlp other = new Mlp(1, ScalarType.Double);
      ParameterVector plain = parametersOf(other);
      Regularized method = new Regularized(sgd(theta), penalty.apply(theta));
      method.step(objective(net, 0));
      sgd(plain).step(objective(other, 0));
      assertThat(method.lastStep().penalty()).hasValueCloseTo(0.0, within(1e-15));
      assertThat(values(theta.values())).containsExactly(values(plain.values()), within(1e-15));
      method.step(objective(net, 1));
      assertThat(method.lastStep().penalty().orElseThrow()).isGreaterThan(1e-6);
    }
  }

  @Test
  void lossAndPenaltyAddUpAndTheGradientIsOfTheSum() {
    Mlp net = new Mlp(1, ScalarType.Double);
    ParameterVector theta = parametersOf(net);
    BatchObjective batch = objective(net, 1);
    Tensor clean = net.forward(batch.inputs());
    Tensor noised = net.forward(batch.inputs().add(NOISE.mul(Scalars.of(0.3))));
    double penalty =
        OutputDistance.FORWARD_KL.measure(Likelihood.CATEGORICAL, noised, clean, batch.targets());
    Regularized method = new Regularized(sgd(theta), r3f(replay(NOISE)));
    double reported = method.measure(batch).loss();
    assertThat(method.lastStep().loss()).isEqualTo(batch.loss().item_double());
    assertThat(method.lastStep().penalty()).hasValueCloseTo(penalty, within(1e-15));
    assertThat(method.lastStep().total())
        .isEqualTo(reported)
        .isCloseTo(method.lastStep().loss() + 0.1 * penalty, within(1e-14));
  }

  /** Through both branches: the target's outputs move with θ too. */
  @Test
  void r3fsGradientAgreesWithFiniteDifferences() {
    Mlp net = new Mlp(1, ScalarType.Double);
    ParameterVector theta = parametersOf(net);
    BatchObjective batch = objective(net, 1);
    Regularized method = new Regularized(sgd(theta), strong(replay(NOISE)));
    method.measure(batch);
    Tensor gradient = copy(theta.gradient());
    Tensor direction = normal(4, ScalarType.Double, theta.size());
    Tensor start = copy(theta.values());
    double expected =
        slope(
            h -> {
              theta.values().copy_(start).add_(direction, Scalars.of(h));
              method.measure(batch);
              return method.lastStep().total();
            },
            1e-5);
    assertThat(gradient.dot(direction).item_double()).isCloseTo(expected, within(1e-7));
  }

  @Test
  void aWeightOfZeroIsTheBaseBitForBit() {
    Tensor plain = trained(RegularizedTest::sgd);
    Tensor zero =
        trained(
            theta ->
                new Regularized(
                    sgd(theta),
                    new OutputPenalty(0, new WeightHistory(theta, 0), OutputDistance.FORWARD_KL)));
    assertThat(sameBits(zero, plain)).isTrue();
  }

  private static Tensor trained(Function<ParameterVector, Optimizer> method) {
    Mlp net = new Mlp(1, ScalarType.Double);
    ParameterVector theta = parametersOf(net);
    Optimizer optimizer = method.apply(theta);
    for (int t = 0; t < 5; t++) {
      optimizer.step(objective(net, t));
    }
    return theta.values();
  }

  static Stream<String> bases() {
    return Methods.all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("bases")
  void wrapsAnyBaseThePerturbingOnesToo(String name) {
    Function<ParameterVector, FlatOptimizer> base = Methods.all().get(name);
    Tensor plain = trained(base::apply);
    Tensor penalised =
        trained(theta -> new Regularized(base.apply(theta), strong(RandomSource.seeded(1))));
    Tensor both =
        trained(
            theta ->
                new Regularized(new Asam(base.apply(theta), 0.5), strong(RandomSource.seeded(1))));
    assertThat(penalised.isfinite().all().item_bool()).isTrue();
    assertThat(both.isfinite().all().item_bool()).isTrue();
    assertThat(sameBits(penalised, plain)).isFalse();
    assertThat(sameBits(both, penalised)).isFalse();
  }

  @Test
  void statisticsAreThoseOfOnePass() {
    Noisy once = new Noisy(1);
    noisyObjective(once).outputs();
    for (Function<ParameterVector, OutputPenalty> penalty :
        Stream.<Function<ParameterVector, OutputPenalty>>of(
                OutputPenalty::trpo, theta -> r3f(RandomSource.seeded(2)))
            .toList()) {
      Noisy net = new Noisy(1);
      ParameterVector theta = Fixtures.parametersOf(Network.of(net, net::forward));
      new Regularized(sgd(theta), penalty.apply(theta)).step(noisyObjective(net));
      assertThat(sameBits(net.runningMean(), once.runningMean())).isTrue();
      assertThat(net.is_training()).isTrue();
    }
  }

  private static BatchObjective noisyObjective(Noisy net) {
    Batch batch =
        new Batch(normal(2, ScalarType.Float, 4, 5), classes(0, 1, 2, 1), new long[] {0, 1, 2, 3});
    return new BatchObjective(Network.of(net, net::forward), batch, Likelihood.CATEGORICAL, 3);
  }

  @Test
  void whatIsNoModelIsRefused() {
    ParameterVector theta = parameters(1);
    Regularized method = new Regularized(sgd(theta), OutputPenalty.trpo(theta));
    assertThatThrownBy(() -> method.step(diagonalQuadratic(theta, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("OutputPenalty needs a ModelObjective");
    assertThatThrownBy(method::lastStep).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new OutputPenalty(-1, new WeightHistory(theta, 0), OutputDistance.L2))
        .hasMessageContaining("weight is -1.0");
  }
}
