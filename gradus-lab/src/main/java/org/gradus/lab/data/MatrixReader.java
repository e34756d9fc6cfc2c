package org.gradus.lab.data;

import java.nio.file.Path;

/**
 * Reads files of nothing but numbers, such as cost matrices and marginals: delimited text as {@link
 * TableReader} takes it, with or without a header.
 */
public final class MatrixReader {
  private MatrixReader() {}

  /**
   * Reads a matrix: a line a row.
   *
   * @return its rows, all of one length, every entry finite
   * @throws DataException naming the file, row and column of what is no finite number
   */
  public static double[][] matrix(Path path) {
    Table table = TableReader.read(path, Options.defaults());
    double[][] rows = new double[table.rows()][table.names().size()];
    for (int column = 0; column < table.names().size(); column++) {
      double[] values = column(table, column);
      for (int row = 0; row < values.length; row++) {
        rows[row][column] = values[row];
      }
    }
    return rows;
  }

  /**
   * Reads a vector: one row or one column of numbers.
   *
   * @throws DataException as {@link #matrix}, or if the file holds more than one row and column
   */
  public static double[] vector(Path path) {
    double[][] rows = matrix(path);
    if (rows.length == 1) {
      return rows[0];
    }
    if (rows[0].length != 1) {
      throw new DataException(
          "%s has %d rows of %d numbers; a vector is one row or one column"
              .formatted(path, rows.length, rows[0].length));
    }
    double[] vector = new double[rows.length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = rows[i][0];
    }
    return vector;
  }

  /** The numbers of a column, every one finite. */
  static double[] column(Table table, int index) {
    String[] cells = table.cells(index);
    double[] values = new double[cells.length];
    for (int row = 0; row < cells.length; row++) {
      values[row] = finite(table, row, table.names().get(index), cells[row]);
    }
    return values;
  }

  private static double finite(Table table, int row, String column, String cell) {
    double value = cell == null ? Double.NaN : Cells.number(cell);
    if (!Double.isFinite(value)) {
      throw new DataException(
          "%s is '%s', which is no finite number; correct or remove it"
              .formatted(table.place(row, column), cell == null ? "" : cell));
    }
    return value;
  }
}
