package org.gradus.lab.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradus.lab.result.Comparison;
import org.gradus.lab.result.Status;

/** The comparison as Markdown to paste into an issue or a README. */
public final class MarkdownReport {

  private MarkdownReport() {}

  /** Verdict, summary table, chosen hyper-parameters and the command that reproduces it. */
  public static String render(Comparison comparison) {
    Tables tables = new Tables(comparison);
    return String.join(
        "\n\n",
        "### " + text(comparison.task().name()) + ": " + text(comparison.model().name()),
        (comparison.status() == Status.INTERRUPTED ? "*Interrupted: results so far.* " : "")
            + text(String.join(" ", Verdict.sentences(comparison))),
        table(tables.summary()),
        table(tables.hyperParameters()),
        "Reproduce: " + code(comparison.provenance().command()) + "\n");
  }

  private static String table(Table table) {
    String rule = "|---" + "|---:".repeat(table.header().size() - 1) + "|";
    return Stream.concat(
            Stream.of(row(table.header()), rule), table.rows().stream().map(MarkdownReport::row))
        .collect(Collectors.joining("\n"));
  }

  private static String row(List<String> cells) {
    return cells.stream().map(MarkdownReport::text).collect(Collectors.joining(" | ", "| ", " |"));
  }

  /** Text in which Markdown and HTML see no markup. */
  private static String text(String text) {
    return text.replaceAll("[\\\\`*_|<>\\[\\]#&]", "\\\\$0").replaceAll("\\R", " ");
  }

  /** A code span fenced by more backticks than the text has in a row. */
  private static String code(String text) {
    String fence = "`";
    while (text.contains(fence)) {
      fence += "`";
    }
    String padding = text.startsWith("`") || text.endsWith("`") ? " " : "";
    return fence + padding + text.replaceAll("\\R", " ") + padding + fence;
  }
}
