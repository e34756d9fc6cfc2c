package org.gradus.lab.reproduce;

import java.util.ArrayList;
import java.util.List;
import org.gradus.core.Check;

/**
 * A table of a result, its cells as they are shown.
 *
 * @param title what it shows
 * @param columns headings
 * @param rows one cell a column each
 */
public record Table(String title, List<String> columns, List<List<String>> rows) {
  /** Checks that every row fits the headings. */
  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      Check.atLeast("cells in a row of '" + title + "'", row.size(), columns.size());
      Check.atLeast("columns of '" + title + "'", columns.size(), row.size());
    }
  }

  /** Starts a table with these headings. */
  public static Builder titled(String title, String... columns) {
    return new Builder(title, List.of(columns));
  }

  /** Collects rows. */
  public static final class Builder {
    private final String title;
    private final List<String> columns;
    private final List<List<String>> rows = new ArrayList<>();

    private Builder(String title, List<String> columns) {
      this.title = title;
      this.columns = columns;
    }

    /** Adds a row. */
    public Builder row(String... cells) {
      rows.add(List.of(cells));
      return this;
    }

    /** The table. */
    public Table build() {
      return new Table(title, columns, rows);
    }
  }
}
