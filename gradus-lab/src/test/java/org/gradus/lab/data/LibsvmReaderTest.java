package org.gradus.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibsvmReaderTest {

  @TempDir Path folder;

  private VectorData read(String content) {
    return LibsvmReader.read(TestFiles.text(folder, "t.svm", content), Options.defaults());
  }

  @Test
  void readsSparseRowsAsDenseOnes() {
    VectorData data = read("+1 1:0.5 3:-2 # a comment\n\n-1 2:1e2\n+1 1:1\n");

    assertThat(data.width()).isEqualTo(3);
    assertThat(data.values()).containsExactly(0.5f, 0, -2, 0, 100, 0, 1, 0, 0);
    assertThat(((Targets.Classes) data.targets()).labels()).containsExactly("-1", "1");
    assertThat(((Targets.Classes) data.targets()).indices()).containsExactly(1, 0, 1);
    assertThat(data.source().notes()).contains("read as LIBSVM, 3 features, indices from 1");
  }

  @Test
  void knowsIndicesFromZero() {
    assertThat(read("1 0:5 2:6\n2 1:7\n").values()).containsExactly(5, 0, 6, 0, 7, 0);
  }

  @Test
  void keepsARowWithoutFeatures() {
    assertThat(read("1 1:5\n2\n").values()).containsExactly(5, 0);
  }

  @Test
  void readsGzipAndIsOpenedByContent() {
    Path path = TestFiles.bytes(folder, "t.txt.gz", TestFiles.gzip("1 1:2\n2 1:3\n"));

    assertThat(DataFiles.open(path, Options.defaults())).isInstanceOf(VectorData.class);
  }

  @Test
  void makesARegressionIfAskedTo() {
    Path path = TestFiles.text(folder, "r.svm", "1 1:2\n2 1:3\n");
    RawData data = DataFiles.open(path, Options.defaults().withKind(TaskKind.REGRESSION));

    assertThat(((Targets.Values) data.targets()).values()).containsExactly(1, 2);
  }

  @ParameterizedTest
  @CsvSource({
    "'1 1:2\nyes 1:3\n', line 2 has 'yes'",
    "'1 1:2\n2 1:x\n', line 2 has '1:x'",
    "'1 1:2\n2 1:inf\n', line 2 has '1:inf'",
    "'1 1:2\n2 three\n', line 2 has 'three'",
    "'1 2:2 1:3\n', line 1 has '1:3'",
    "'1 2:2 2:3\n', line 1 has '2:3'",
    "'1 1.5:2\n', line 1 has '1.5:2'",
    "'1\n2\n', has no features",
    "'# nothing\n', has no rows"
  })
  void refusesMalformedLines(String content, String message) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("t.svm")
        .hasMessageContaining(message);
  }

  @Test
  void refusesWhatIsTooLargeWhenDense() {
    assertThatThrownBy(() -> read("1 1:1\n2 300000000:1\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2 rows of 300000000 features");
  }
}
