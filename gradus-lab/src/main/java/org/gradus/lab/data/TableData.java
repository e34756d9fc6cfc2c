package org.gradus.lab.data;

import java.util.ArrayList;
import java.util.Arrays;
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
        rows.source()
            .withNotes(
                List.of(
                    "target: '" + name + "'" + chosen, result.note(), featureNote(rows, target)));
    return new TableData(rows, name, result.targets(), source);
  }

  /** Says which features are numeric; a cell that spoils a column of numbers is quoted. */
  private static String featureNote(Table table, int target) {
    List<String> categorical = new ArrayList<>();
    for (int c = 0; c < table.names().size(); c++) {
      int spoiler = table.firstNonNumber(c);
      if (c != target && spoiler >= 0) {
        boolean mostlyNumbers = numbers(table.cells(c)) * 2 >= table.rows();
        categorical.add(
            mostlyNumbers
                ? table.names().get(c) + " because of '" + table.cells(c)[spoiler] + "'"
                : table.names().get(c));
      }
    }
    int numeric = table.names().size() - 1 - categorical.size();
    return categorical.isEmpty()
        ? "features: %d numeric".formatted(numeric)
        : "features: %d numeric, %d categorical (%s)"
            .formatted(numeric, categorical.size(), String.join(", ", categorical));
  }

  private static long numbers(String[] cells) {
    return Arrays.stream(cells).filter(cell -> cell != null && Cells.isNumber(cell)).count();
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
