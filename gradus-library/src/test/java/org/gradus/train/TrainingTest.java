package org.gradus.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.classes;
import static org.gradus.Fixtures.copy;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.parametersOf;
import static org.gradus.Fixtures.sameBits;
import static org.gradus.Fixtures.values;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Fixtures.Mlp;
import org.gradus.Fixtures.Noisy;
import org.gradus.core.Evaluation;
import org.gradus.core.Likelihood;
import org.gradus.core.Monitor;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.core.Trace;
import org.gradus.optim.AdamW;
import org.gradus.optim.Methods;
import org.gradus.optim.Sgd;
import org.gradus.schedule.ScheduleShape;
import org.gradus.sharpness.OutputPenalty;
import org.gradus.sharpness.Regularized;
import org.gradus.sharpness.Sam;
import org.gradus.sharpness.Tram;
import org.gradus.sharpness.TrustDistance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingTest {
  private static final int EXAMPLES = 22;

  private static TrainingData data(ScalarType type) {
    long[] labels = LongStream.range(0, EXAMPLES).map(i -> i * i % 3).toArray();
    return TrainingData.of(normal(1, type, EXAMPLES, 5), classes(labels));
  }

  private static Trainer trainer(
      Network network, Function<ParameterVector, Optimizer> method, Trainer.Config config) {
    return new Trainer(
        network,
        method.apply(parametersOf(network)),
        data(ScalarType.Float),
        Likelihood.CATEGORICAL,
        config);
  }

  private static Network noisy() {
    Noisy net = new Noisy(1);
    return Network.of(net, net::forward);
  }

  private static Sgd sgd(ParameterVector theta) {
    return new Sgd(theta, new Sgd.Config(0.1, 0, false, 0));
  }

  private static Optimizer method(String name, ParameterVector theta) {
    AdamW adamw = new AdamW(theta, AdamW.Config.of(0.01));
    RandomSource noise = RandomSource.seeded(4);
    return switch (name) {
      case "sam" -> new Sam(adamw, 0.05);
      case "tram" -> new Tram(adamw, TrustDistance.average(theta, 0.5));
      case "tram-x" -> new Tram(adamw, TrustDistance.inputNoise(1, noise));
      case "r3f" -> new Regularized(adamw, OutputPenalty.r3f(1, noise));
      default -> Methods.all().get(name).apply(theta);
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"adamw", "sophia-g", "sophia-h", "adahessian", "sam", "tram", "tram-x", "r3f"})
  void continuesBitForBitWithDropoutAndBatchNorm(String name) {
    Function<ParameterVector, Optimizer> method = t -> method(name, t);
    Trainer.Config config =
        Trainer.Config.of(6, 9).withClipNorm(0.5).withSchedule(ScheduleShape.cosine(0).over(15));
    Network whole = noisy();
    Trainer uninterrupted = trainer(whole, method, config);
    uninterrupted.steps(7, Monitor.SILENT);
    State state = new State();
    uninterrupted.save(state);
    uninterrupted.steps(8, Monitor.SILENT);

    Network other = noisy();
    Trainer resumed = trainer(other, method, config);
    resumed.load(state);
    assertThat(resumed.step()).isEqualTo(7);
    resumed.steps(8, Monitor.SILENT);

    State expected = new State();
    uninterrupted.save(expected);
    State actual = new State();
    resumed.save(actual);
    assertThat(sameBits(actual.tensor("parameters"), expected.tensor("parameters"))).isTrue();
    for (var buffer : whole.buffers()) {
      String key = "buffers." + buffer.name();
      assertThat(sameBits(actual.tensor(key), expected.tensor(key))).as(key).isTrue();
    }
    assertThat(resumed.trace().last().objective())
        .isEqualTo(uninterrupted.trace().last().objective());
  }

  @Test
  void runningStatisticsAfterASamStepAreThoseOfOnePass() {
    Noisy once = new Noisy(1);
    BatchObjective pass = objective(once, 3);
    pass.gradient(parametersOf(Network.of(once, once::forward)));
    Noisy net = new Noisy(1);
    Sam sam = new Sam(sgd(parametersOf(Network.of(net, net::forward))), 0.5);
    sam.step(objective(net, 3));
    assertThat(sameBits(net.runningMean(), once.runningMean())).isTrue();
    assertThat(values(net.runningMean())).isNotEqualTo(new double[8]);
    Tensor passes = net.named_buffers().get("norm.num_batches_tracked");
    assertThat(passes.item_long()).isEqualTo(1);
  }

  private static BatchObjective objective(Noisy net, long dropoutSeed) {
    Batch batch = data(ScalarType.Float).batch(new long[] {0, 1, 2, 3, 4, 5});
    return new BatchObjective(
        Network.of(net, net::forward), batch, Likelihood.CATEGORICAL, dropoutSeed);
  }

  @Test
  void everyPassUsesTheSameDropoutMasks() {
    Noisy net = new Noisy(1);
    BatchObjective objective = objective(net, 3);
    Tensor first = objective.outputs();
    Tensor second = objective.outputs();
    assertThat(sameBits(second, first)).isTrue();
    assertThat(sameBits(objective(net, 4).outputs(), first)).isFalse();
    Sam still = new Sam(sgd(parametersOf(Network.of(net, net::forward))), 0);
    still.measure(objective);
    assertThat(still.lastStep().perturbedLoss()).isEqualTo(still.lastStep().loss());
  }

  @Test
  void partsNeverTouchRunningStatistics() {
    Noisy net = new Noisy(1);
    Tensor before = copy(net.runningMean());
    Objective half = objective(net, 3).part(0.5);
    half.gradient(parametersOf(Network.of(net, net::forward)));
    assertThat(sameBits(net.runningMean(), before)).isTrue();
    assertThat(((BatchObjective) half).batch().size()).isEqualTo(3);
    assertThat(((BatchObjective) objective(net, 3).part(1e-9)).batch().size()).isEqualTo(1);
  }

  @Test
  void accumulationEqualsTheLargeBatch() {
    Mlp large = new Mlp(1, ScalarType.Double);
    Mlp small = new Mlp(1, ScalarType.Double);
    Trainer one = doubleTrainer(large, Trainer.Config.of(22, 5));
    Trainer two = doubleTrainer(small, Trainer.Config.of(11, 5).withAccumulate(2));
    assertThat(two.stepsPerEpoch()).isEqualTo(1);
    for (int t = 0; t < 4; t++) {
      one.steps(1, Monitor.SILENT);
      two.steps(1, Monitor.SILENT);
      assertThat(two.trace().last().objective())
          .isCloseTo(one.trace().last().objective(), within(1e-12));
      assertThat(values(small.parameters().get(0)))
          .containsExactly(values(large.parameters().get(0)), within(1e-12));
    }
  }

  private static Trainer doubleTrainer(Mlp net, Trainer.Config config) {
    Network network = Network.of(net, net::forward);
    return new Trainer(
        network,
        sgd(parametersOf(network)),
        data(ScalarType.Double),
        Likelihood.CATEGORICAL,
        config);
  }

  @Test
  void meanObjectiveHasTheMeanOfTheHessianProducts() {
    Mlp net = new Mlp(1, ScalarType.Double);
    Network network = Network.of(net, net::forward);
    ParameterVector theta = parametersOf(network);
    TrainingData data = data(ScalarType.Double);
    Objective whole = part(network, data, 0, 1, 2, 3);
    MeanObjective mean =
        new MeanObjective(List.of(part(network, data, 0, 1), part(network, data, 2, 3)));
    Tensor v = normal(8, ScalarType.Double, theta.size());
    assertThat(values(mean.hessianVectorProduct(theta, v)))
        .containsExactly(values(whole.hessianVectorProduct(theta, v)), within(1e-12));
    assertThat(mean.loss().item_double()).isCloseTo(whole.loss().item_double(), within(1e-12));
    assertThatThrownBy(() -> new MeanObjective(List.of())).hasMessageContaining("at least one");
  }

  private static Objective part(Network network, TrainingData data, long... rows) {
    return new BatchObjective(network, data.batch(rows), Likelihood.CATEGORICAL, 1);
  }

  @Test
  void scheduleSetsTheRateOfEachUpdate() {
    Network network = noisy();
    Recording recording = new Recording(sgd(parametersOf(network)));
    Trainer trainer =
        new Trainer(
            network,
            recording,
            data(ScalarType.Float),
            Likelihood.CATEGORICAL,
            Trainer.Config.of(11, 1).withSchedule(ScheduleShape.linear(0).over(4)));
    trainer.steps(5, Monitor.SILENT);
    assertThat(recording.rates).containsExactly(0.1, 0.1 * 0.75, 0.05, 0.1 * 0.25, 0.0);
  }

  @Test
  void clippingActsOnWhatWasMeasuredAtThePerturbedPoint() {
    Network network = noisy();
    Recording base = new Recording(sgd(parametersOf(network)));
    Trainer trainer =
        new Trainer(
            network,
            new Sam(base, 0.5),
            data(ScalarType.Float),
            Likelihood.CATEGORICAL,
            Trainer.Config.of(11, 1).withClipNorm(0.01));
    trainer.steps(3, Monitor.SILENT);
    assertThat(base.norms).allSatisfy(n -> assertThat(n).isCloseTo(0.01, within(1e-7)));
    assertThat(trainer.trace().last().gradientNorm()).isGreaterThan(0.01);
  }

  /** Notes the learning rate and the gradient's norm of each update. */
  private static final class Recording implements Optimizer {
    private final Optimizer base;
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> norms = new ArrayList<>();

    Recording(Optimizer base) {
      this.base = base;
    }

    @Override
    public Evaluation measure(Objective objective) {
      return base.measure(objective);
    }

    @Override
    public void update() {
      rates.add(base.learningRate());
      norms.add(base.parameters().gradient().norm().item_double());
      base.update();
    }

    @Override
    public ParameterVector parameters() {
      return base.parameters();
    }

    @Override
    public double learningRate() {
      return base.learningRate();
    }

    @Override
    public void learningRate(double learningRate) {
      base.learningRate(learningRate);
    }

    @Override
    public void save(State state) {
      base.save(state);
    }

    @Override
    public void load(State state) {
      base.load(state);
    }
  }

  @Test
  void monitorStopsTheWork() {
    Trainer trainer = trainer(noisy(), TrainingTest::sgd, Trainer.Config.of(6, 1));
    List<Trace.Point> heard = new ArrayList<>();
    Monitor afterThree =
        new Monitor() {
          @Override
          public void report(Trace.Point point) {
            heard.add(point);
          }

          @Override
          public boolean cancelled() {
            return heard.size() == 3;
          }
        };
    assertThat(trainer.train(5, afterThree)).isEqualTo(3);
    assertThat(heard).isEqualTo(trainer.trace().points());
    assertThat(heard).extracting(Trace.Point::iteration).containsExactly(1L, 2L, 3L);
  }

  @Test
  void everyEpochIsAPermutation() {
    BatchOrder order = new BatchOrder(10, 10, 4, 7);
    assertThat(order.stepsPerEpoch()).isEqualTo(3);
    List<Long> first = epoch(order, 0);
    assertThat(first).hasSize(10).doesNotHaveDuplicates();
    assertThat(epoch(order, 1)).hasSize(10).doesNotHaveDuplicates().isNotEqualTo(first);
    assertThat(epoch(new BatchOrder(10, 10, 4, 7), 0)).isEqualTo(first);
    assertThat(epoch(new BatchOrder(10, 10, 4, 8), 0)).isNotEqualTo(first);
  }

  @Test
  void anEpochMayDrawSomeOfTheExamples() {
    BatchOrder order = new BatchOrder(100, 10, 4, 7);
    assertThat(order.stepsPerEpoch()).isEqualTo(3);
    List<Long> first = epoch(order, 0);
    assertThat(first).hasSize(10).doesNotHaveDuplicates().allMatch(row -> row >= 0 && row < 100);
    assertThat(epoch(order, 1)).hasSize(10).doesNotContainSequence(first);
  }

  private static List<Long> epoch(BatchOrder order, long epoch) {
    List<Long> rows = new ArrayList<>();
    for (long step = 3 * epoch; step < 3 * epoch + 3; step++) {
      LongStream.of(order.rows(step)).forEach(rows::add);
    }
    return rows;
  }

  @Test
  void methodThatNeedsMoreIsRefusedAtConstruction() {
    assertThatThrownBy(
            () ->
                trainer(
                    noisy(),
                    t -> Methods.all().get("sophia-g").apply(t),
                    Trainer.Config.of(4, 1).withAccumulate(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("PredictiveObjective", "accumulate = 2", "use accumulate = 1");
  }

  @Test
  void parametersOfAnotherModelAreRefused() {
    Network network = noisy();
    Optimizer foreign = sgd(parametersOf(noisy()));
    assertThatThrownBy(
            () ->
                new Trainer(
                    network,
                    foreign,
                    data(ScalarType.Float),
                    Likelihood.CATEGORICAL,
                    Trainer.Config.of(4, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'first.weight'", "none of the network's");
  }

  @Test
  void divergenceNamesTheStepAndKeepsTheParameters() {
    Noisy net = new Noisy(1);
    int[] passes = {0};
    Network breaking =
        Network.of(
            net,
            x -> {
              Tensor outputs = net.forward(x);
              return ++passes[0] == 3 ? outputs.mul(Scalars.of(Double.NaN)) : outputs;
            });
    Trainer trainer = trainer(breaking, TrainingTest::sgd, Trainer.Config.of(6, 1));
    trainer.steps(2, Monitor.SILENT);
    State before = new State();
    trainer.save(before);
    assertThatThrownBy(() -> trainer.steps(1, Monitor.SILENT))
        .isInstanceOf(NonFiniteException.class)
        .hasMessage("at step 3, the loss is NaN");
    State after = new State();
    trainer.save(after);
    assertThat(sameBits(after.tensor("parameters"), before.tensor("parameters"))).isTrue();
    assertThat(trainer.step()).isEqualTo(2);
  }

  @Test
  void badBatchesAndDataAreRefused() {
    Tensor x = normal(1, ScalarType.Float, 3, 5);
    assertThatThrownBy(() -> new Batch(x.narrow(0, 0, 0), classes(), new long[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one example");
    assertThatThrownBy(() -> new Batch(x, classes(1, 2), new long[3]))
        .hasMessageContainingAll("3 inputs", "[2]");
    assertThatThrownBy(() -> TrainingData.of(x, classes(1, 2)))
        .hasMessageContainingAll("[3, 5]", "[2]");
    assertThatThrownBy(() -> TrainingData.sequence(classes(1, 2, 3), 3))
        .hasMessageContainingAll("tokens", "context 3");
    assertThatThrownBy(() -> Trainer.Config.of(0, 1)).hasMessageContaining("batchSize is 0");
    assertThatThrownBy(() -> Trainer.Config.of(1, 1).withClipNorm(0))
        .hasMessageContaining("clipNorm is 0.0");
  }

  @Test
  void sequencesGiveTheNextTokens() {
    Batch batch = TrainingData.sequence(classes(5, 6, 7, 8, 9), 3).batch(new long[] {1, 0});
    assertThat(values(batch.inputs())).containsExactly(6, 7, 8, 5, 6, 7);
    assertThat(values(batch.targets())).containsExactly(7, 8, 9, 6, 7, 8);
  }
}
