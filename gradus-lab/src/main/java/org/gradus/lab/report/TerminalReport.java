package org.gradus.lab.report;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import com.github.freva.asciitable.OverflowBehaviour;
import java.util.ArrayList;
import java.util.List;
import org.gradus.lab.result.Comparison;
import org.gradus.lab.result.Status;

/** The comparison as characters, for a terminal. */
public final class TerminalReport {

  private static final int WIDEST_NAME = 26;
  private static final int WIDEST_VALUE = 19;

  private TerminalReport() {}

  /** Summary table and verdict; control characters in names are replaced. */
  public static String render(Comparison comparison) {
    Table table = new Tables(comparison).brief();
    String verdict = printable(String.join(" ", Verdict.sentences(comparison)));
    String note = comparison.status() == Status.INTERRUPTED ? "Interrupted: results so far.\n" : "";
    return AsciiTable.builder()
            .border(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS)
            .data(table.rows(), columns(table))
            .asString()
        + "\n"
        + note
        + verdict
        + "\n";
  }

  private static List<ColumnData<List<String>>> columns(Table table) {
    List<ColumnData<List<String>>> columns = new ArrayList<>();
    for (int i = 0; i < table.header().size(); i++) {
      int index = i;
      columns.add(
          new Column()
              .header(table.header().get(i))
              .headerAlign(HorizontalAlign.LEFT)
              .dataAlign(i == 0 ? HorizontalAlign.LEFT : HorizontalAlign.RIGHT)
              .maxWidth(i == 0 ? WIDEST_NAME : WIDEST_VALUE, OverflowBehaviour.NEWLINE)
              .with(row -> printable(row.get(index))));
    }
    return columns;
  }

  /** Names come from files and must not drive the terminal. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
