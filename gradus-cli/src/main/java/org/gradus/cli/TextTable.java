package org.gradus.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gradus.lab.reproduce.Table;

/** The plain table of the commands that list things: no borders, everything to the left. */
final class TextTable {
  /** The library counts the blanks around a cell as part of its width. */
  private static final int PADDING = 2;

  private static final int WIDEST = 60;

  private TextTable() {}

  /**
   * A column.
   *
   * @param header its title
   * @param cell what stands in it
   * @param width characters of a line, longer cells are wrapped
   */
  static <T> ColumnData<T> column(String header, Function<T, String> cell, int width) {
    return new Column()
        .header(header)
        .headerAlign(HorizontalAlign.LEFT)
        .dataAlign(HorizontalAlign.LEFT)
        .maxWidth(width + PADDING)
        .with(cell);
  }

  /** A result's table. */
  static String of(Table table) {
    List<ColumnData<List<String>>> columns = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      int index = i;
      columns.add(column(table.columns().get(i), row -> row.get(index), WIDEST));
    }
    return of(table.rows(), columns);
  }

  /** The table of these rows. */
  static <T> String of(List<T> rows, List<ColumnData<T>> columns) {
    return AsciiTable.builder().border(AsciiTable.NO_BORDERS).data(rows, columns).asString();
  }
}
