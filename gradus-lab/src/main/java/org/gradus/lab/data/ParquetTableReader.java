package org.gradus.lab.data;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.ParquetReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;

/**
 * Reads a flat Parquet file into a {@link Table}.
 *
 * <p>Nulls and NaN are missing. Booleans become {@code true} and {@code false}, dates and times
 * their stored number (days, milliseconds, … since 1970), decimals their decimal text.
 */
public final class ParquetTableReader {

  private static final byte[] MAGIC = {'P', 'A', 'R', '1'};

  private ParquetTableReader() {}

  /** Returns whether the content begins as Parquet does. */
  static boolean isParquet(byte[] bytes) {
    return bytes.length > MAGIC.length
        && IntStream.range(0, MAGIC.length).allMatch(i -> bytes[i] == MAGIC[i]);
  }

  /**
   * Reads the file at {@code path}.
   *
   * @throws DataException if it is missing, no Parquet file, truncated, or has nested columns
   */
  public static Table read(Path path) {
    return read(InputFile.read(path), path);
  }

  static Table read(InputFile file, Path path) {
    if (!isParquet(file.bytes())) {
      throw new DataException(
          file.name() + " is no Parquet file: it does not begin with PAR1; check the extension");
    }
    try {
      List<ColumnDescriptor> columns =
          ParquetReader.readMetadata(path.toFile()).getFileMetaData().getSchema().getColumns();
      requireFlat(file, columns);
      return table(file, columns, rows(path, columns));
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new DataException(
          file.name() + " is a damaged or unsupported Parquet file; write it again", e);
    }
  }

  private static void requireFlat(InputFile file, List<ColumnDescriptor> columns) {
    for (ColumnDescriptor column : columns) {
      if (column.getPath().length > 1 || column.getMaxRepetitionLevel() > 0) {
        throw new DataException(
            "%s: column '%s' is nested; flatten it"
                .formatted(file.name(), String.join(".", column.getPath())));
      }
    }
  }

  private static List<String[]> rows(Path path, List<ColumnDescriptor> columns) throws IOException {
    List<String> names = columns.stream().map(column -> column.getPath()[0]).toList();
    try (Stream<String[]> rows =
        ParquetReader.streamContent(
            path.toFile(), new RowOfText(columns), field -> names.indexOf(field[0]))) {
      return rows.toList();
    }
  }

  private static Table table(InputFile file, List<ColumnDescriptor> columns, List<String[]> rows) {
    String note = "read as Parquet, %d columns".formatted(columns.size());
    return Table.of(
        columns.stream().map(column -> column.getPath()[0]).toList(),
        IntStream.range(0, columns.size())
            .mapToObj(c -> rows.stream().map(row -> row[c]).toArray(String[]::new))
            .toList(),
        true,
        List.of(),
        new Source(file.name(), file.sha256(), rows.size(), 0, List.of(note)));
  }

  /** Gathers the values of one row as text, null where missing. */
  private record RowOfText(List<ColumnDescriptor> columns)
      implements Hydrator<String[], String[], Integer> {

    @Override
    public String[] start() {
      return new String[columns.size()];
    }

    @Override
    public String[] add(String[] row, Integer column, Object value) {
      row[column] = value == null ? null : text(columns.get(column), value);
      return row;
    }

    @Override
    public String[] finish(String[] row) {
      return row;
    }

    private static String text(ColumnDescriptor column, Object value) {
      boolean integer = value instanceof Integer || value instanceof Long;
      if (integer
          && column.getPrimitiveType().getLogicalTypeAnnotation()
              instanceof DecimalLogicalTypeAnnotation decimal) {
        return BigDecimal.valueOf(((Number) value).longValue(), decimal.getScale()).toString();
      }
      String text = value.toString().strip();
      return Cells.isMissing(text) ? null : text;
    }
  }
}
