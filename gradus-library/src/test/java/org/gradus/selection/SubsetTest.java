package org.gradus.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.Fixtures.classes;
import static org.gradus.Fixtures.values;
import static org.gradus.Fixtures.vector;

import java.util.Arrays;
import org.gradus.core.Tensors;
import org.gradus.train.Batch;
import org.gradus.train.TrainingData;
import org.junit.jupiter.api.Test;

class SubsetTest {
  private static final TrainingData DATA =
      TrainingData.of(
          Tensors.keep(vector(10, 11, 12, 13, 14).unsqueeze(1)),
          Tensors.keep(classes(0, 1, 0, 1, 1)));
  private static final ExampleScores SCORES =
      new ExampleScores(
          "EL2N",
          new double[] {0.5, 0.1, 0.5, Double.POSITIVE_INFINITY, 0.2},
          DataFingerprint.of(DATA));

  @Test
  void subsetsAreRangesOfTheAscendingOrderWithTiesInTheDatasOrder() {
    assertThat(SCORES.ascending()).containsExactly(1, 4, 0, 2, 3);
    assertThat(Subset.hardest(SCORES, 2).rows()).containsExactly(2, 3);
    assertThat(Subset.easiest(SCORES, 3).rows()).containsExactly(1, 4, 0);
    assertThat(Subset.window(SCORES, 1, 2).rows()).containsExactly(4, 0);
  }

  @Test
  void windowsAtTheEndsAreHardestAndEasiest() {
    assertThat(Subset.window(SCORES, 3, 2).rows()).isEqualTo(Subset.hardest(SCORES, 2).rows());
    assertThat(Subset.window(SCORES, 0, 2).rows()).isEqualTo(Subset.easiest(SCORES, 2).rows());
    assertThat(Subset.window(SCORES, 0, 5).rows()).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
  }

  @Test
  void randomSubsetsAreDrawnWithoutRepetition() {
    DataFingerprint data = new DataFingerprint(1000, 1);
    long[] rows = Subset.random(data, 300, 7).rows();
    assertThat(Arrays.stream(rows).distinct().count()).isEqualTo(300);
    assertThat(Subset.random(data, 300, 7).rows()).isEqualTo(rows);
    assertThat(Subset.random(data, 300, 8).rows()).isNotEqualTo(rows);
    assertThat(Arrays.stream(rows).average().orElseThrow()).isBetween(450.0, 550.0);
  }

  @Test
  void keptExamplesAreTrainingDataNumberedAnew() {
    TrainingData kept = Subset.hardest(SCORES, 3).of(DATA);
    assertThat(kept.size()).isEqualTo(3);
    Batch batch = kept.batch(new long[] {2, 0});
    assertThat(values(batch.inputs())).containsExactly(13, 10);
    assertThat(values(batch.targets())).containsExactly(1, 0);
    assertThat(batch.ids()).containsExactly(2, 0);
  }

  @Test
  void otherDataAreRefused() {
    TrainingData swapped = DATA.subset(new long[] {1, 0, 2, 3, 4});
    assertThatThrownBy(() -> Subset.hardest(SCORES, 2).of(swapped))
        .hasMessage("the subset belongs to data with other targets or another order");
    assertThatThrownBy(() -> Subset.hardest(SCORES, 2).of(DATA.subset(new long[] {1})))
        .hasMessage("the subset belongs to 5 examples; these data have 1");
  }

  @Test
  void sizesOutOfRangeAreNamed() {
    assertThatThrownBy(() -> Subset.hardest(SCORES, 0)).hasMessageContaining("subset size is 0");
    assertThatThrownBy(() -> Subset.easiest(SCORES, 6)).hasMessageContaining("subset size is 6");
    assertThatThrownBy(() -> Subset.window(SCORES, 3, 3))
        .hasMessage("offset + size is 6; it must be at most the data's size 5");
    assertThatThrownBy(() -> Subset.window(SCORES, -1, 3)).hasMessageContaining("offset is -1");
    DataFingerprint data = DataFingerprint.of(DATA);
    assertThatThrownBy(() -> new Subset(new long[] {1, 1}, data)).hasMessageContaining("once");
    assertThatThrownBy(() -> new Subset(new long[] {5}, data)).hasMessageContaining("[0, 5)");
    assertThatThrownBy(() -> DATA.subset(new long[] {-1})).hasMessageContaining("[0, 5)");
  }

  @Test
  void permutedLabelsKeepTheClassesSizes() {
    long[] labels = new long[400];
    Arrays.setAll(labels, i -> i % 10);
    LabelPermutation noisy = LabelPermutation.of(classes(labels), 0.25, 3);
    assertThat(noisy.chosen()).hasSize(100).isSorted();
    assertThat(Arrays.stream(noisy.labels()).sorted().toArray())
        .isEqualTo(Arrays.stream(labels).sorted().toArray());
    boolean[] changed = noisy.changed(classes(labels));
    long count = 0;
    for (int i = 0; i < labels.length; i++) {
      count += changed[i] ? 1 : 0;
      assertThat(changed[i] && Arrays.binarySearch(noisy.chosen(), i) < 0).isFalse();
    }
    assertThat(count).isBetween(75L, 99L);
    assertThat(LabelPermutation.of(classes(labels), 0, 3).labels()).isEqualTo(labels);
    assertThatThrownBy(() -> LabelPermutation.of(classes(labels), 1.5, 3))
        .hasMessageContaining("fraction");
  }
}
