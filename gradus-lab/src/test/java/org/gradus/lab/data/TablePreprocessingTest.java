package org.gradus.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablePreprocessingTest {

  private static final String LOANS =
      """
      age,job,paid
      10,nurse,yes
      20,?,no
      ,clerk,yes
      60,nurse,no
      1000,pilot,no
      """;

  @TempDir Path folder;

  private TableData open(String content) {
    return (TableData) DataFiles.open(TestFiles.text(folder, "t.csv", content), Options.defaults());
  }

  /** Fitted on the first four rows: the last is not for training. */
  private Preprocessing fit() {
    return Preprocessing.fit(open(LOANS), new int[] {0, 1, 2, 3});
  }

  private Inputs predict(Preprocessing preprocessing, String content, Options options) {
    Path path = TestFiles.text(folder, "new.csv", content);
    return DataFiles.inputs(path, options, preprocessing);
  }

  private Inputs predict(String content) {
    return predict(fit(), content, Options.defaults());
  }

  private static float[] row(float[] values, int row, int width) {
    return Arrays.copyOfRange(values, row * width, (row + 1) * width);
  }

  @Test
  void learnsFromTrainingRowsOnly() {
    TablePreprocessing fitted = (TablePreprocessing) fit();
    ColumnEncoding.Numeric age = (ColumnEncoding.Numeric) fitted.columns().get(0);
    ColumnEncoding.Categorical job = (ColumnEncoding.Categorical) fitted.columns().get(1);

    assertThat(age.mean()).isEqualTo(30);
    assertThat(age.standardDeviation()).isCloseTo(Math.sqrt(1400 / 3.0), within(1e-12));
    assertThat(age.median()).isEqualTo(20);
    assertThat(age.missingIndicator()).isTrue();
    assertThat(job.categories()).containsExactly("clerk", "nurse");
    assertThat(job.missingIndicator()).isTrue();
    assertThat(fitted.featureNames())
        .containsExactly("age", "age is missing", "job=clerk", "job=nurse", "job is missing");
  }

  @Test
  void encodesNumbersCategoriesAndMissingCells() {
    Dataset data = fit().apply(open(LOANS));
    float scale = (float) Math.sqrt(1400 / 3.0);

    assertThat(data.inputShape()).containsExactly(5);
    assertThat(row(data.inputs(), 0, 5)).containsExactly(-20 / scale, 0, 0, 1, 0);
    assertThat(row(data.inputs(), 1, 5)).containsExactly(-10 / scale, 0, 0, 0, 1);
    assertThat(row(data.inputs(), 2, 5)).containsExactly(-10 / scale, 1, 1, 0, 0);
    assertThat(row(data.inputs(), 4, 5)).containsExactly(970 / scale, 0, 0, 0, 0);
    assertThat(data.classes()).containsExactly(1, 0, 1, 0, 0);
    assertThat(data.classLabels()).containsExactly("no", "yes");
    assertThat(data.source().notes())
        .contains(
            "column 'job': 1 cells with categories the model does not know ('pilot') count as none");
  }

  @Test
  void survivesJsonExactly() {
    Preprocessing fitted = fit();
    Preprocessing read = Preprocessing.fromJson(fitted.toJson());

    assertThat(read).isEqualTo(fitted);
    assertThat(read.apply(open(LOANS)).inputs()).isEqualTo(fitted.apply(open(LOANS)).inputs());
  }

  @Test
  void refusesOtherJson() {
    assertThatThrownBy(() -> Preprocessing.fromJson("{\"type\":\"other\"}"))
        .isInstanceOf(DataException.class);
  }

  @Test
  void predictsWithoutTheTargetInAnyOrderOfColumns() {
    Inputs inputs = predict("job,age\nnurse,10\n");

    assertThat(inputs.values()).isEqualTo(row(fit().apply(open(LOANS)).inputs(), 0, 5));
    assertThat(inputs.rows()).isEqualTo(1);
    assertThat(inputs.shape()).containsExactly(5);
    assertThat(inputs.notices()).isEmpty();
  }

  @Test
  void tellsMissingAndExtraColumnsAndIgnoresTheTarget() {
    Inputs inputs = predict("job,city,paid\nclerk,Rome,yes\nclerk,Bonn,no\n");

    assertThat(row(inputs.values(), 0, 5)[1]).isEqualTo(1);
    assertThat(inputs.notices())
        .containsExactly(
            "columns not in the file count as missing: age",
            "columns the model does not take are ignored: city");
  }

  @Test
  void countsUnseenCategories() {
    Inputs inputs = predict("age,job\n1,pilot\n2,baker\n3,pilot\n4,clerk\n");

    assertThat(row(inputs.values(), 0, 5)).endsWith(0, 0, 0);
    assertThat(inputs.notices())
        .containsExactly(
            "column 'job': 3 cells with categories the model does not know ('baker', …) count as"
                + " none");
  }

  @Test
  void takesAFileWithoutHeaderByPosition() {
    Inputs inputs = predict("10,nurse\n20,clerk\n");

    assertThat(row(inputs.values(), 0, 5)).isEqualTo(row(fit().apply(open(LOANS)).inputs(), 0, 5));
    assertThat(inputs.notices())
        .containsExactly("no header: the columns are taken in their order in training");
  }

  @Test
  void namesTextInANumericColumnAtPrediction() {
    assertThatThrownBy(() -> predict("age,job\n1,nurse\nold,nurse\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("row 2, column 'age': 'old' is no finite number");
  }

  @Test
  void refusesAFileOfOtherColumns() {
    assertThatThrownBy(() -> predict("x,y\n1,2\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("none of the columns the model takes (age, job)");
  }

  @Test
  void namesInfiniteCells() {
    TableData data = open("x,y\n1,a\n-inf,b\n3,a\n");

    assertThatThrownBy(() -> Preprocessing.fit(data, new int[] {0}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("row 2, column 'x': '-inf' is no finite number");
  }

  @Test
  void takesNotANumberAsMissing() {
    TablePreprocessing fitted =
        (TablePreprocessing) Preprocessing.fit(open("x,y\n1,a\nNaN,b\n3,a\n"), new int[] {0, 1, 2});

    assertThat(fitted.featureNames()).containsExactly("x", "x is missing");
  }

  @Test
  void keepsConstantAndEmptyColumnsFinite() {
    TableData data = open("k,e,y\n5,,a\n5,,b\n5,,a\n");
    Dataset ready = Preprocessing.fit(data, new int[] {0, 1, 2}).apply(data);

    assertThat(ready.featureNames()).containsExactly("k", "e", "e is missing");
    assertThat(ready.inputs()).containsExactly(0, 0, 1, 0, 0, 1, 0, 0, 1);
  }

  @Test
  void keepsTheMostFrequentOfManyCategories() {
    String content =
        IntStream.range(0, 300)
            .mapToObj(i -> "w" + i % 101 + "," + i % 2 + "\n")
            .collect(Collectors.joining("", "word,y\n", ""));
    TableData data = open(content);
    TablePreprocessing fitted =
        (TablePreprocessing) Preprocessing.fit(data, IntStream.range(0, 300).toArray());

    assertThat(fitted.featureNames()).hasSize(100).contains("word=w0").doesNotContain("word=w99");
  }

  @Test
  void keepsASmallSpreadAroundALargeMean() {
    TableData data = open("x,y\n1700000000,a\n1700000001,b\n1700000002,a\n");
    Dataset ready = Preprocessing.fit(data, new int[] {0, 1, 2}).apply(data);
    float step = (float) Math.sqrt(1.5);

    assertThat(ready.inputs()).containsExactly(-step, 0, step);
  }

  @Test
  void standardisesARegressionAndInvertsIt() {
    TableData data = open("x,y\n1,10.5\n2,20.5\n3,60.5\n4,1000.5\n");
    TablePreprocessing fitted = (TablePreprocessing) Preprocessing.fit(data, new int[] {0, 1});
    TargetEncoding.Standardised target = (TargetEncoding.Standardised) fitted.target();

    assertThat(fitted.task()).isEqualTo(TaskKind.REGRESSION);
    assertThat(target).isEqualTo(new TargetEncoding.Standardised(15.5, 5));
    assertThat(fitted.apply(data).values()).containsExactly(-1, 1, 9, 197);
    assertThat(target.decode(197)).isEqualTo(1000.5);
    assertThat(Preprocessing.fromJson(fitted.toJson())).isEqualTo(fitted);
  }

  @Test
  void matchesClassesByLabelWhenEvaluating() {
    Dataset evaluated = fit().apply(open("age,job,paid\n1,nurse,yes\n2,nurse,yes\n"));

    assertThat(evaluated.classes()).containsExactly(1, 1);
    assertThat(evaluated.classLabels()).containsExactly("no", "yes");
  }

  @Test
  void refusesUnknownClassesAndOtherKindsWhenEvaluating() {
    assertThatThrownBy(() -> fit().apply(open("age,job,paid\n1,nurse,maybe\n2,nurse,yes\n")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has class 'maybe', which the model does not know");
    assertThatThrownBy(
            () -> fit().apply(open("age,job,paid\n1,nurse,1.5\n2,nurse,2.5\n3,nurse,3.5\n")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has numbers as targets, the model has classes");
    RawData text = TextReader.read(TestFiles.text(folder, "t.txt", "some text"));
    assertThatThrownBy(() -> fit().apply(text))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("give a table with the column 'paid'");
  }
}
