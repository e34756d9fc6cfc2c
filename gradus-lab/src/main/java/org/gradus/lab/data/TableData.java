package org.gradus.lab.data;

import java.util.List;

/**
 * A table of which one column is to be predicted from the others.
 *
 * @param table rows with a target only
 * @param targetName the column to be predicted
 * @param targets what is in it
 * @param source where the rows came from
 */
public record TableData(Table table, String targetName, Targets targets, Source source)
    implements RawData {

  /**
   * Chooses the target column of a table and infers the task.
   *
   * @throws DataException if there is no such column, no other column, or its cells do not fit the
   *     kind asked for
   */
  public static TableData of(Table table, Options options) {
    String file = table.source().name();
    if (table.names().size() < 2) {
      throw new DataException(
          file + " has one column only; give the delimiter, or a file with features and a target");
    }
    int target = options.target().map(table::indexOf).orElse(table.names().size() - 1);
    String name = table.names().get(target);
    Table rows = table.withoutMissing(target);
    if (rows.rows() == 0) {
      throw new DataException("%s: no row has a target '%s'; choose another".formatted(file, name));
    }
    TargetInference.Result result =
        TargetInference.infer(
            rows.cells(target),
            target == table.names().size() - 1 ? table.classNames() : List.of(),
            options.kind(),
            row -> rows.place(row, name));
    String chosen = options.target().isPresent() ? "" : " (the last column)";
    Source source =
        rows.source().withNotes(List.of("target: '" + name + "'" + chosen, result.note()));
    return new TableData(rows, name, result.targets(), source);
  }

  /** Returns the names of the columns to predict from, in their order. */
  public List<String> featureNames() {
    return table.names().stream().filter(name -> !name.equals(targetName)).toList();
  }

  @Override
  public int testStart() {
    return rows();
  }
}
