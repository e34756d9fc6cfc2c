package org.gradus.lab.data;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Entries of a matrix as a table of three columns: row, column, value, as ratings are kept. Rows
 * and columns may be called anything; they are numbered in the order they first appear.
 *
 * @param rowNames the rows by number
 * @param columnNames the columns by number
 * @param row row number of each entry
 * @param column column number of each entry
 * @param value the entries
 */
public record Triplets(
    List<String> rowNames, List<String> columnNames, int[] row, int[] column, double[] value) {
  private static final int WIDTH = 3;

  /**
   * Reads delimited text as {@link TableReader} takes it; columns after the third are left alone.
   *
   * @throws DataException if there are fewer than three columns, a name is missing, or a value is
   *     no finite number, naming file, row and column
   */
  public static Triplets read(Path path) {
    Table table = TableReader.read(path, Options.defaults());
    if (table.names().size() < WIDTH) {
      throw new DataException(
          "%s has %d columns; entries need three: row, column, value"
              .formatted(path, table.names().size()));
    }
    Map<String, Integer> rows = new LinkedHashMap<>();
    Map<String, Integer> columns = new LinkedHashMap<>();
    int[] row = numbered(table, 0, rows);
    int[] column = numbered(table, 1, columns);
    return new Triplets(
        List.copyOf(rows.keySet()),
        List.copyOf(columns.keySet()),
        row,
        column,
        MatrixReader.column(table, 2));
  }

  /**
   * Reads pairs of names: the first two columns of a table.
   *
   * @return for each row of the file its two names
   */
  public static List<String[]> readPairs(Path path) {
    Table table = TableReader.read(path, Options.defaults());
    if (table.names().size() < 2) {
      throw new DataException(path + " has one column; pairs need two: row, column");
    }
    String[] first = table.cells(0);
    String[] second = table.cells(1);
    return IntStream.range(0, first.length)
        .mapToObj(i -> new String[] {first[i], second[i]})
        .toList();
  }

  private static int[] numbered(Table table, int index, Map<String, Integer> numbers) {
    String[] cells = table.cells(index);
    int[] numbered = new int[cells.length];
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] == null) {
        throw new DataException(
            table.place(i, table.names().get(index)) + " is missing; complete or remove the line");
      }
      numbered[i] = numbers.computeIfAbsent(cells[i], name -> numbers.size());
    }
    return numbered;
  }
}
