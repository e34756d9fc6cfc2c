package org.gradus.lab.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Named columns of cells, as text: what CSV and Parquet files become.
 *
 * <p>A missing cell is null. The text is kept so that whoever knows what a column should be, the
 * target's inference or a fitted {@link TablePreprocessing}, decides what it means.
 */
public final class Table {

  private final List<String> names;
  private final List<String[]> columns;
  private final boolean named;
  private final List<String> classNames;
  private final int[] rowNumbers;
  private final Source source;

  private Table(
      List<String> names,
      List<String[]> columns,
      boolean named,
      List<String> classNames,
      int[] rowNumbers,
      Source source) {
    this.names = List.copyOf(names);
    this.columns = List.copyOf(columns);
    this.named = named;
    this.classNames = List.copyOf(classNames);
    this.rowNumbers = rowNumbers;
    this.source = source;
  }

  /**
   * Makes a table of the rows of a file.
   *
   * @param names the columns; with {@code named} false, made up by position
   * @param columns for each name its cells, null where missing
   * @param named whether the file itself named the columns
   * @param classNames the classes in their order where the file lists them, else empty
   * @param source where the rows came from
   * @throws DataException if two columns have one name, or there are no rows
   */
  static Table of(
      List<String> names,
      List<String[]> columns,
      boolean named,
      List<String> classNames,
      Source source) {
    requireDistinct(names, source.name());
    int rows = columns.get(0).length;
    if (rows == 0) {
      throw new DataException(source.name() + " has no rows of data; give a file with rows");
    }
    return new Table(
        names, columns, named, classNames, IntStream.rangeClosed(1, rows).toArray(), source);
  }

  private static void requireDistinct(List<String> names, String file) {
    Map<String, Integer> seen = new TreeMap<>();
    for (int c = 0; c < names.size(); c++) {
      Integer earlier = seen.put(names.get(c), c);
      if (earlier != null) {
        throw new DataException(
            "%s: columns %d and %d are both named '%s'; rename one, or say that there is no header"
                .formatted(file, earlier, c, names.get(c)));
      }
    }
  }

  /** Returns the names of the columns. */
  public List<String> names() {
    return names;
  }

  /** Returns whether the file named its columns; if not, they are {@code c0}, {@code c1}, … */
  public boolean named() {
    return named;
  }

  /** Returns the number of rows. */
  public int rows() {
    return rowNumbers.length;
  }

  /** Returns where the rows came from. */
  public Source source() {
    return source;
  }

  /** Returns the classes in their order where the file lists them, else an empty list. */
  public List<String> classNames() {
    return classNames;
  }

  /** Returns the cells of column {@code index}, null where missing; not copied. */
  String[] cells(int index) {
    return columns.get(index);
  }

  /** Returns the first row whose cell is neither missing nor a number, or −1 if there is none. */
  int firstNonNumber(int index) {
    String[] cells = columns.get(index);
    return IntStream.range(0, cells.length)
        .filter(row -> cells[row] != null && !Cells.isNumber(cells[row]))
        .findFirst()
        .orElse(-1);
  }

  /** Says where a cell is, for messages: file, row (the first row of data is 1) and column. */
  String place(int row, String column) {
    return "%s: row %d, column '%s'".formatted(source.name(), rowNumbers[row], column);
  }

  /**
   * Finds a column by name or, failing that, by 0-based index.
   *
   * @throws DataException if there is no such column
   */
  int indexOf(String nameOrIndex) {
    int byName = names.indexOf(nameOrIndex);
    if (byName >= 0) {
      return byName;
    }
    double index = Cells.number(nameOrIndex);
    if (index == Math.rint(index) && index >= 0 && index < names.size()) {
      return (int) index;
    }
    throw new DataException(
        "%s has no column '%s'; its columns are %s"
            .formatted(source.name(), nameOrIndex, abbreviated(names)));
  }

  private static String abbreviated(List<String> words) {
    int most = 20;
    return words.size() <= most
        ? String.join(", ", words)
        : String.join(", ", words.subList(0, most)) + ", … (" + words.size() + ")";
  }

  /** Returns the rows whose cell in column {@code index} is not missing, and says what was left. */
  Table withoutMissing(int index) {
    String[] cells = columns.get(index);
    int[] kept = IntStream.range(0, cells.length).filter(row -> cells[row] != null).toArray();
    if (kept.length == cells.length) {
      return this;
    }
    int dropped = cells.length - kept.length;
    String note = "dropped %d rows without a target '%s'".formatted(dropped, names.get(index));
    Source reduced =
        new Source(
            source.name(),
            source.sha256(),
            source.rowsRead(),
            source.rowsDropped() + dropped,
            source.withNotes(List.of(note)).notes());
    return new Table(
        names,
        columns.stream().map(column -> select(column, kept)).toList(),
        named,
        classNames,
        IntStream.of(kept).map(row -> rowNumbers[row]).toArray(),
        reduced);
  }

  private static String[] select(String[] cells, int[] rows) {
    return IntStream.of(rows).mapToObj(row -> cells[row]).toArray(String[]::new);
  }

  /** Returns this table with the columns of {@code other}, of as many rows, at its right. */
  Table beside(Table other, List<String> newNames) {
    Parts.requireLength(other.source.name(), other.rows(), rows());
    List<String[]> all = new ArrayList<>(columns);
    all.addAll(other.columns);
    String sha256 = Sha256.of(List.of(source.sha256(), other.source.sha256()));
    return Table.of(
        newNames, all, true, List.of(), new Source(source.name(), sha256, rows(), 0, List.of()));
  }
}
