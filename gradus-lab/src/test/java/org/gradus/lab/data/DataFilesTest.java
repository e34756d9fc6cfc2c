package org.gradus.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFilesTest {

  private static final Options PLAIN = Options.defaults();

  @TempDir Path folder;

  @Test
  void takesATextFileAsATableWhereATargetIsNamed() {
    Path path = TestFiles.text(folder, "t.txt", "x\ty\n1\ta\n2\tb\n");

    assertThat(DataFiles.open(path, PLAIN)).isInstanceOf(TextData.class);
    assertThat(DataFiles.open(path, PLAIN.withTarget("y"))).isInstanceOf(TableData.class);
    assertThat(DataFiles.open(path, PLAIN.withKind(TaskKind.CLASSIFICATION)))
        .isInstanceOf(TableData.class);
  }

  @Test
  void takesAnyFileAsTextWhereALanguageTaskIsAskedFor() {
    Path path = TestFiles.text(folder, "t.csv", "x,y\n1,a\n");

    assertThat(DataFiles.open(path, PLAIN.withKind(TaskKind.LANGUAGE)))
        .isInstanceOf(TextData.class);
  }

  @Test
  void refusesAnotherKindThanTheFileMakes() {
    TestFiles.image(folder, "a/1.png", TestFiles.grey(1, 1, 1));

    assertThatThrownBy(() -> DataFiles.open(folder, PLAIN.withKind(TaskKind.REGRESSION)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("makes a CLASSIFICATION task, not the REGRESSION asked for");
  }

  @Test
  void refusesBinariesAndSingleImages() {
    Path binary = TestFiles.bytes(folder, "t.xlsx", new byte[] {'P', 'K', 3, 4, 0, 0});
    Path image = TestFiles.image(folder, "1.png", TestFiles.grey(1, 1, 1));

    assertThatThrownBy(() -> DataFiles.open(binary, PLAIN))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is binary, of no known kind; give CSV");
    assertThatThrownBy(() -> DataFiles.open(image, PLAIN))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is one image");
  }

  @Test
  void refusesAPathThatIsNotThere() {
    assertThatThrownBy(() -> DataFiles.open(folder.resolve("none"), PLAIN))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("none does not exist");
  }
}
