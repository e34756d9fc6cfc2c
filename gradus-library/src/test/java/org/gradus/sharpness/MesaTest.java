package org.gradus.sharpness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.classes;
import static org.gradus.Fixtures.copy;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.parameters;
import static org.gradus.Fixtures.sameBits;
import static org.gradus.Fixtures.values;

import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Fixtures;
import org.gradus.Fixtures.Mlp;
import org.gradus.Fixtures.Noisy;
import org.gradus.core.Likelihood;
import org.gradus.core.Monitor;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.optim.Sgd;
import org.gradus.train.Batch;
import org.gradus.train.BatchObjective;
import org.gradus.train.Network;
import org.gradus.train.Trainer;
import org.gradus.train.TrainingData;
import org.junit.jupiter.api.Test;

class MesaTest {
  private static Mesa.Config config(double lambda, double decay) {
    return new Mesa.Config(lambda, 2, 0, Integer.MAX_VALUE, decay, false);
  }

  private static Sgd sgd(ParameterVector theta) {
    return new Sgd(theta, new Sgd.Config(0.3, 0, false, 0));
  }

  private static BatchObjective objective(Mlp net, long step) {
    Batch batch =
        new Batch(
            normal(step, ScalarType.Double, 4, 5), classes(0, 1, 2, 1), new long[] {0, 1, 2, 3});
    return new BatchObjective(Network.of(net, net::forward), batch, Likelihood.CATEGORICAL, step);
  }

  @Test
  void theAverageMovesAfterEachUpdate() {
    ParameterVector theta = parameters(1);
    Mesa mesa = new Mesa(theta, 10, config(1, 0.5));
    assertThat(values(mesa.average())).containsExactly(1);
    theta.values().fill_(Fixtures.vector(2).select(0, 0));
    mesa.afterUpdate(theta);
    assertThat(values(mesa.average())).containsExactly(1.5);
    theta.values().fill_(Fixtures.vector(4).select(0, 0));
    mesa.afterUpdate(theta);
    assertThat(values(mesa.average())).containsExactly(2.75);
  }

  @Test
  void theReferenceIsTheAveragesOutputs() {
    Mlp net = new Mlp(1, ScalarType.Double);
    ParameterVector theta = Fixtures.parametersOf(Network.of(net, net::forward));
    Tensor start = copy(theta.values());
    Regularized method = new Regularized(sgd(theta), new Mesa(theta, 1, config(1, 1)));
    method.step(objective(net, 0));
    assertThat(method.lastStep().penalty()).isEmpty();
    method.step(objective(net, 1));
    BatchObjective third = objective(net, 2);
    method.measure(third);
    Mlp old = new Mlp(1, ScalarType.Double);
    ParameterVector oldTheta = Fixtures.parametersOf(Network.of(old, old::forward));
    oldTheta.values().copy_(start);
    double expected =
        new SoftenedDivergence(2)
            .of(
                Likelihood.CATEGORICAL,
                old.forward(third.inputs()).detach(),
                net.forward(third.inputs()),
                4)
            .item_double();
    assertThat(method.lastStep().penalty()).hasValueCloseTo(expected, within(1e-14));
  }

  @Test
  void withoutMemoryThereIsNoTerm() {
    Mlp net = new Mlp(1, ScalarType.Double);
    ParameterVector theta = Fixtures.parametersOf(Network.of(net, net::forward));
    Regularized method = new Regularized(sgd(theta), new Mesa(theta, 1, config(1, 0)));
    for (int t = 0; t < 4; t++) {
      method.step(objective(net, t));
      assertThat(method.lastStep().penalty().orElse(0)).isZero();
    }
  }

  @Test
  void restartsAtTheStartOfTheFirstActiveEpoch() {
    ParameterVector theta = parameters(0);
    Mesa mesa = new Mesa(theta, 2, new Mesa.Config(1, 2, 1, 9, 0.5, true));
    for (int step = 1; step <= 4; step++) {
      theta.values().fill_(Fixtures.vector(step).select(0, 0));
      mesa.afterUpdate(theta);
    }
    assertThat(mesa.epoch()).isEqualTo(2);
    assertThat(values(mesa.average())).containsExactly(4);
    theta.values().fill_(Fixtures.vector(6).select(0, 0));
    mesa.afterUpdate(theta);
    assertThat(values(mesa.average())).containsExactly(5);
  }

  private static Trainer trainer(Noisy net, Regularized method) {
    long[] labels = LongStream.range(0, 20).map(i -> i * i % 3).toArray();
    return new Trainer(
        Network.of(net, net::forward),
        method,
        TrainingData.of(normal(1, ScalarType.Float, 20, 5), classes(labels)),
        Likelihood.CATEGORICAL,
        Trainer.Config.of(6, 9));
  }

  private static Regularized mesa(Noisy net) {
    ParameterVector theta = Fixtures.parametersOf(Network.of(net, net::forward));
    return new Regularized(sgd(theta), new Mesa(theta, 4, config(1, 0.9)));
  }

  @Test
  void buffersAreAveragedToo() {
    Noisy net = new Noisy(1);
    Regularized method = mesa(net);
    Trainer trainer = trainer(net, method);
    Tensor expected = copy(net.runningMean());
    for (int t = 0; t < 6; t++) {
      trainer.steps(1, Monitor.SILENT);
      expected = expected.mul(Scalars.of(0.9)).add(net.runningMean(), Scalars.of(0.1));
    }
    Tensor present = copy(net.runningMean());
    Mesa mesa = (Mesa) method.regularizer();
    Tensor inside = mesa.withAverage(method.parameters(), () -> copy(net.runningMean()));
    assertThat(inside.sub(expected).abs().max().item_double()).isLessThan(1e-6);
    assertThat(sameBits(net.runningMean(), present)).isTrue();
    Tensor count = net.named_buffers().get("norm.num_batches_tracked");
    assertThat(count.item_long()).isEqualTo(6);
    assertThat(method.lastStep().penalty().orElseThrow()).isPositive();
  }

  @Test
  void continuesBitForBit() {
    Noisy net = new Noisy(1);
    Regularized method = mesa(net);
    Trainer whole = trainer(net, method);
    whole.steps(7, Monitor.SILENT);
    State state = new State();
    whole.save(state);
    whole.steps(5, Monitor.SILENT);
    Noisy other = new Noisy(2);
    Regularized otherMethod = mesa(other);
    Trainer resumed = trainer(other, otherMethod);
    resumed.load(state);
    resumed.steps(5, Monitor.SILENT);
    assertThat(sameBits(otherMethod.parameters().values(), method.parameters().values())).isTrue();
    assertThat(
            sameBits(
                ((Mesa) otherMethod.regularizer()).average(),
                ((Mesa) method.regularizer()).average()))
        .isTrue();
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() -> config(1, 1.1)).hasMessageContaining("decay is 1.1");
    assertThatThrownBy(() -> config(-1, 1)).hasMessageContaining("lambda is -1.0");
    assertThat(Mesa.Config.standard().withShortMemory(10).decay()).isEqualTo(0.95);
  }
}
