package org.gradus.perexample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.Fixtures.classes;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.values;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Likelihood;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.optim.AdaHessian;
import org.gradus.optim.Sgd;
import org.gradus.perexample.Models.Model;
import org.gradus.sharpness.Sam;
import org.gradus.train.Batch;
import org.gradus.train.BatchObjective;
import org.gradus.train.MeanObjective;
import org.gradus.train.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PerExampleGradientsTest {
  private static final int N = 6;

  static Stream<Arguments> models() {
    return Stream.of(
        Arguments.of("dense", Models.dense(ScalarType.Double), vectors(N)),
        Arguments.of("images", Models.images(ScalarType.Double), images(N)),
        Arguments.of("texts", Models.texts(ScalarType.Double, 3), texts(N)),
        Arguments.of("wide texts", Models.texts(ScalarType.Double, 40), texts(N)));
  }

  private static Batch vectors(int n) {
    return batch(normal(1, ScalarType.Double, n, 6), labels(n));
  }

  private static Batch images(int n) {
    return batch(normal(2, ScalarType.Double, n, 2, 8, 7), labels(n));
  }

  /** The last text has one target that is left out, and tokens repeat. */
  private static Batch texts(int n) {
    long[] tokens = LongStream.range(0, n * 5L).map(i -> i * i % 4).toArray();
    long[] targets = LongStream.range(0, n * 5L).map(i -> (i + 1) * i % 3).toArray();
    targets[targets.length - 1] = Likelihood.IGNORED;
    return batch(Tensor.create(tokens).view(n, 5), Tensor.create(targets).view(n, 5));
  }

  private static Tensor labels(int n) {
    return classes(LongStream.range(0, n).map(i -> i * 5 % 3).toArray());
  }

  private static Batch batch(Tensor inputs, Tensor targets) {
    return new Batch(inputs, targets, LongStream.range(0, inputs.size(0)).toArray());
  }

  private static BatchObjective objective(Network network, Batch batch) {
    network.train(false);
    return new BatchObjective(network, batch, Likelihood.CATEGORICAL, 1);
  }

  private static void assertClose(Tensor actual, Tensor expected) {
    double size = Math.max(1, expected.abs().max().item_double());
    assertThat(actual.sub(expected).abs().max().item_double()).isLessThan(1e-12 * size);
  }

  /** Everything that can be asked, against gradients taken one by one. */
  private static void assertSame(PerExampleGradients actual, Tensor rows) {
    Tensor v = normal(5, ScalarType.Double, rows.size(1));
    assertThat(actual.count()).isEqualTo(rows.size(0));
    assertClose(actual.rows(), rows);
    assertClose(actual.squaredNorms(), rows.square().sum(1));
    assertClose(actual.innerProducts(v), rows.mv(v));
    assertClose(actual.sumOfSquares(), rows.square().sum(0));
    assertClose(actual.gram(), rows.mm(rows.t()));
    assertClose(actual.mean(), rows.mean(0));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void recordedGradientsAreThoseOfEachExample(String name, Model model, Batch batch) {
    ParameterVector theta = ParameterVector.of(model.foreign().parameters());
    Tensor rows;
    try (PerExampleGradients each =
        PerExampleGradients.of(objective(model.foreign(), batch), theta)) {
      rows = each.rows();
      assertSame(each, rows);
    }
    BatchObjective recorded = objective(model.recording(), batch);
    recorded.gradient(theta);
    assertClose(rows.mean(0), theta.gradient());
    try (PerExampleGradients all = PerExampleGradients.of(recorded, theta)) {
      assertSame(all, rows);
    }
    try (PerExampleGradients given = PerExampleGradients.ofRows(rows.clone())) {
      assertSame(given, rows);
    }
  }

  @Test
  void withoutMissingTargetsAnExampleHasTheGradientOfItsOwnLoss() {
    Model model = Models.images(ScalarType.Double);
    ParameterVector theta = ParameterVector.of(model.foreign().parameters());
    BatchObjective objective = objective(model.recording(), images(N));
    objective.range(2, 1).gradient(theta);
    try (PerExampleGradients all = PerExampleGradients.of(objective, theta)) {
      assertClose(all.rows().get(2), theta.gradient());
    }
  }

  @Test
  void microBatchesOfAnySizesGiveTheGradientsOfTheWhole() {
    Model model = Models.dense(ScalarType.Double);
    ParameterVector theta = ParameterVector.of(model.foreign().parameters());
    BatchObjective whole = objective(model.recording(), vectors(N));
    Tensor rows = PerExampleGradients.of(whole, theta).rows();
    List<BatchObjective> parts = List.of(whole.range(0, 4), whole.range(4, 2));
    assertSame(PerExampleGradients.of(MeanObjective.overExamples(parts), theta), rows);
    Tensor weights = Tensor.create(0.75, 0.75, 0.75, 0.75, 1.5, 1.5).unsqueeze(1);
    assertSame(PerExampleGradients.of(new MeanObjective(parts), theta), rows.mul(weights));
  }

  @Test
  void float32AgreesWithFloat64() {
    Model model = Models.images(ScalarType.Float);
    Model exact = Models.images(ScalarType.Double);
    ParameterVector theta = ParameterVector.of(model.foreign().parameters());
    ParameterVector exactTheta = ParameterVector.of(exact.foreign().parameters());
    Batch single = batch(images(N).inputs().to(ScalarType.Float), labels(N));
    double[] norms =
        values(PerExampleGradients.of(objective(model.recording(), single), theta).squaredNorms());
    double[] expected =
        values(
            PerExampleGradients.of(objective(exact.recording(), images(N)), exactTheta)
                .squaredNorms());
    for (int i = 0; i < N; i++) {
      assertThat(norms[i] / expected[i]).isBetween(1 - 1e-5, 1 + 1e-5);
    }
  }

  @Test
  void recordingChangesNoBitOfAStep() {
    Tensor[] ends = new Tensor[2];
    for (int k = 0; k < 2; k++) {
      Model model = Models.images(ScalarType.Float);
      ParameterVector theta = ParameterVector.of(model.foreign().parameters());
      Optimizer sgd = new Sgd(theta, Sgd.Config.of(0.1));
      Batch batch = batch(images(N).inputs().to(ScalarType.Float), labels(N));
      Objective objective = objective(model.recording(), batch);
      if (k == 0) {
        sgd.measure(objective);
      } else {
        Measurement.of(sgd, objective).gradients().close();
      }
      sgd.update();
      ends[k] = theta.values().clone();
    }
    assertThat(ends[1].equal(ends[0])).isTrue();
  }

  @Test
  void measuringSharesThePassOfAPlainMethodAndMakesItsOwnForOthers() {
    Model model = Models.dense(ScalarType.Double);
    ParameterVector theta = ParameterVector.of(model.foreign().parameters());
    BatchObjective objective = objective(model.recording(), vectors(N));
    Tensor rows = PerExampleGradients.of(objective, theta).rows();
    int[] passes = {0};
    Network counting =
        RecordingNetwork.of(
            model.module(),
            (x, layers) -> {
              passes[0]++;
              return model.forward().apply(x, layers);
            });
    Sgd sgd = new Sgd(theta, Sgd.Config.of(0.1));
    List<Optimizer> methods =
        List.of(
            sgd,
            new Sam(sgd, 0.1),
            new AdaHessian(theta, AdaHessian.Config.of(0.1), RandomSource.seeded(1)));
    int[] expected = {1, 3, 2};
    for (int k = 0; k < expected.length; k++) {
      passes[0] = 0;
      Measurement measured = Measurement.of(methods.get(k), objective(counting, vectors(N)));
      try (PerExampleGradients gradients = measured.gradients()) {
        assertSame(gradients, rows);
      }
      assertThat(passes[0]).isEqualTo(expected[k]);
      assertThat(measured.evaluation().loss()).isPositive();
    }
  }

  @Test
  void frozenParametersAreLeftOut() {
    Model model = Models.dense(ScalarType.Double);
    ParameterVector whole = ParameterVector.of(model.foreign().parameters());
    Tensor rows = PerExampleGradients.of(objective(model.recording(), vectors(N)), whole).rows();
    Model frozen = Models.dense(ScalarType.Double);
    frozen.module().parameters().get(0).requires_grad_(false);
    ParameterVector rest = ParameterVector.of(frozen.foreign().parameters());
    assertSame(
        PerExampleGradients.of(objective(frozen.recording(), vectors(N)), rest),
        rows.narrow(1, 30, rows.size(1) - 30));
  }

  @Test
  void batchNormInTrainingModeIsRefused() {
    Model model = Models.images(ScalarType.Double);
    ParameterVector theta = ParameterVector.of(model.foreign().parameters());
    for (Network network : List.of(model.recording(), model.foreign())) {
      network.train(true);
      Objective objective = new BatchObjective(network, images(N), Likelihood.CATEGORICAL, 1);
      assertThatThrownBy(() -> PerExampleGradients.of(objective, theta))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("per-example gradients are undefined with batch norm");
    }
    assertThat(PerExampleGradients.of(objective(model.recording(), images(2)), theta).count())
        .isEqualTo(2);
  }

  @Test
  void parametersThatAreNotRecordedAreNamed() {
    Module net = new Module();
    LinearImpl layer = net.register_module("layer", new LinearImpl(6, 3));
    LinearImpl hidden = net.register_module("hidden", new LinearImpl(6, 6));
    ParameterVector theta = ParameterVector.of(Network.of(net, hidden::forward).parameters());
    Batch batch = batch(torch.ones(2, 6), labels(2));
    Network forgotten =
        RecordingNetwork.of(net, (x, layers) -> layers.linear(layer, hidden.forward(x)));
    assertThatThrownBy(() -> PerExampleGradients.of(objective(forgotten, batch), theta))
        .hasMessageContainingAll("'hidden.", "is not called through the recorder");
    Network twice =
        RecordingNetwork.of(
            net,
            (x, layers) -> layers.linear(layer, layers.linear(hidden, layers.linear(hidden, x))));
    assertThatThrownBy(() -> PerExampleGradients.of(objective(twice, batch), theta))
        .hasMessageContaining("is used by two layers");
    Network written =
        RecordingNetwork.of(
            net,
            (x, layers) -> {
              Tensor in = x.clone();
              Tensor out = layers.linear(layer, layers.linear(hidden, in));
              in.add_(Scalars.of(1.0));
              return out;
            });
    assertThatThrownBy(
            () -> PerExampleGradients.of(objective(written, batch), theta).squaredNorms())
        .hasMessageContaining("was changed in place");
  }

  @Test
  void otherObjectivesAreRefused() {
    ParameterVector theta =
        ParameterVector.of(Models.dense(ScalarType.Double).foreign().parameters());
    assertThatThrownBy(() -> PerExampleGradients.of(() -> theta.values().sum(), theta))
        .hasMessageContaining("a BatchObjective or a MeanObjective");
    assertThatThrownBy(() -> PerExampleGradients.ofRows(torch.ones(3)))
        .hasMessageContaining("[b, d]");
    assertThat(Arrays.stream(values(theta.gradient())).sum()).isZero();
  }
}
