package org.gradus.sharpness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.classes;
import static org.gradus.Fixtures.leaf;
import static org.gradus.Fixtures.matrix;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.sameBits;
import static org.gradus.Fixtures.slope;
import static org.gradus.Fixtures.values;

import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Fixtures;
import org.gradus.Fixtures.Mlp;
import org.gradus.core.Likelihood;
import org.gradus.core.ModelObjective;
import org.gradus.core.Monitor;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.optim.Methods;
import org.gradus.optim.Sgd;
import org.gradus.train.Batch;
import org.gradus.train.BatchObjective;
import org.gradus.train.Network;
import org.gradus.train.Trainer;
import org.gradus.train.TrainingData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafTest {
  private static final Tensor CURRENT = matrix(new double[] {2, -1, 0.5}, new double[] {0, 0, 3});
  private static final Tensor PAST = matrix(new double[] {1, 0, 0}, new double[] {0.5, -0.5, 2});
  private static final long[] IDS = {0, 1};

  private static Saf.Config config(double temperature) {
    return new Saf.Config(0.3, temperature, 0, 1, Integer.MAX_VALUE);
  }

  /** The mini-batch of a model that is not asked anything but its ids and kind. */
  private static ModelObjective batch(int size) {
    Mlp net = new Mlp(1, ScalarType.Double);
    Batch batch =
        new Batch(normal(1, ScalarType.Double, size, 5), classes(new long[size]), new long[size]);
    return new BatchObjective(Network.of(net, net::forward), batch, Likelihood.CATEGORICAL, 1);
  }

  /** T for outputs at epoch 1 after these were recorded at epoch 0. */
  private static Tensor term(double temperature, long[] recorded, Tensor past, Tensor current) {
    Saf saf = new Saf(10, 1, config(temperature));
    saf.record(recorded, past, 0);
    return saf.term(IDS, 1).orElseThrow().of(batch(2), current);
  }

  @ParameterizedTest
  @CsvSource({"1, 0.168074855150633", "5, 0.272773015467694", "50, 0.277731451190771"})
  void termAsOnTheSheet(double temperature, double expected) {
    assertThat(term(temperature, IDS, PAST, CURRENT).item_double())
        .isCloseTo(expected, within(1e-13));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 5})
  void gradientIsTheClosedForm(double temperature) {
    Tensor current = leaf(CURRENT);
    term(temperature, IDS, PAST, current).backward();
    Tensor q = CURRENT.div(Scalars.of(temperature)).softmax(1);
    Tensor p = PAST.div(Scalars.of(temperature)).softmax(1);
    double[] expected = values(q.sub(p).mul(Scalars.of(temperature / 2)));
    assertThat(values(current.grad())).containsExactly(expected, within(1e-14));
    assertThat(values(current.grad().sum(1))).containsExactly(new double[2], within(1e-14));
  }

  @Test
  void equalOutputsHaveNoTermAndNoGradient() {
    Tensor current = leaf(CURRENT);
    Tensor term = term(5, IDS, CURRENT, current);
    term.backward();
    assertThat(term.item_double()).isZero();
    assertThat(values(current.grad())).containsExactly(new double[6], within(1e-15));
  }

  @Test
  void constantsAddedToARowChangeNothing() {
    Tensor shift = matrix(new double[] {7, 7, 7}, new double[] {-3, -3, -3});
    assertThat(term(5, IDS, PAST.add(shift), CURRENT.sub(shift)).item_double())
        .isCloseTo(term(5, IDS, PAST, CURRENT).item_double(), within(1e-12));
  }

  @Test
  void anExampleWithoutRecordAddsNothingAndTheDivisorStays() {
    Tensor current = leaf(CURRENT);
    Tensor masked = term(5, new long[] {0}, PAST.narrow(0, 0, 1), current);
    masked.backward();
    Saf saf = new Saf(10, 1, config(5));
    saf.record(new long[] {0}, PAST.narrow(0, 0, 1), 0);
    double alone =
        saf.term(new long[] {0}, 1)
            .orElseThrow()
            .of(batch(1), CURRENT.narrow(0, 0, 1))
            .item_double();
    assertThat(masked.item_double()).isCloseTo(alone / 2, within(1e-15));
    assertThat(values(current.grad().select(0, 1))).containsExactly(0, 0, 0);
    assertThat(term(5, new long[] {7}, PAST.narrow(0, 0, 1), CURRENT).item_double()).isZero();
  }

  @Test
  void sequencesCountPredictions() {
    Saf saf = new Saf(10, 1, config(5));
    saf.record(new long[] {4}, PAST, 0);
    double term = saf.term(new long[] {4}, 1).orElseThrow().of(batch(1), CURRENT).item_double();
    assertThat(term).isCloseTo(0.272773015467694, within(1e-13));
  }

  /** One prediction whose only logit pair tells the epoch it was recorded in. */
  private static Tensor mark(long epoch) {
    return matrix(new double[] {epoch + 1, 0});
  }

  @Test
  void theReferenceIsThatOfThreeEpochsAgo() {
    Saf saf = new Saf(2, 1, new Saf.Config(1, 1, 2, 3, 9));
    long[] first = {0};
    long[] second = {1};
    for (long epoch = 0; epoch < 11; epoch++) {
      boolean active = epoch > 2 && epoch < 9;
      assertThat(saf.term(first, epoch).isPresent()).isEqualTo(active);
      if (active) {
        Regularizer.Term term = saf.term(first, epoch).orElseThrow();
        assertThat(term.of(batch(1), mark(epoch - 3)).item_double()).as("epoch %d", epoch).isZero();
        double other = saf.term(second, epoch).orElseThrow().of(batch(1), mark(0)).item_double();
        // Example 1 is absent in epoch 1, so that it has no reference in epoch 4.
        assertThat(other == 0).as("epoch %d", epoch).isEqualTo(epoch == 3 || epoch == 4);
      }
      saf.record(first, mark(epoch), epoch);
      if (epoch != 1) {
        saf.record(second, mark(epoch), epoch);
      }
    }
  }

  @Test
  void ofARepeatedExampleTheLastOutputsCount() {
    Saf saf = new Saf(10, 1, config(5));
    Tensor three = PAST.index_select(0, classes(1, 0, 1)).clone();
    three.select(0, 0).mul_(Scalars.of(-4.0));
    saf.record(new long[] {1, 0, 1}, three, 0);
    assertThat(saf.term(IDS, 1).orElseThrow().of(batch(2), CURRENT).item_double())
        .isCloseTo(0.272773015467694, within(1e-13));
  }

  @Test
  void badInputIsNamed() {
    assertThatThrownBy(() -> new Saf.Config(0.3, 5, 1, 3, 9))
        .hasMessageContaining("startEpoch is 1")
        .hasMessageContaining("the first active epoch has no reference");
    assertThatThrownBy(() -> config(0)).hasMessageContaining("temperature is 0.0");
    assertThatThrownBy(() -> new Saf.Config(-1, 5, 5, 3, 9)).hasMessageContaining("lambda is -1.0");
    Saf saf = new Saf(10, 1, config(5));
    assertThatThrownBy(() -> saf.record(new long[] {10}, mark(0), 0))
        .hasMessageContaining("example id is 10; it must be in [0, 10)");
    assertThatThrownBy(() -> saf.record(new long[] {0}, mark(0).div(Scalars.of(0.0)), 0))
        .isInstanceOf(NonFiniteException.class);
    saf.record(IDS, PAST, 2);
    assertThatThrownBy(() -> saf.term(IDS, 1)).hasMessageContaining("epoch is 1");
    assertThatThrownBy(() -> saf.record(new long[] {0}, mark(3), 3))
        .hasMessageContaining("outputs to record is Double [1, 2]");
    assertThatThrownBy(
            () -> saf.term(IDS, 3).orElseThrow().of(batch(2), normal(1, ScalarType.Double, 2, 4)))
        .hasMessageContaining("3 numbers an example, as recorded");
    Saf huge = new Saf(100_000, 1, Saf.Config.standard());
    assertThatThrownBy(
            () -> huge.record(new long[] {0}, normal(1, ScalarType.Double, 1, 10_000_000), 0))
        .hasMessageContaining("more than half of this machine's memory");
  }

  private static final int EXAMPLES = 20;

  private static TrainingData data() {
    long[] labels = new long[EXAMPLES];
    for (int i = 0; i < EXAMPLES; i++) {
      labels[i] = (long) i * i % 3;
    }
    return TrainingData.of(normal(1, ScalarType.Double, EXAMPLES, 5), classes(labels));
  }

  private static Trainer trainer(Optimizer optimizer, Mlp net) {
    return new Trainer(
        Network.of(net, net::forward),
        optimizer,
        data(),
        Likelihood.CATEGORICAL,
        Trainer.Config.of(6, 9));
  }

  private static Regularized saf(ParameterVector theta, double lambda) {
    Sgd base = new Sgd(theta, new Sgd.Config(0.3, 0.9, false, 0));
    return new Regularized(
        base, new Saf(EXAMPLES, 4, new Saf.Config(lambda, 2, 1, 2, Integer.MAX_VALUE)));
  }

  @Test
  void inactiveOrWithoutWeightItIsTheBaseBitForBit() {
    Mlp plain = new Mlp(1, ScalarType.Double);
    ParameterVector plainTheta = Fixtures.parametersOf(Network.of(plain, plain::forward));
    Trainer base = trainer(new Sgd(plainTheta, new Sgd.Config(0.3, 0.9, false, 0)), plain);
    Mlp net = new Mlp(1, ScalarType.Double);
    ParameterVector theta = Fixtures.parametersOf(Network.of(net, net::forward));
    Trainer active = trainer(saf(theta, 1), net);
    base.steps(8, Monitor.SILENT);
    active.steps(8, Monitor.SILENT);
    assertThat(sameBits(theta.values(), plainTheta.values())).isTrue();
    base.steps(4, Monitor.SILENT);
    active.steps(4, Monitor.SILENT);
    assertThat(sameBits(theta.values(), plainTheta.values())).isFalse();
    Mlp zero = new Mlp(1, ScalarType.Double);
    ParameterVector zeroTheta = Fixtures.parametersOf(Network.of(zero, zero::forward));
    trainer(saf(zeroTheta, 0), zero).steps(12, Monitor.SILENT);
    assertThat(sameBits(zeroTheta.values(), plainTheta.values())).isTrue();
  }

  /** Epoch order is shuffled by the trainer; the reference goes by id. */
  @Test
  void theTermInTrainingIsThatOfTheSameExamplesTwoEpochsAgo() {
    Mlp net = new Mlp(1, ScalarType.Double);
    ParameterVector theta = Fixtures.parametersOf(Network.of(net, net::forward));
    Regularized method =
        new Regularized(
            new Sgd(theta, new Sgd.Config(0, 0, false, 0)),
            new Saf(EXAMPLES, 4, new Saf.Config(1, 2, 1, 2, Integer.MAX_VALUE)));
    Trainer trainer = trainer(method, net);
    trainer.steps(8, Monitor.SILENT);
    Tensor moved = normal(3, ScalarType.Double, theta.size());
    // At rest every example's outputs are what they were; after one move they are not.
    for (int t = 0; t < 4; t++) {
      trainer.steps(1, Monitor.SILENT);
      assertThat(method.lastStep().penalty()).hasValueCloseTo(0.0, within(1e-15));
    }
    theta.values().add_(moved);
    for (int t = 0; t < 8; t++) {
      trainer.steps(1, Monitor.SILENT);
      assertThat(method.lastStep().penalty().orElseThrow()).isGreaterThan(1e-3);
    }
    trainer.steps(1, Monitor.SILENT);
    assertThat(method.lastStep().penalty()).hasValueCloseTo(0.0, within(1e-15));
  }

  @Test
  void gradientAgreesWithFiniteDifferences() {
    Mlp net = new Mlp(1, ScalarType.Double);
    ParameterVector theta = Fixtures.parametersOf(Network.of(net, net::forward));
    Regularized method = saf(theta, 5);
    trainer(method, net).steps(9, Monitor.SILENT);
    BatchObjective objective =
        new BatchObjective(
            Network.of(net, net::forward),
            data().batch(new long[] {3, 1, 7}),
            Likelihood.CATEGORICAL,
            1);
    method.measure(objective);
    Tensor gradient = Fixtures.copy(theta.gradient());
    Tensor start = Fixtures.copy(theta.values());
    Tensor direction = normal(4, ScalarType.Double, theta.size());
    double expected =
        slope(
            h -> {
              theta.values().copy_(start).add_(direction, Scalars.of(h));
              method.measure(objective);
              return method.lastStep().total();
            },
            1e-5);
    assertThat(method.lastStep().penalty().orElseThrow()).isPositive();
    assertThat(gradient.dot(direction).item_double()).isCloseTo(expected, within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "adamw", "sophia-g", "sophia-h", "adahessian"})
  void continuesBitForBit(String name) {
    State state = new State();
    Mlp net = new Mlp(1, ScalarType.Float);
    ParameterVector theta = Fixtures.parametersOf(Network.of(net, net::forward));
    Trainer whole = floatTrainer(name, theta, net);
    whole.steps(10, Monitor.SILENT);
    whole.save(state);
    whole.steps(6, Monitor.SILENT);
    Mlp other = new Mlp(2, ScalarType.Float);
    ParameterVector otherTheta = Fixtures.parametersOf(Network.of(other, other::forward));
    Trainer resumed = floatTrainer(name, otherTheta, other);
    resumed.load(state);
    resumed.steps(6, Monitor.SILENT);
    assertThat(sameBits(otherTheta.values(), theta.values())).isTrue();
  }

  private static Trainer floatTrainer(String name, ParameterVector theta, Mlp net) {
    Saf saf = new Saf(EXAMPLES, 4, new Saf.Config(2, 2, 1, 2, Integer.MAX_VALUE));
    Batch all = data().batch(LongStream.range(0, EXAMPLES).toArray());
    return new Trainer(
        Network.of(net, net::forward),
        new Regularized(Methods.all().get(name).apply(theta), saf),
        TrainingData.of(all.inputs().to(ScalarType.Float), all.targets()),
        Likelihood.CATEGORICAL,
        Trainer.Config.of(6, 9));
  }

  @Test
  void accumulatedStepsAreRefused() {
    Mlp net = new Mlp(1, ScalarType.Double);
    ParameterVector theta = Fixtures.parametersOf(Network.of(net, net::forward));
    Trainer.Config accumulating = Trainer.Config.of(6, 9).withAccumulate(2);
    assertThatThrownBy(
            () ->
                new Trainer(
                    Network.of(net, net::forward),
                    saf(theta, 1),
                    data(),
                    Likelihood.CATEGORICAL,
                    accumulating))
        .hasMessageContaining("this optimizer needs a ModelObjective")
        .hasMessageContaining("use accumulate = 1");
  }
}
