package org.gradus.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Likelihood;
import org.gradus.train.Batch;
import org.gradus.train.Network;
import org.gradus.train.TrainingData;
import org.junit.jupiter.api.Test;

class UsefulTest {
  private static final int N = 60;

  /** Two classes of two blobs each; every third example is in the far blob, with a larger loss. */
  private static Predictions blobs() {
    SplittableRandom random = new SplittableRandom(19);
    double[][] outputs = new double[N][];
    double[] losses = new double[N];
    int[] labels = new int[N];
    for (int i = 0; i < N; i++) {
      labels[i] = i % 2;
      boolean far = i % 3 == 0;
      double centre = far ? 4 : 0;
      outputs[i] = new double[] {centre + random.nextDouble(), labels[i] - centre};
      losses[i] = (far ? 2 : 0.5) + 0.1 * random.nextDouble();
    }
    return new Predictions(outputs, losses, labels);
  }

  private static final int[] FAR = IntStream.range(0, N).filter(i -> i % 3 == 0).toArray();

  private static Predictions transformed(double scale, double shift) {
    Predictions blobs = blobs();
    double[][] outputs =
        Arrays.stream(blobs.outputs())
            .map(row -> Arrays.stream(row).map(v -> scale * v + shift).toArray())
            .toArray(double[][]::new);
    return new Predictions(outputs, blobs.losses(), blobs.labels());
  }

  @Test
  void theFarBlobsAreSlow() {
    Useful.Slow slow = Useful.standard().select(blobs(), 1);
    assertThat(slow.ids()).containsExactly(FAR);
    assertThat(slow.splits()).extracting(Useful.ClassSplit::slow).containsExactly(10, 10);
    assertThat(slow.splits()).allMatch(Useful.ClassSplit::isClear);
    assertThat(Useful.standard().select(transformed(1, 7), 1).ids()).containsExactly(FAR);
    assertThat(Useful.standard().select(transformed(30, 0), 1).ids()).containsExactly(FAR);
    Useful byProbabilities = new Useful(2, 10, Useful.Input.PROBABILITIES);
    assertThat(byProbabilities.select(transformed(1, 7), 1).ids())
        .containsExactly(byProbabilities.select(blobs(), 1).ids());
  }

  @Test
  void theOrderOfTheExamplesDoesNotMatter() {
    Predictions blobs = blobs();
    int[] order = Upsampling.random(N, N, 3);
    int[] reversed = IntStream.range(0, N).map(i -> order[N - 1 - i]).toArray();
    Predictions permuted =
        new Predictions(
            Arrays.stream(reversed).mapToObj(i -> blobs.outputs()[i]).toArray(double[][]::new),
            Arrays.stream(reversed).mapToDouble(i -> blobs.losses()[i]).toArray(),
            Arrays.stream(reversed).map(i -> blobs.labels()[i]).toArray());
    int[] slow = Useful.standard().select(permuted, 1).ids();
    assertThat(Arrays.stream(slow).map(i -> reversed[i]).sorted()).containsExactly(boxed(FAR));
  }

  private static Integer[] boxed(int[] values) {
    return Arrays.stream(values).boxed().toArray(Integer[]::new);
  }

  @Test
  void meansDecideNotSums() {
    double[][] outputs = new double[12][];
    double[] losses = new double[12];
    for (int i = 0; i < 12; i++) {
      outputs[i] = new double[] {i < 2 ? 5 + i : 0.1 * i};
      losses[i] = i < 2 ? 3 : 1;
    }
    Useful.Slow slow = Useful.standard().select(new Predictions(outputs, losses, new int[12]), 4);
    assertThat(slow.ids()).containsExactly(0, 1);
    assertThat(slow.splits().get(0).lossRatio()).isEqualTo(3);
  }

