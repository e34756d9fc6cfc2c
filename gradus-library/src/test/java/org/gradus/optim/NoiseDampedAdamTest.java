package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.classes;
import static org.gradus.Fixtures.diagonalQuadratic;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.parameters;
import static org.gradus.Fixtures.replay;
import static org.gradus.Fixtures.sameBits;
import static org.gradus.Fixtures.values;
import static org.gradus.Fixtures.vector;

import java.util.List;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Fixtures;
import org.gradus.Fixtures.Mlp;
import org.gradus.core.Likelihood;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.core.State;
import org.gradus.optim.NoiseDampedAdam.Config;
import org.gradus.optim.NoiseDampedAdam.Noise;
import org.gradus.train.Batch;
import org.gradus.train.BatchObjective;
import org.gradus.train.Network;
import org.junit.jupiter.api.Test;

class NoiseDampedAdamTest {
  private static NoiseDampedAdam damped(ParameterVector theta, Noise noise, Config config) {
    return new NoiseDampedAdam(
        new Adam(theta, Adam.Config.of(0.1)), noise, config, RandomSource.seeded(3));
  }

  @Test
  void recordedVariancesBecomeEpsilonAndScaleTheRate() {
    double[] recorded = {0.5, 2};
    int[] asked = {0};
    ParameterVector theta = parameters(1);
    NoiseDampedAdam optimizer =
        damped(
            theta,
            (batch, x, random) -> OptionalDouble.of(recorded[asked[0]++]),
            new Config(2, 0.1));
    Objective objective = diagonalQuadratic(theta, 3);
    double x = 1;
    double m = 0;
    double v = 0;
    double tau = 0;
    for (int t = 1; t <= 4; t++) {
      optimizer.step(objective);
      tau = t == 1 ? 0.6 : t == 3 ? 0.7 * 0.6 + 0.3 * 2.1 : tau;
      double g = 3 * x;
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      double root = Math.sqrt(v / (1 - Math.pow(0.999, t)));
      x -= 0.1 * (1 + tau) * m / (1 - Math.pow(0.9, t)) / (root + tau);
      assertThat(values(theta.values())[0]).isCloseTo(x, within(1e-14));
    }
    assertThat(asked[0]).isEqualTo(2);
    assertThat(optimizer.damping()).isCloseTo(tau, within(1e-15));
    assertThat(optimizer.learningRate()).isEqualTo(0.1);
  }

  @Test
  void theVarianceOverGivenBatchesIsTheirHessians() {
    ParameterVector theta = parameters(1, 1);
    List<Objective> batches =
        List.of(diagonalQuadratic(theta, 1, 7), diagonalQuadratic(theta, 3, 7));
    NoiseDampedAdam optimizer =
        new NoiseDampedAdam(
            new Adam(theta, Adam.Config.of(0.1)),
            NoiseDampedAdam.over(batches),
            new Config(1, 0.25),
            replay(vector(5, 0)));
    optimizer.step(batches.get(0));
    assertThat(optimizer.damping()).isEqualTo(1.25);
  }

  @Test
  void partsOfAMiniBatchGiveTheNoiseOfItsSize() {
    Mlp net = new Mlp(1, ScalarType.Double);
    Network network = Network.of(net, net::forward);
    ParameterVector theta = Fixtures.parametersOf(network);
    Batch batch =
        new Batch(normal(5, ScalarType.Double, 4, 5), classes(0, 1, 2, 1), new long[] {0, 1, 2, 3});
    Objective objective = new BatchObjective(network, batch, Likelihood.CATEGORICAL, 1);
    double parts = variance(NoiseDampedAdam.parts(2), objective, theta);
    double over = variance(NoiseDampedAdam.over(objective.split(2)), objective, theta);
    assertThat(parts).isPositive().isCloseTo(over / 2, within(1e-15));
    assertThat(objective.split(5)).hasSize(4);
    Objective one = objective.part(0.25);
    assertThat(NoiseDampedAdam.parts(2).variance(one, theta, RandomSource.seeded(8))).isEmpty();
  }

  private static double variance(Noise noise, Objective objective, ParameterVector theta) {
    return noise.variance(objective, theta, RandomSource.seeded(8)).orElseThrow();
  }

  @Test
  void savedAndLoadedItContinuesBitForBit() {
    ParameterVector whole = parameters(1, -2);
    NoiseDampedAdam first = damped(whole, noiseOf(whole), new Config(2, 0.1));
    Objective objective = diagonalQuadratic(whole, 2, 5);
    for (int i = 0; i < 5; i++) {
      first.step(objective);
    }
    State state = new State();
    first.save(state);
    ParameterVector copy = parameters(0, 0);
    copy.values().copy_(whole.values());
    NoiseDampedAdam resumed = damped(copy, noiseOf(copy), new Config(2, 0.1));
    resumed.load(state);
    Objective same = diagonalQuadratic(copy, 2, 5);
    for (int i = 0; i < 4; i++) {
      first.step(objective);
      resumed.step(same);
    }
    assertThat(sameBits(copy.values(), whole.values())).isTrue();
  }

  private static Noise noiseOf(ParameterVector theta) {
    return NoiseDampedAdam.over(
        List.of(diagonalQuadratic(theta, 1, 7), diagonalQuadratic(theta, 3, 2)));
  }

  @Test
  void badInputIsNamed() {
    assertThatThrownBy(() -> new Config(0, 0)).hasMessageContaining("gap is 0");
    assertThatThrownBy(() -> NoiseDampedAdam.parts(1)).hasMessageContaining("parts is 1");
    ParameterVector theta = parameters(1);
    NoiseDampedAdam optimizer = damped(theta, NoiseDampedAdam.parts(2), new Config(1, 0));
    assertThatThrownBy(() -> optimizer.step(diagonalQuadratic(theta, 1)))
        .hasMessageContaining("cannot be divided");
  }
}
