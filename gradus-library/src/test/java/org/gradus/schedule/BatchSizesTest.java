package org.gradus.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.Fixtures.classes;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.sameBits;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.BatchNormOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Checkpoint;
import org.gradus.core.Likelihood;
import org.gradus.core.Monitor;
import org.gradus.core.ParameterVector;
import org.gradus.core.Schedule;
import org.gradus.core.Tensors;
import org.gradus.core.Trace;
import org.gradus.optim.AdaGrad;
import org.gradus.perexample.RecordingNetwork;
import org.gradus.train.BatchSizePolicy;
import org.gradus.train.Network;
import org.gradus.train.Trainer;
import org.gradus.train.TrainingData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchSizesTest {
  private static final int N = 50;

  @TempDir private Path folder;

  /** A training from one start. */
  private static final class Run implements Monitor {
    private final ParameterVector theta;
    private final Trainer trainer;
    private final List<Integer> sizes = new ArrayList<>();
    private long before;

    Run(BatchSizePolicy policy, Trainer.Config config) {
      Module net = Tensors.keep(new Module());
      LinearImpl layer = net.register_module("layer", Tensors.keep(new LinearImpl(5, 3)));
      net.to(ScalarType.Double, false);
      Network network = RecordingNetwork.of(net, (x, layers) -> layers.linear(layer, x));
      theta = ParameterVector.of(network.parameters());
      theta.values().copy_(normal(1, ScalarType.Double, theta.size()));
      AdaGrad optimizer = new AdaGrad(theta, AdaGrad.Config.of(0.3));
      trainer =
          policy == null
              ? new Trainer(network, optimizer, data(), Likelihood.CATEGORICAL, config)
              : Trainer.withBatchSizes(
                  network, optimizer, data(), Likelihood.CATEGORICAL, config, policy);
    }

    @Override
    public void report(Trace.Point point) {
      sizes.add((int) (trainer.examples() - before));
      before = trainer.examples();
    }

    Run steps(int count) {
      trainer.steps(count, this);
      return this;
    }
  }

  private static TrainingData data() {
    Tensor labels = classes(LongStream.range(0, N).map(i -> i * 7 % 3).toArray());
    return TrainingData.of(normal(2, ScalarType.Double, N, 5), Tensors.keep(labels));
  }

  private static BatchSizePolicy adaptive(double eta) {
    return new AdaptiveBatchSize(new NormTest(eta), AdaptiveBatchSize.Config.of(4, N));
  }

  private static Trainer.Config config() {
    return Trainer.Config.of(64, 3);
  }

  @Test
  void constantSizesAreTodaysTrainingBitForBit() {
    Run today = new Run(null, Trainer.Config.of(16, 3));
    today.trainer.steps(11, Monitor.SILENT);
    Run constant = new Run(BatchSizePolicy.constant(16), config()).steps(11);
    assertThat(sameBits(constant.theta.values(), today.theta.values())).isTrue();
    assertThat(constant.sizes).containsExactly(16, 16, 16, 2, 16, 16, 16, 2, 16, 16, 16);
    assertThat(constant.trainer.examples()).isEqualTo(148);
    assertThatThrownBy(today.trainer::examples).hasMessageContaining("no batch-size policy");
  }

  @Test
  void aTestThatNeverAsksForMoreIsAConstantSizeBitForBit() {
    Run constant = new Run(BatchSizePolicy.constant(4), config()).steps(30);
    Run tested = new Run(adaptive(1e9), config()).steps(30);
    assertThat(sameBits(tested.theta.values(), constant.theta.values())).isTrue();
    assertThat(tested.sizes).isEqualTo(constant.sizes);
  }

  @Test
  void batchesGrowUpToTheLargestAndNeverShrink() {
    AdaptiveBatchSize policy = (AdaptiveBatchSize) adaptive(0.6);
    Run run = new Run(policy, config()).steps(60);
    assertThat(policy.size()).isEqualTo(N);
    assertThat(run.sizes.get(0)).isEqualTo(4);
    assertThat(run.sizes.get(59)).isEqualTo(N);
    assertThat(run.sizes.stream().mapToInt(i -> i).sum()).isEqualTo(run.trainer.examples());
    AdaptiveBatchSize given =
        new AdaptiveBatchSize(new NormTest(0.5), AdaptiveBatchSize.Config.of(2, 100));
    double[] wanted = {0, 2.5, 1, 7, 3, 1e300};
    int[] sizes = {2, 3, 3, 7, 7, 100};
    for (int i = 0; i < wanted.length; i++) {
      given.grow(wanted[i]);
      assertThat(given.size()).isEqualTo(sizes[i]);
    }
    given.grow(Double.POSITIVE_INFINITY);
    assertThat(given.size()).isEqualTo(100);
    assertThatThrownBy(() -> given.grow(Double.NaN)).hasMessageContaining("wanted batch size");
  }

  @Test
  void testsAreMadeAtTheirInterval() {
    BatchSizePolicy policy =
        new AdaptiveBatchSize(new NormTest(0.7), new AdaptiveBatchSize.Config(4, N, 3));
    List<Integer> sizes = new Run(policy, config()).steps(7).sizes;
    assertThat(sizes.get(0)).isEqualTo(4);
    assertThat(sizes.get(1)).isEqualTo(sizes.get(2)).isEqualTo(sizes.get(3)).isGreaterThan(4);
  }

  @Test
  void microBatchesGiveTheSameStepsUpToRounding() {
    Run whole = new Run(adaptive(0.6), config()).steps(12);
    Run split = new Run(adaptive(0.6), Trainer.Config.of(7, 3)).steps(12);
    assertThat(split.sizes).isEqualTo(whole.sizes);
    assertThat(split.theta.values().sub(whole.theta.values()).abs().max().item_double())
        .isLessThan(1e-13);
  }

  @Test
  void savedAndLoadedContinuesBitForBit() throws IOException {
    List<Supplier<BatchSizePolicy>> policies =
        List.of(
            () -> adaptive(0.7),
            () -> new Stagewise(40, 5, 10, 20),
            () -> new LinearRamp(3, 2, 15),
            () -> new BatchHistory(5, 9, 2));
    for (Supplier<BatchSizePolicy> policy : policies) {
      Run whole = new Run(policy.get(), config()).steps(5);
      Path file = folder.resolve("at-five");
      Checkpoint.write(file, whole.trainer);
      whole.steps(9);
      Run resumed = new Run(policy.get(), config());
      resumed.trainer.load(Checkpoint.read(file));
      resumed.before = resumed.trainer.examples();
      resumed.steps(9);
      assertThat(resumed.sizes).isEqualTo(whole.sizes.subList(5, 14));
      assertThat(sameBits(resumed.theta.values(), whole.theta.values())).isTrue();
    }
  }

  @Test
  void scheduledSizesFollowTheirRules() {
    assertThat(new Run(new Stagewise(40, 5, 10, 20), config()).steps(14).sizes)
        .containsExactly(5, 5, 5, 5, 5, 5, 5, 5, 10, 10, 10, 10, 20, 20);
    assertThat(new Run(new LinearRamp(3, 4, 12), config()).steps(6).sizes)
        .containsExactly(3, 7, 11, 12, 12, 5);
    assertThat(new LinearRamp(3, 0, 3).size()).isEqualTo(3);
    assertThat(new Run(new BatchHistory(4, 1, 30), config()).steps(5).sizes)
        .containsExactly(4, 1, 30, 15, 30);
    // More than there are: everything once.
    assertThat(new Run(BatchSizePolicy.constant(1000), config()).steps(2).sizes)
        .containsExactly(N, N);
  }

  @Test
  void scheduleAndLengthCountExamples() {
    List<Long> asked = new ArrayList<>();
    Schedule schedule =
        samples -> {
          asked.add(samples);
          return 1;
        };
    Run run = new Run(new LinearRamp(10, 10, 30), config().withSchedule(schedule));
    run.trainer.train(2, run);
    assertThat(run.sizes).containsExactly(10, 20, 20, 30, 20);
    assertThat(asked).containsExactly(0L, 10L, 30L, 50L, 80L);
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    assertThatThrownBy(() -> AdaptiveBatchSize.Config.of(1, 8))
        .hasMessage("first batch size of a test is 1; it must be a whole number >= 2");
    assertThatThrownBy(() -> AdaptiveBatchSize.Config.of(8, 7))
        .hasMessageContaining("largest batch size is 7");
    assertThatThrownBy(() -> new AdaptiveBatchSize.Config(2, 7, 0))
        .hasMessageContaining("test interval is 0");
    BatchSizePolicy large =
        new AdaptiveBatchSize(new NormTest(0.5), AdaptiveBatchSize.Config.of(4, N + 1));
    assertThatThrownBy(() -> new Run(large, config()))
        .hasMessage("largest batch size is 51; it must be at most the number of examples 50");
    assertThatThrownBy(() -> new Run(adaptive(1), config().withAccumulate(2)))
        .hasMessageContaining("accumulate with a batch-size policy is 2");
    assertThatThrownBy(() -> new Stagewise(0, 1)).hasMessageContaining("samples a stage is 0");
    assertThatThrownBy(() -> new Stagewise(1, 2, 0)).hasMessageContaining("batch size is 0");
    assertThatThrownBy(() -> new LinearRamp(5, 1, 4)).hasMessageContaining("largest batch size");
    assertThatThrownBy(BatchHistory::new).hasMessageContaining("number of sizes is 0");
    assertThatThrownBy(() -> BatchSizePolicy.constant(0)).hasMessageContaining("batch size is 0");
  }

  @Test
  void batchNormInTrainingModeIsRefused() {
    Module net = Tensors.keep(new Module());
    BatchNorm2dImpl norm =
        net.register_module("norm", Tensors.keep(new BatchNorm2dImpl(new BatchNormOptions(3))));
    Network network =
        RecordingNetwork.of(net, (x, layers) -> layers.batchNorm(norm, x).flatten(1, -1));
    ParameterVector theta = ParameterVector.of(network.parameters());
    TrainingData images =
        TrainingData.of(normal(1, ScalarType.Float, 8, 3, 1, 1), classes(0, 1, 2, 0, 1, 2, 0, 1));
    Trainer trainer =
        Trainer.withBatchSizes(
            network,
            new AdaGrad(theta, AdaGrad.Config.of(0.1)),
            images,
            Likelihood.CATEGORICAL,
            config(),
            new AdaptiveBatchSize(new NormTest(0.5), AdaptiveBatchSize.Config.of(2, 8)));
    assertThatThrownBy(() -> trainer.steps(1, Monitor.SILENT))
        .hasMessageContaining("undefined with batch norm in training mode");
  }
}