  @Test
  void aClassThatCannotBeSplitIsLeftAndReported() {
    double[][] outputs = {{1}, {1}, {1}, {2}, {3}};
    double[] losses = {1, 2, 3, 4, 8};
    Useful.Slow slow =
        Useful.standard().select(new Predictions(outputs, losses, new int[] {0, 0, 7, 2, 2}), 1);
    assertThat(slow.ids()).containsExactly(4);
    assertThat(slow.splits()).extracting(Useful.ClassSplit::label).containsExactly(0, 2, 7);
    assertThat(slow.splits()).extracting(Useful.ClassSplit::slow).containsExactly(0, 1, 0);
    assertThat(slow.splits())
        .extracting(Useful.ClassSplit::isClear)
        .containsExactly(false, true, false);
  }

  @Test
  void kMeansInOneDimensionIsTheBestSplitPoint() {
    KMeans.Clustering byHand = KMeans.cluster(column(0, 1, 9, 10), 2, 10, 5);
    assertThat(byHand.inertia()).isEqualTo(1);
    assertThat(byHand.cluster()[0])
        .isEqualTo(byHand.cluster()[1])
        .isNotEqualTo(byHand.cluster()[2]);
    SplittableRandom random = new SplittableRandom(8);
    for (int trial = 0; trial < 50; trial++) {
      double[] values = random.doubles(12).map(v -> v * v).sorted().toArray();
      double best = Double.POSITIVE_INFINITY;
      for (int cut = 1; cut < 12; cut++) {
        best = Math.min(best, spread(values, 0, cut) + spread(values, cut, 12));
      }
      assertThat(KMeans.cluster(column(values), 2, 100, trial).inertia())
          .isCloseTo(best, within(1e-12));
    }
  }

  private static double[][] column(double... values) {
    return Arrays.stream(values).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
  }

  private static double spread(double[] values, int from, int to) {
    double mean = Arrays.stream(values, from, to).average().orElseThrow();
    return Arrays.stream(values, from, to).map(v -> (v - mean) * (v - mean)).sum();
  }

  @Test
  void anEmptyClusterMovesToTheFarthestPoint() {
    KMeans.Clustering found = KMeans.lloyd(column(0, 1, 9, 10), new double[][] {{5}, {99}});
    assertThat(found.inertia()).isEqualTo(1);
    assertThat(found.cluster()).contains(0, 1);
  }

  @Test
  void aMultisetShowsEveryExampleAndTheSlowTwice() {
    IndexMultiset multiset = IndexMultiset.upsample(5, new int[] {1, 3}, 2);
    assertThat(multiset.size()).isEqualTo(7);
    assertThat(multiset.rows()).containsExactly(0, 1, 1, 2, 3, 3, 4);
    assertThat(IndexMultiset.upsample(5, new int[] {1, 3}, 1).rows())
        .containsExactly(0, 1, 2, 3, 4);
    TrainingData data = data(5);
    TrainingData view = multiset.view(data);
    assertThat(view.epochSize()).isEqualTo(7);
    Batch batch = view.batch(new long[] {2, 6});
    assertThat(batch.ids()).containsExactly(2, 6);
    assertThat(batch.inputs().get(0).item_double()).isEqualTo(1);
    assertThat(batch.targets().get(1).item_long()).isZero();
    assertThat(multiset.view(data, 5).epochSize()).isEqualTo(5);
  }

  @Test
  void weightsOfTheMultisetGiveItsMean() {
    IndexMultiset multiset = IndexMultiset.upsample(5, new int[] {0, 4}, 2);
    double[] values = {1, 2, 4, 8, 16};
    double weighted = 0;
    for (int i = 0; i < 5; i++) {
      weighted += multiset.weights()[i] * values[i] / 5;
    }
    double plain =
        Arrays.stream(multiset.rows()).mapToDouble(r -> values[(int) r]).average().orElseThrow();
    assertThat(weighted).isCloseTo(plain, within(1e-12));
  }

  private static TrainingData data(int n) {
    float[] inputs = new float[n];
    long[] targets = new long[n];
    for (int i = 0; i < n; i++) {
      inputs[i] = i;
      targets[i] = i % 2;
    }
    return TrainingData.of(Tensor.create(inputs).view(n, 1), Tensor.create(targets));
  }

