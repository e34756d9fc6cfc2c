package org.gradus.lab.data;

import java.nio.file.Path;
import java.util.List;

/**
 * Reads a UTF-8 text, gzip or not, as a stream of characters. The vocabulary is that of the whole
 * text, as is usual for character models.
 */
public final class TextReader {

  private TextReader() {}

  /**
   * Reads the file at {@code path}.
   *
   * @throws DataException if it is missing, empty, not UTF-8, or of one character only
   */
  public static TextData read(Path path) {
    return read(InputFile.read(path));
  }

  static TextData read(InputFile file) {
    String text = file.text();
    Vocabulary vocabulary = Vocabulary.of(text);
    if (vocabulary.size() < 2) {
      throw new DataException(
          file.name() + " has one distinct character only: nothing to learn; give a longer text");
    }
    int[] tokens = vocabulary.encode(text);
    String note =
        "read as text, %d characters, %d distinct".formatted(tokens.length, vocabulary.size());
    return new TextData(
        tokens,
        vocabulary,
        new Source(file.name(), file.sha256(), tokens.length, 0, List.of(note)));
  }
}
