package org.gradus.lab.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Columns of a table to numbers: numeric ones standardised, others one-hot.
 *
 * <p>A column is numeric if all its cells are numbers or missing. At prediction columns are found
 * by name; a file without a header that has as many columns as there were features is taken by
 * position. Columns that are not there count as missing, others are ignored, unseen categories
 * become zeros; all of it is told.
 *
 * @param columns in the order of their numbers
 * @param targetName the column that was to be predicted
 * @param target of its classes or values
 */
public record TablePreprocessing(
    List<ColumnEncoding> columns, String targetName, TargetEncoding target)
    implements Preprocessing {

  /** Copies the columns. */
  public TablePreprocessing {
    columns = List.copyOf(columns);
  }

  static TablePreprocessing fit(TableData data, int[] trainRows) {
    List<ColumnEncoding> columns =
        data.featureNames().stream().map(name -> fitColumn(data.table(), name, trainRows)).toList();
    return new TablePreprocessing(
        columns, data.targetName(), TargetEncoding.fit(data.targets(), trainRows));
  }

  private static ColumnEncoding fitColumn(Table table, String name, int[] trainRows) {
    int index = table.names().indexOf(name);
    String[] cells = table.cells(index);
    if (table.firstNonNumber(index) >= 0) {
      return ColumnEncoding.Categorical.fit(
          name, IntStream.of(trainRows).mapToObj(row -> cells[row]).collect(Collectors.toList()));
    }
    double[] numbers = numbers(table, name, cells);
    return ColumnEncoding.Numeric.fit(
        name, IntStream.of(trainRows).mapToDouble(row -> numbers[row]).toArray());
  }

  private static double[] numbers(Table table, String name, String[] cells) {
    double[] numbers = new double[cells.length];
    for (int row = 0; row < cells.length; row++) {
      numbers[row] = cells[row] == null ? Double.NaN : Cells.number(cells[row]);
      if (Double.isInfinite(numbers[row])) {
        throw notFinite(table, row, name, cells[row]);
      }
    }
    return numbers;
  }

  private static DataException notFinite(Table table, int row, String name, String cell) {
    return new DataException(
        "%s: '%s' is no finite number; correct it or leave the cell empty"
            .formatted(table.place(row, name), cell));
  }

  /** Returns the names of the numbers of one example. */
  public List<String> featureNames() {
    return columns.stream().flatMap(column -> column.featureNames().stream()).toList();
  }

  @Override
  public TaskKind task() {
    return target.task();
  }

  @Override
  public long[] shape() {
    return new long[] {featureNames().size()};
  }

  @Override
  public Dataset apply(RawData data) {
    if (!(data instanceof TableData table)) {
      throw Preprocessing.mismatch(data, "a table with the column '" + targetName + "'");
    }
    return Examples.join(data, inputs(table.table()), featureNames(), target);
  }

  /**
   * Turns the rows of a table, with or without its target, into inputs.
   *
   * @throws DataException if no column is known, or a cell of a numeric column is no finite number
   */
  public Inputs inputs(Table table) {
    int width = Math.toIntExact(shape()[0]);
    float[] values = new float[Math.multiplyExact(table.rows(), width)];
    List<String> notices = new ArrayList<>();
    int[] positions = positions(table, notices);
    int at = 0;
    for (int c = 0; c < positions.length; c++) {
      ColumnEncoding column = columns.get(c);
      String[] cells = positions[c] < 0 ? new String[table.rows()] : table.cells(positions[c]);
      encode(table, column, cells, values, at, width, notices);
      at += column.featureNames().size();
    }
    return new Inputs(values, shape(), table.rows(), List.of(), notices);
  }

  private static void encode(
      Table table,
      ColumnEncoding column,
      String[] cells,
      float[] values,
      int at,
      int width,
      List<String> notices) {
    int unseen = 0;
    Set<String> examples = new TreeSet<>();
    for (int row = 0; row < cells.length; row++) {
      try {
        if (!column.encode(cells[row], values, row * width + at)) {
          unseen++;
          examples.add(cells[row]);
        }
      } catch (NumberFormatException e) {
        throw notFinite(table, row, column.column(), cells[row]);
      }
    }
    if (unseen > 0) {
      notices.add(
          "column '%s': %d cells with categories the model does not know ('%s'%s) count as none"
              .formatted(
                  column.column(),
                  unseen,
                  examples.iterator().next(),
                  examples.size() > 1 ? ", …" : ""));
    }
  }

  /** For each column where it is in {@code table}, −1 where it is not. */
  private int[] positions(Table table, List<String> notices) {
    List<String> known = columns.stream().map(ColumnEncoding::column).toList();
    if (!table.named() && table.names().size() == known.size() && !table.names().equals(known)) {
      notices.add("no header: the columns are taken in their order in training");
      return IntStream.range(0, known.size()).toArray();
    }
    int[] positions = known.stream().mapToInt(table.names()::indexOf).toArray();
    List<String> missing = known.stream().filter(name -> !table.names().contains(name)).toList();
    List<String> extra =
        table.names().stream()
            .filter(name -> !known.contains(name) && !name.equals(targetName))
            .toList();
    if (missing.size() == known.size()) {
      throw new DataException(
          "%s has none of the columns the model takes (%s); check its header and delimiter"
              .formatted(table.source().name(), String.join(", ", known)));
    }
    if (!missing.isEmpty()) {
      notices.add("columns not in the file count as missing: " + String.join(", ", missing));
    }
    if (!extra.isEmpty()) {
      notices.add("columns the model does not take are ignored: " + String.join(", ", extra));
    }
    return positions;
  }
}
