package org.gradus.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.List;
import java.util.function.Function;

/** The plain table of the commands that list things: no borders, everything to the left. */
final class TextTable {
  /** The library counts the blanks around a cell as part of its width. */
  private static final int PADDING = 2;

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

  /** The table of these rows. */
  static <T> String of(List<T> rows, List<ColumnData<T>> columns) {
    return AsciiTable.builder().border(AsciiTable.NO_BORDERS).data(rows, columns).asString();
  }
}
