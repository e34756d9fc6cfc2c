package org.gradus.lab.data;

import java.util.Optional;

/**
 * How a user's file is to be read. What is left empty is decided from the file and said in the
 * {@linkplain Source#notes() notes}.
 *
 * @param target the target column of a table, by name or by 0-based index; the last one by default
 * @param kind what is to be learned; inferred from the target by default
 * @param header whether the first line of a table names its columns
 * @param delimiter the character between two cells of a table; detected by default
 */
public record Options(
    Optional<String> target,
    Optional<TaskKind> kind,
    Header header,
    Optional<Character> delimiter) {

  /** Returns the options of a file of which nothing is said. */
  public static Options defaults() {
    return new Options(Optional.empty(), Optional.empty(), Header.AUTO, Optional.empty());
  }

  /** Returns these options with the target column {@code column}, a name or a 0-based index. */
  public Options withTarget(String column) {
    return new Options(Optional.of(column), kind, header, delimiter);
  }

  /** Returns these options with the kind of task {@code forced}. */
  public Options withKind(TaskKind forced) {
    return new Options(target, Optional.of(forced), header, delimiter);
  }

  /** Returns these options with {@code choice} for the first line. */
  public Options withHeader(Header choice) {
    return new Options(target, kind, choice, delimiter);
  }

  /** Returns these options with {@code character} between two cells. */
  public Options withDelimiter(char character) {
    return new Options(target, kind, header, Optional.of(character));
  }
}
