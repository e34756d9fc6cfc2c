package org.gradus.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {

  private static final Source SOURCE = new Source("set", "00", 1000, 0, List.of());

  private static RawData classes(int... indices) {
    Targets.Classes targets = new Targets.Classes(indices, List.of("a", "b", "c"));
    return new VectorData(new float[indices.length], 1, targets, SOURCE);
  }

  private static RawData imbalanced() {
    return classes(
        IntStream.range(0, 1000).map(i -> i % 10 == 0 ? 1 : i % 100 == 1 ? 2 : 0).toArray());
  }

  private static long count(RawData data, int[] rows, int label) {
    int[] indices = ((Targets.Classes) data.targets()).indices();
    return IntStream.of(rows).filter(row -> indices[row] == label).count();
  }

  @Test
  void dividesEachClassInTheSameShares() {
    RawData data = imbalanced();
    Split split = Split.of(data, 7);

    assertThat(split.train()).hasSize(640);
    assertThat(split.validation()).hasSize(160);
    assertThat(split.test()).hasSize(200);
    assertThat(count(data, split.train(), 1)).isEqualTo(64);
    assertThat(count(data, split.validation(), 1)).isEqualTo(16);
    assertThat(count(data, split.test(), 1)).isEqualTo(20);
    assertThat(count(data, split.test(), 2)).isEqualTo(2);
  }

  @Test
  void takesEveryRowOnceInAscendingOrder() {
    Split split = Split.of(imbalanced(), 7);
    int length = split.train().length + split.validation().length + split.test().length;

    assertThat(length).isEqualTo(1000);
    assertThat(
            IntStream.concat(
                    IntStream.of(split.train()),
                    IntStream.concat(IntStream.of(split.validation()), IntStream.of(split.test())))
                .distinct()
                .count())
        .isEqualTo(1000);
    assertThat(split.train()).isSorted();
    assertThat(split.validation()).isSorted();
    assertThat(split.test()).isSorted();
  }

  @Test
  void isDecidedByTheSeed() {
    assertThat(Split.of(imbalanced(), 7)).isEqualTo(Split.of(imbalanced(), 7));
    assertThat(Split.of(imbalanced(), 7).hashCode())
        .isEqualTo(Split.of(imbalanced(), 7).hashCode());
    assertThat(Split.of(imbalanced(), 7)).isNotEqualTo(Split.of(imbalanced(), 8));
  }

  @Test
  void shufflesARegression() {
    RawData data = new VectorData(new float[100], 1, new Targets.Values(new double[100]), SOURCE);
    Split split = Split.of(data, 1);

    assertThat(split.train()).hasSize(64);
    assertThat(split.validation()).hasSize(16);
    assertThat(split.test()).hasSize(20);
    assertThat(split.test()).isNotEqualTo(IntStream.range(0, 20).toArray());
  }

  @Test
  void keepsTheOwnTestPart() {
    int[] indices = IntStream.range(0, 120).map(i -> i % 2).toArray();
    RawData data =
        new ImageData(
            new byte[120], 1, 1, 1, new Targets.Classes(indices, List.of("a", "b")), 100, SOURCE);
    Split split = Split.of(data, 3);

    assertThat(split.test()).isEqualTo(IntStream.range(100, 120).toArray());
    assertThat(split.train()).hasSize(80);
    assertThat(split.validation()).hasSize(20);
  }

  @Test
  void cutsATextIntoContiguousParts() {
    Split split = Split.of(new TextData(new int[1000], new Vocabulary("ab"), SOURCE), 3);

    assertThat(split.train()).isEqualTo(IntStream.range(0, 800).toArray());
    assertThat(split.validation()).isEqualTo(IntStream.range(800, 900).toArray());
    assertThat(split.test()).isEqualTo(IntStream.range(900, 1000).toArray());
  }

  @Test
  void namesAClassWithASingleExample() {
    assertThatThrownBy(() -> Split.of(classes(0, 0, 0, 2, 1, 1), 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("class 'c' of set has a single example (row 4)");
  }

  @Test
  void refusesOneClassOnly() {
    assertThatThrownBy(() -> Split.of(classes(1, 1, 1, 1), 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("set has one class only (b)");
  }

  @Test
  void givesATestExampleOfEachSmallClass() {
    RawData data = classes(0, 0, 1, 1, 1, 0, 0, 0);
    Split split = Split.of(data, 0);

    assertThat(count(data, split.test(), 0)).isEqualTo(1);
    assertThat(count(data, split.test(), 1)).isEqualTo(1);
    assertThat(count(data, split.validation(), 1)).isEqualTo(1);
    assertThat(count(data, split.train(), 1)).isEqualTo(1);
  }

  @Test
  void refusesTooFewRows() {
    assertThatThrownBy(() -> Split.of(classes(0, 0, 1, 1), 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("too few examples (4)");
  }
}
