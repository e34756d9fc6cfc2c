package org.gradus.lab.data;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads delimited text (CSV, TSV, semicolons; quoted as RFC 4180; gzip or not; UTF-8) into a {@link
 * Table}.
 *
 * <p>The delimiter and the header are detected and said. Empty cells, NA, N/A, NaN, ? and null are
 * missing. The first line of scikit-learn's bundled files (rows, features, class names) is known:
 * the class indices of the last column become those names.
 */
public final class TableReader {

  private TableReader() {}

  /**
   * Reads the file at {@code path}.
   *
   * @throws DataException if it is missing, empty, not UTF-8, or a row has too few or too many
   *     cells
   */
  public static Table read(Path path, Options options) {
    return read(InputFile.read(path), options);
  }

  static Table read(InputFile file, Options options) {
    String text = file.text();
    TableLayout layout = TableLayout.detect(text, options);
    List<String[]> rows = new ArrayList<>();
    try (CSVParser parser =
        CSVParser.parse(new StringReader(text), TableLayout.format(layout.delimiter()))) {
      Iterator<CSVRecord> records = parser.iterator();
      String[] first = firstLine(file, layout, records);
      int width = layout.firstLine() == TableLayout.FirstLine.NAMES ? first.length : 0;
      while (records.hasNext()) {
        CSVRecord record = records.next();
        width = width == 0 ? record.size() : width;
        requireWidth(file, parser, record, width);
        rows.add(record.values());
      }
      return table(file, layout, first, rows, width);
    } catch (IOException | UncheckedIOException e) {
      throw new DataException(
          "%s is no valid table (%s); check its quotes".formatted(file.name(), e.getMessage()), e);
    }
  }

  private static String[] firstLine(
      InputFile file, TableLayout layout, Iterator<CSVRecord> records) {
    if (!records.hasNext()) {
      throw new DataException(file.name() + " has no rows of data; give a file with rows");
    }
    return layout.firstLine() == TableLayout.FirstLine.DATA
        ? new String[0]
        : records.next().values();
  }

  private static void requireWidth(
      InputFile file, CSVParser parser, CSVRecord record, int expected) {
    if (record.size() != expected) {
      throw new DataException(
          "%s: line %d has %d cells, expected %d; complete the line or quote its delimiters"
              .formatted(file.name(), parser.getCurrentLineNumber(), record.size(), expected));
    }
  }

  private static Table table(
      InputFile file, TableLayout layout, String[] first, List<String[]> rows, int width) {
    List<String[]> columns =
        IntStream.range(0, width).mapToObj(column -> column(rows, column)).toList();
    List<String> notes = new ArrayList<>();
    notes.add(
        "read as a table of %d columns, delimiter %s".formatted(width, layout.delimiterName()));
    boolean named = layout.firstLine() == TableLayout.FirstLine.NAMES;
    List<String> classNames = List.of();
    switch (layout.firstLine()) {
      case NAMES -> notes.add("the first line names the columns");
      case DATA -> notes.add("no header: the columns are named c0, c1, …");
      case COUNTS_AND_CLASSES -> {
        classNames = List.of(Arrays.copyOfRange(first, 2, first.length));
        requireCount(file, first[0], rows.size());
        nameClasses(file, columns.get(width - 1), classNames);
        notes.add(
            "the first line is scikit-learn's: %s rows, %s features, classes %s"
                .formatted(first[0], first[1], String.join(", ", classNames)));
      }
    }
    return Table.of(
        names(first, named, width),
        columns,
        named,
        classNames,
        new Source(file.name(), file.sha256(), rows.size(), 0, notes));
  }

  private static String[] column(List<String[]> rows, int column) {
    return rows.stream()
        .map(row -> Cells.isMissing(row[column]) ? null : row[column])
        .toArray(String[]::new);
  }

  private static List<String> names(String[] first, boolean named, int width) {
    return IntStream.range(0, width)
        .mapToObj(c -> named && !first[c].isEmpty() ? first[c] : "c" + c)
        .toList();
  }

  private static void requireCount(InputFile file, String promised, int found) {
    if (Cells.number(promised) != found) {
      throw new DataException(
          "%s: the first line promises %s rows, found %d; fetch the file again"
              .formatted(file.name(), promised, found));
    }
  }

  /** Replaces the class indices of the last column by the names of the first line. */
  private static void nameClasses(InputFile file, String[] cells, List<String> classNames) {
    for (int row = 0; row < cells.length; row++) {
      double index = cells[row] == null ? Double.NaN : Cells.number(cells[row]);
      if (index != Math.rint(index) || index < 0 || index >= classNames.size()) {
        throw new DataException(
            "%s: row %d has class '%s', but the first line names classes 0 to %d; correct either"
                .formatted(file.name(), row + 1, cells[row], classNames.size() - 1));
      }
      cells[row] = classNames.get((int) index);
    }
  }
}
