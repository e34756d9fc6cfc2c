package org.gradus.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.classes;
import static org.gradus.Fixtures.matrix;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.values;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.LinearOptions;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Fixtures;
import org.gradus.Fixtures.Mlp;
import org.gradus.core.Likelihood;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;
import org.gradus.perexample.RecordingNetwork;
import org.gradus.train.Batch;
import org.gradus.train.BatchObjective;
import org.gradus.train.Network;
import org.gradus.train.TrainingData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExampleScoresTest {
  private static final int N = 9;

  private static double score(LogitScore score, double[] logits, long label) {
    return score.of(matrix(logits), classes(label)).item_double();
  }

  /** One layer of softmax regression. */
  private static Network affine(boolean bias) {
    LinearOptions options = new LinearOptions(5, 3);
    options.bias().put(bias);
    Module net = Tensors.keep(new Module());
    LinearImpl layer = net.register_module("layer", Tensors.keep(new LinearImpl(options)));
    net.to(ScalarType.Double, false);
    layer.weight().detach().copy_(normal(4, ScalarType.Double, 3, 5));
    return RecordingNetwork.of(net, (x, layers) -> layers.linear(layer, x));
  }

  private static TrainingData data(Tensor inputs) {
    return TrainingData.of(
        inputs, classes(LongStream.range(0, inputs.size(0)).map(i -> i * 2 % 3).toArray()));
  }

  private static TrainingData data() {
    return data(normal(1, ScalarType.Double, N, 5));
  }

  @Test
  void uniformAndCertainPredictionsHaveTheKnownScores() {
    assertThat(score(LogitScore.EL2N, new double[2], 1)).isCloseTo(0.707107, within(5e-7));
    assertThat(score(LogitScore.EL2N, new double[10], 3)).isCloseTo(0.948683, within(5e-7));
    double[] sure = {0, 800, 0};
    assertThat(score(LogitScore.EL2N, sure, 1)).isEqualTo(0);
    assertThat(score(LogitScore.EL2N, sure, 0)).isEqualTo(Math.sqrt(2));
    assertThat(score(LogitScore.MAX_MARGIN, sure, 1)).isEqualTo(-1);
    assertThat(score(LogitScore.MAX_MARGIN, sure, 2)).isEqualTo(1);
  }

  @Test
  void scoresFollowTheirFormulas() {
    double[] logits = {0.3, -1.2, 0.8, 0.1};
    double[] p = values(matrix(logits).softmax(1));
    int y = 3;
    double other = p[0] * p[0] + p[1] * p[1] + p[2] * p[2];
    double miss = 1 - p[y];
    assertThat(score(LogitScore.EL2N, logits, y))
        .isCloseTo(Math.sqrt(miss * miss + other), within(1e-15));
    assertThat(score(LogitScore.EL1N, logits, y)).isCloseTo(2 * miss, within(1e-15));
    assertThat(score(LogitScore.MAX_MARGIN, logits, y)).isCloseTo(p[2] - p[3], within(1e-15));
    assertThat(score(LogitScore.SUM_MARGIN, logits, y)).isCloseTo(1 - 4 * p[3], within(1e-15));
    double[] binary = {0.4, -0.2};
    double right = values(matrix(binary).softmax(1))[0];
    assertThat(score(LogitScore.EL2N, binary, 0))
        .isCloseTo(Math.sqrt(2) * (1 - right), within(1e-15));
  }

  @Test
  void gradientNormOfAnAffineLayerIsEl2nTimesTheInputsLength() {
    TrainingData data = data();
    for (boolean bias : new boolean[] {true, false}) {
      Network network = affine(bias);
      ParameterVector theta = ParameterVector.of(network.parameters());
      double[] grand = ExampleScores.grand(network, theta, data, Likelihood.CATEGORICAL).values();
      double[] el2n = ExampleScores.of(LogitScore.EL2N, network, data).values();
      double[] squares = values(normal(1, ScalarType.Double, N, 5).square().sum(1));
      for (int i = 0; i < N; i++) {
        double length = Math.sqrt(squares[i] + (bias ? 1 : 0));
        assertThat(grand[i]).isCloseTo(el2n[i] * length, within(1e-12));
      }
    }
    Network network = affine(true);
    TrainingData zeros =
        data(torch.zeros(new long[] {2, 5}, normal(1, ScalarType.Double, 1).options()));
    assertThat(
            ExampleScores.grand(
                    network,
                    ParameterVector.of(network.parameters()),
                    zeros,
                    Likelihood.CATEGORICAL)
                .values())
        .containsExactly(ExampleScores.of(LogitScore.EL2N, network, zeros).values(), within(1e-12));
  }

  @Test
  void meanOfGradientNormsIsAtLeastTheBatchGradientsNorm() {
    Network network = affine(true);
    ParameterVector theta = ParameterVector.of(network.parameters());
    double[] norms = ExampleScores.grand(network, theta, data(), Likelihood.CATEGORICAL).values();
    Batch batch = data().batch(LongStream.range(0, N).toArray());
    double whole =
        new BatchObjective(network, batch, Likelihood.CATEGORICAL, 0)
            .gradient(theta)
            .gradientNorm();
    assertThat(Arrays.stream(norms).average().orElseThrow()).isGreaterThan(whole);
  }

  /** 600 examples are three batches, the last one short. */
  @ParameterizedTest
  @ValueSource(ints = {1, 600})
  void scoresDependNeitherOnOrderNorOnBatches(int n) {
    Mlp net = Tensors.keep(new Mlp(3, ScalarType.Double));
    Network network = Network.of(net, net::forward);
    TrainingData data = data(normal(2, ScalarType.Double, n, 5));
    double[] scores = ExampleScores.of(LogitScore.EL2N, network, data).values();
    long[] reversed = IntStream.range(0, n).mapToLong(i -> n - 1L - i).toArray();
    double[] other = ExampleScores.of(LogitScore.EL2N, network, data.subset(reversed)).values();
    for (int i = 0; i < n; i++) {
      assertThat(other[n - 1 - i]).isCloseTo(scores[i], within(1e-14));
    }
    assertThat(network.isTraining()).isTrue();
  }

  @Test
  void runningStatisticsAreUsedAndDropoutIsOff() {
    Fixtures.Noisy net = Tensors.keep(new Fixtures.Noisy(1));
    Network network = Network.of(net, net::forward);
    TrainingData data = data(normal(2, ScalarType.Float, N, 5));
    double[] first = ExampleScores.of(LogitScore.EL2N, network, data).values();
    Tensor mean = net.runningMean().clone();
    assertThat(ExampleScores.of(LogitScore.EL2N, network, data).values()).isEqualTo(first);
    assertThat(net.runningMean().equal(mean)).isTrue();
    assertThat(network.isTraining()).isTrue();
  }

  @Test
  void runsAreAveragedScoreByScore() {
    DataFingerprint data = new DataFingerprint(3, 1);
    ExampleScores a = new ExampleScores("EL2N", new double[] {1, 2, 6}, data);
    ExampleScores b = new ExampleScores("EL2N", new double[] {3, -4, 0}, data);
    ExampleScores mean = ExampleScores.mean(List.of(a, b));
    assertThat(mean.values()).containsExactly(2, -1, 3);
    assertThat(mean.absolute().values()).containsExactly(2, 1, 3);
    assertThat(mean.ascending()).containsExactly(1, 0, 2);
  }

  @Test
  void badInputIsNamed() {
    assertThatThrownBy(() -> score(LogitScore.EL2N, new double[3], 3))
        .hasMessage("label is 3; it must be a class in [0, 3)");
    assertThatThrownBy(() -> score(LogitScore.EL1N, new double[3], -1))
        .hasMessageContaining("label is -1");
    assertThatThrownBy(() -> score(LogitScore.EL2N, new double[1], 0))
        .hasMessageContaining("logits");
    DataFingerprint data = new DataFingerprint(3, 1);
    assertThatThrownBy(
            () -> new ExampleScores("GraNd", new double[] {1, Double.NaN, Double.NaN}, data))
        .hasMessage("2 scores are NaN, those of examples [1, 2]");
    assertThatThrownBy(() -> new ExampleScores("GraNd", new double[2], data))
        .hasMessageContaining("number of scores is 2");
    ExampleScores two = new ExampleScores("EL2N", new double[2], new DataFingerprint(2, 1));
    ExampleScores three = new ExampleScores("EL2N", new double[3], data);
    ExampleScores other = new ExampleScores("EL2N", new double[3], new DataFingerprint(3, 2));
    assertThatThrownBy(() -> ExampleScores.mean(List.of(two, three)))
        .hasMessageContaining("belongs to 3 examples; these data have 2");
    assertThatThrownBy(() -> ExampleScores.mean(List.of(three, other)))
        .hasMessageContaining("other targets or another order");
    assertThatThrownBy(() -> ExampleScores.mean(List.of())).hasMessageContaining("number of runs");
  }

  @Test
  void fingerprintTellsOrdersAndTargetsApart() {
    TrainingData data = data();
    DataFingerprint own = DataFingerprint.of(data);
    assertThat(DataFingerprint.of(data())).isEqualTo(own);
    assertThat(DataFingerprint.of(data.subset(new long[] {1, 0, 2, 3, 4, 5, 6, 7, 8})))
        .isNotEqualTo(own);
    assertThat(
            DataFingerprint.of(
                TrainingData.of(torch.ones(N, 1), torch.ones(N).mul(Scalars.of(2.0)))))
        .isNotEqualTo(own);
  }
}
