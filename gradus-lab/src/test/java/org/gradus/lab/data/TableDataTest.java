package org.gradus.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableDataTest {

  private static TableData data(String content, Options options) {
    InputFile file =
        InputFile.of("t.csv", content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return TableData.of(TableReader.read(file, options), options);
  }

  /** Forty rows whose target is i mod {@code distinct}, times {@code factor}. */
  private static String rows(int distinct, double factor) {
    return IntStream.range(0, 40)
        .mapToObj(i -> i + "," + Cells.format(i % distinct * factor) + "\n")
        .collect(Collectors.joining("", "x,y\n", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "2, 1, CLASSIFICATION",
    "2, 0.5, CLASSIFICATION",
    "10, 1, CLASSIFICATION",
    "10, 0.3, CLASSIFICATION",
    "11, 1, REGRESSION",
    "11, 0.3, REGRESSION",
    "40, 0.3, REGRESSION"
  })
  void infersTheTaskFromANumericTarget(int distinct, double factor, TaskKind expected) {
    TableData data = data(rows(distinct, factor), Options.defaults());

    assertThat(data.kind()).isEqualTo(expected);
    assertThat(data.source().notes())
        .anyMatch(
            note ->
                note.contains(expected.name().toLowerCase(java.util.Locale.ROOT) + " (inferred)"));
  }

  @Test
  void allowsFewFractionsOnly() {
    String eleven =
        IntStream.range(0, 200)
            .mapToObj(i -> i + "," + i % 11 / 2.0 + "\n")
            .collect(Collectors.joining("", "x,y\n", ""));

    assertThat(data(eleven, Options.defaults()).kind()).isEqualTo(TaskKind.REGRESSION);
    assertThat(data(eleven.replace(".5", ""), Options.defaults()).kind())
        .isEqualTo(TaskKind.CLASSIFICATION);
  }

  @Test
  void ordersClassesByNumberOrAlphabet() {
    Targets.Classes numbers =
        (Targets.Classes) data("x,y\n1,10\n2,9\n3,10.0\n", Options.defaults()).targets();
    TableData words = data("x,y\n1,no\n2,yes\n3,maybe\n", Options.defaults());

    assertThat(numbers.labels()).containsExactly("9", "10");
    assertThat(numbers.indices()).containsExactly(1, 0, 1);
    assertThat(((Targets.Classes) words.targets()).labels()).containsExactly("maybe", "no", "yes");
    assertThat(words.source().notes())
        .contains("target taken as classification (inferred): 3 distinct strings");
  }

  @Test
  void keepsTheOrderOfClassesThatAFileNames() {
    TableData data = data("2,2,z,a\n1,2,0\n3,4,1\n", Options.defaults());

    assertThat(((Targets.Classes) data.targets()).labels()).containsExactly("z", "a");
    assertThat(((Targets.Classes) data.targets()).indices()).containsExactly(0, 1);
  }

  @Test
  void obeysTheKindAskedFor() {
    TableData regression =
        data("x,y\n1,0\n2,1\n", Options.defaults().withKind(TaskKind.REGRESSION));

    assertThat(((Targets.Values) regression.targets()).values()).containsExactly(0, 1);
    assertThat(data(rows(40, 0.3), Options.defaults().withKind(TaskKind.CLASSIFICATION)).kind())
        .isEqualTo(TaskKind.CLASSIFICATION);
  }

  @Test
  void namesRowAndValueOfATextTargetForARegression() {
    Options options = Options.defaults().withKind(TaskKind.REGRESSION);

    assertThatThrownBy(() -> data("x,y\n1,2.5\n2,many\n", options))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "t.csv: row 2, column 'y': the target 'many' is no finite number; correct it or ask for"
                + " a classification");
    assertThatThrownBy(() -> data("x,y\n1,2.5\n2,inf\n", options))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("'inf' is no finite number");
  }

  @Test
  void findsTheTargetByNameIndexOrAsTheLast() {
    String content = "y,x,z\n1,u,5\n2,v,6\n";

    assertThat(data(content, Options.defaults()).targetName()).isEqualTo("z");
    assertThat(data(content, Options.defaults()).source().notes())
        .contains("target: 'z' (the last column)");
    assertThat(data(content, Options.defaults().withTarget("x")).featureNames())
        .isEqualTo(List.of("y", "z"));
    assertThat(data(content, Options.defaults().withTarget("0")).targetName()).isEqualTo("y");
    assertThatThrownBy(() -> data(content, Options.defaults().withTarget("w")))
        .isInstanceOf(DataException.class)
        .hasMessage("t.csv has no column 'w'; its columns are y, x, z");
    assertThatThrownBy(() -> data(content, Options.defaults().withTarget("3")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no column '3'");
  }

  @Test
  void dropsAndCountsRowsWithoutATarget() {
    TableData data = data("x,y\n1,a\n2,?\n3,b\noops,b\n", Options.defaults());

    assertThat(data.rows()).isEqualTo(3);
    assertThat(data.source().rowsRead()).isEqualTo(4);
    assertThat(data.source().rowsDropped()).isEqualTo(1);
    assertThat(data.source().notes()).contains("dropped 1 rows without a target 'y'");
    assertThat(data.table().place(2, "x")).isEqualTo("t.csv: row 4, column 'x'");
  }

  @Test
  void saysWhichCellSpoilsAColumnOfNumbers() {
    TableData data = data("x,w,y\n1,p,a\n2,q,b\nold,p,b\n", Options.defaults());

    assertThat(data.source().notes())
        .contains("features: 0 numeric, 2 categorical (x because of 'old', w)");
  }

  @Test
  void refusesOneColumnAndNoTargets() {
    assertThatThrownBy(() -> data("y\n1\n2\n", Options.defaults()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("one column only");
    assertThatThrownBy(() -> data("x,y\n1,\n2,\n", Options.defaults()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no row has a target 'y'");
  }
}
