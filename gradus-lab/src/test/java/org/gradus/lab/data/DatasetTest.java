package org.gradus.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetTest {

  private static final Source SOURCE = new Source("set", "00", 3, 0, List.of());
  private static final float[] INPUTS = {1, 2, 3, 4, 5, 6};

  @Test
  void selectsRowsInTheOrderAskedFor() {
    Dataset classes =
        Dataset.classification(
            SOURCE, List.of(), new long[] {1, 2}, INPUTS, new int[] {0, 1, 0}, List.of("a", "b"));
    Dataset values =
        Dataset.regression(SOURCE, List.of(), new long[] {2}, INPUTS, new float[] {7, 8, 9});
    Dataset text = Dataset.language(SOURCE, new int[] {0, 1, 1, 0}, new Vocabulary("ab"));

    assertThat(classes.exampleSize()).isEqualTo(2);
    assertThat(classes.subset(new int[] {2, 1}).inputs()).containsExactly(5, 6, 3, 4);
    assertThat(classes.subset(new int[] {2, 1}).classes()).containsExactly(0, 1);
    assertThat(classes.subset(new int[] {2, 1}).rows()).isEqualTo(2);
    assertThat(values.subset(new int[] {1, 1}).values()).containsExactly(8, 8);
    assertThat(text.subset(new int[] {1, 2, 3}).tokens()).containsExactly(1, 1, 0);
  }

  @Test
  void refusesTargetsOfAnotherKind() {
    Dataset text = Dataset.language(SOURCE, new int[] {0}, new Vocabulary("ab"));

    assertThatThrownBy(text::classes)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("set has no classes: it is LANGUAGE");
    assertThatThrownBy(text::values).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesInputsOfAnotherLength() {
    assertThatThrownBy(
            () -> Dataset.regression(SOURCE, List.of(), new long[] {2}, INPUTS, new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("inputs has length 6, must be 4");
  }

  @Test
  void refusesImpossibleSourcesAndClasses() {
    assertThatThrownBy(() -> new Source("set", "00", 1, 2, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Targets.Classes(new int[] {2}, List.of("a", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("class index is 2, must be from 0 to 1");
  }
}