  @Test
  void aRunTrainsTwiceTheSecondTimeOnMore() {
    LinearImpl layer = new LinearImpl(1, 2);
    Network network = Network.of(layer, layer::forward);
    List<String> trainings = new ArrayList<>();
    Useful.Training training =
        (data, epochs) -> {
          trainings.add(data.size() + " for " + epochs);
          return network;
        };
    Useful.Result result = Useful.standard().run(training, data(12), 2, 9, 1);
    assertThat(trainings).containsExactly("12 for 2", result.distribution().size() + " for 9");
    assertThat(result.slow().ids()).isNotEmpty();
    assertThat(result.network()).isSameAs(network);
    assertThatThrownBy(() -> Useful.standard().run(training, data(12), 9, 9, 1))
        .hasMessageContaining("separating epoch is 9");
  }

  @Test
  void lossesAreTheNetworksOwn() {
    LinearImpl layer = new LinearImpl(1, 2);
    Network network = Network.of(layer, layer::forward);
    TrainingData data = data(4);
    Predictions predictions = Predictions.of(network, data);
    Batch all = data.batch(new long[] {0, 1, 2, 3});
    double mean =
        Likelihood.CATEGORICAL
            .loss(layer.forward(all.inputs()).to(ScalarType.Double), all.targets())
            .item_double();
    assertThat(Arrays.stream(predictions.losses()).average().orElseThrow())
        .isCloseTo(mean, within(1e-12));
    assertThat(network.isTraining()).isFalse();
    double[] probabilities = predictions.probabilities().outputs()[1];
    assertThat(probabilities[0] + probabilities[1]).isCloseTo(1, within(1e-15));
    assertThat(predictions.losses()[1]).isCloseTo(-Math.log(probabilities[1]), within(1e-12));
  }

  @Test
  void theSeparatingEpochIsWhereTheErrorStopsFalling() {
    assertThat(Useful.separatingEpoch(new double[] {0.9, 0.5, 0.3, 0.2, 0.19, 0.1})).isEqualTo(4);
    assertThat(Useful.separatingEpoch(new double[] {0.9, 0.1, 0.09, 0.0})).isEqualTo(2);
    assertThat(Useful.separatingEpoch(new double[] {0.9, 0.6, 0.3, 0.0})).isEqualTo(3);
  }

  @Test
  void theOtherChoicesAreWhatTheySay() {
    Predictions predictions =
        new Predictions(
            new double[][] {{2, 1}, {2, 1}, {0, 3}}, new double[] {1, 5, 2}, new int[] {0, 1, 1});
    assertThat(Upsampling.largestLoss(predictions, 2)).containsExactly(1, 2);
    assertThat(Upsampling.misclassified(predictions)).containsExactly(1);
    assertThat(Upsampling.random(50, 20, 3)).hasSize(20).doesNotHaveDuplicates();
    assertThat(Upsampling.random(50, 50, 3)).hasSize(50).doesNotHaveDuplicates();
  }

  @Test
  void badInputIsNamed() {
    assertThatThrownBy(() -> new Useful(0, 1, Useful.Input.LOGITS))
        .hasMessageContaining("factor is 0");
    double[][] bad = {{Double.NaN}};
    assertThatThrownBy(() -> new Predictions(bad, new double[1], new int[1]))
        .hasMessageContaining("output of example 0 is NaN");
    double[][] one = {{1}};
    assertThatThrownBy(() -> new Predictions(one, new double[1], new int[] {-1}))
        .hasMessageContaining("label of example 0 is -1");
    assertThatThrownBy(() -> new Predictions(one, new double[2], new int[1]))
        .hasMessageContaining("2 losses");
    assertThatThrownBy(() -> IndexMultiset.upsample(3, new int[] {3}, 2))
        .hasMessageContaining("example is 3");
    assertThatThrownBy(() -> IndexMultiset.upsample(3, new int[] {1, 1}, 2))
        .hasMessageContaining("distinct");
    assertThatThrownBy(() -> IndexMultiset.once(2).view(data(3))).hasMessageContaining("is 3");
    assertThatThrownBy(() -> Upsampling.random(3, 4, 1)).hasMessageContaining("is 4");
    assertThatThrownBy(() -> KMeans.cluster(one, 2, 1, 1))
        .hasMessageContaining("number of points is 1");
  }
}
