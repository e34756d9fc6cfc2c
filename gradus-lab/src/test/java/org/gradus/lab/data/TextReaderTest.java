package org.gradus.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextReaderTest {

  @TempDir Path folder;

  @Test
  void readsCharactersBeyondTheBasicPlaneAsOneToken() {
    Path path = TestFiles.text(folder, "t.txt", "ba😀a\n");

    TextData data = (TextData) DataFiles.open(path, Options.defaults());

    assertThat(data.vocabulary()).isEqualTo(new Vocabulary("\nab😀"));
    assertThat(data.vocabulary().size()).isEqualTo(4);
    assertThat(data.tokens()).containsExactly(2, 1, 3, 1, 0);
    assertThat(data.vocabulary().decode(data.tokens())).isEqualTo("ba😀a\n");
    assertThat(data.kind()).isEqualTo(TaskKind.LANGUAGE);
    assertThat(data.source().rowsRead()).isEqualTo(5);
  }

  @Test
  void leavesOutUnknownCharacters() {
    assertThat(new Vocabulary("ab").encode("abcba")).containsExactly(0, 1, 1, 0);
  }

  @Test
  void refusesAVocabularyOutOfOrder() {
    assertThatThrownBy(() -> new Vocabulary("ba")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Vocabulary("aa")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesEmptyAndConstantTexts() {
    Path empty = TestFiles.text(folder, "empty.txt", "");
    Path constant = TestFiles.text(folder, "constant.txt", "aaaa");

    assertThatThrownBy(() -> TextReader.read(empty))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("empty.txt is empty");
    assertThatThrownBy(() -> TextReader.read(constant))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("one distinct character");
  }
}
