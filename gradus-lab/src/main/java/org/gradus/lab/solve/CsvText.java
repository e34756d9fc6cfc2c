package org.gradus.lab.solve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Solutions as CSV files, numbers in full precision. */
final class CsvText {
  private CsvText() {}

  /** A matrix, a row a line, without a header. */
  static Answer.SolutionFile matrix(String name, double[] values, int columns) {
    return file(
        name,
        printer -> {
          for (int i = 0; i < values.length; i++) {
            printer.print(values[i]);
            if (i % columns == columns - 1) {
              printer.println();
            }
          }
        });
  }

  /** Columns under their names; shorter ones end in empty cells. */
  static Answer.SolutionFile columns(String name, List<String> names, List<double[]> columns) {
    int rows = columns.stream().mapToInt(c -> c.length).max().orElse(0);
    return file(
        name,
        printer -> {
          printer.printRecord(names);
          for (int row = 0; row < rows; row++) {
            for (double[] column : columns) {
              printer.print(row < column.length ? column[row] : null);
            }
            printer.println();
          }
        });
  }

  /** Rows of numbers under a header, each behind its name. */
  static Answer.SolutionFile named(
      String name, List<String> header, List<String> names, double[] values, int columns) {
    return file(
        name,
        printer -> {
          printer.printRecord(header);
          for (int row = 0; row < names.size(); row++) {
            printer.print(names.get(row));
            for (int c = 0; c < columns; c++) {
              printer.print(values[row * columns + c]);
            }
            printer.println();
          }
        });
  }

  /** Values of pairs of names: row, column, value. */
  static Answer.SolutionFile pairs(
      String name, List<String> rows, List<String> columns, double[] values) {
    return file(
        name,
        printer -> {
          printer.printRecord("row", "column", "value");
          for (int i = 0; i < values.length; i++) {
            printer.printRecord(rows.get(i), columns.get(i), values[i]);
          }
        });
  }

  @FunctionalInterface
  private interface Content {
    void print(CSVPrinter printer) throws IOException;
  }

  private static Answer.SolutionFile file(String name, Content content) {
    StringBuilder out = new StringBuilder();
    try (CSVPrinter printer = new CSVPrinter(out, CSVFormat.RFC4180)) {
      content.print(printer);
    } catch (IOException e) {
      throw new UncheckedIOException("in memory", e);
    }
    return new Answer.SolutionFile(name, out.toString().getBytes(StandardCharsets.UTF_8));
  }
}
