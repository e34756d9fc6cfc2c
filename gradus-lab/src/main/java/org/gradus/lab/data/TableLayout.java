package org.gradus.lab.data;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * How the text of a table is laid out: its delimiter and what its first line is, decided from the
 * first lines.
 *
 * @param delimiter the character between two cells
 * @param firstLine what the first line holds
 */
record TableLayout(char delimiter, FirstLine firstLine) {

  /** What the first line of a table holds. */
  enum FirstLine {
    /** The names of the columns. */
    NAMES,
    /** Data, like all others. */
    DATA,
    /** As scikit-learn's bundled files: rows, features, then the names of the classes. */
    COUNTS_AND_CLASSES
  }

  private static final int SAMPLE = 50;

  /** In order of preference: tabs and semicolons are rarely anything but delimiters. */
  private static final List<Character> CANDIDATES = List.of('\t', ';', ',');

  static TableLayout detect(String text, Options options) {
    char delimiter = options.delimiter().orElseGet(() -> detectDelimiter(text));
    return new TableLayout(delimiter, detectFirstLine(sample(text, delimiter), options.header()));
  }

  /** Returns whether some delimiter cuts the first lines of {@code text} into equal rows. */
  static boolean isTable(String text) {
    return CANDIDATES.stream().anyMatch(candidate -> width(sample(text, candidate)) > 1);
  }

  static CSVFormat format(char delimiter) {
    return CSVFormat.DEFAULT
        .builder()
        .setDelimiter(delimiter)
        .setIgnoreSurroundingSpaces(true)
        .setIgnoreEmptyLines(true)
        .get();
  }

  /** Describes the delimiter for a note. */
  String delimiterName() {
    return switch (delimiter) {
      case '\t' -> "tab";
      case ' ' -> "space";
      default -> "'" + delimiter + "'";
    };
  }

  private static char detectDelimiter(String text) {
    for (char candidate : CANDIDATES) {
      if (width(sample(text, candidate)) > 1) {
        return candidate;
      }
    }
    int mostCells = 0;
    char best = ',';
    for (char candidate : CANDIDATES) {
      int cells = sample(text, candidate).stream().mapToInt(row -> row.length).max().orElse(0);
      if (cells > mostCells) {
        mostCells = cells;
        best = candidate;
      }
    }
    return best;
  }

  /** The cells a row has if all sampled rows but perhaps the first agree, else 0. */
  private static int width(List<String[]> rows) {
    if (rows.isEmpty()) {
      return 0;
    }
    int width = rows.get(rows.size() - 1).length;
    boolean even =
        rows.subList(Math.min(1, rows.size() - 1), rows.size()).stream()
            .allMatch(row -> row.length == width);
    return even && (rows.get(0).length == width || isCountsAndClasses(rows)) ? width : 0;
  }

  private static List<String[]> sample(String text, char delimiter) {
    try (CSVParser parser = CSVParser.parse(new StringReader(text), format(delimiter))) {
      return parser.stream().limit(SAMPLE).map(CSVRecord::values).toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  private static FirstLine detectFirstLine(List<String[]> rows, Header header) {
    return switch (header) {
      case YES -> FirstLine.NAMES;
      case NO -> FirstLine.DATA;
      case AUTO ->
          isCountsAndClasses(rows)
              ? FirstLine.COUNTS_AND_CLASSES
              : looksLikeNames(rows) ? FirstLine.NAMES : FirstLine.DATA;
    };
  }

  /** Rows, features, then at least two class names over rows of features and one class index. */
  private static boolean isCountsAndClasses(List<String[]> rows) {
    if (rows.size() < 2 || rows.get(0).length < 4) {
      return false;
    }
    String[] first = rows.get(0);
    boolean names = IntStream.range(2, first.length).noneMatch(c -> Cells.isNumber(first[c]));
    return names && Cells.number(first[0]) >= 1 && Cells.number(first[1]) + 1 == rows.get(1).length;
  }

  /**
   * Names are no numbers, are distinct, and stand over a column of numbers or over cells that do
   * not repeat them.
   */
  private static boolean looksLikeNames(List<String[]> rows) {
    if (rows.size() < 2) {
      return false;
    }
    String[] first = rows.get(0);
    Set<String> distinct = new HashSet<>(Arrays.asList(first));
    boolean words = Arrays.stream(first).noneMatch(cell -> Cells.isNumber(cell) || isMarker(cell));
    if (!words || distinct.size() < first.length) {
      return false;
    }
    List<String[]> below = rows.subList(1, rows.size());
    return IntStream.range(0, first.length).noneMatch(c -> repeats(below, c, first[c]));
  }

  private static boolean isMarker(String cell) {
    return !cell.isEmpty() && Cells.isMissing(cell);
  }

  private static boolean repeats(List<String[]> rows, int column, String cell) {
    return rows.stream().anyMatch(row -> column < row.length && row[column].equals(cell));
  }
}
