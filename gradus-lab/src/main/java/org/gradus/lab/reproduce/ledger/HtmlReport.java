package org.gradus.lab.reproduce.ledger;

import static org.gradus.lab.reproduce.ledger.SvgPlot.escape;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.gradus.core.AtomicFiles;
import org.gradus.lab.reproduce.ReproductionResult;
import org.gradus.lab.reproduce.ReproductionResult.ClaimResult;
import org.gradus.lab.reproduce.Table;

/** A result as one HTML file that needs nothing else: no scripts, plots inlined. */
public final class HtmlReport {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>%s</title>
      <style>
        :root { color-scheme: light dark }
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto;
          padding: 0 1rem }
        table { border-collapse: collapse; margin: 1rem 0 }
        th, td { border: 1px solid #8886; padding: .2rem .6rem; text-align: left;
          vertical-align: top }
        svg { width: 100%%; max-width: 46rem; display: block; margin: 1.5rem 0 }
        dt { font-weight: 600 }
        .verdict { font-weight: 700 }
      </style>
      </head>
      <body>
      """;

  private HtmlReport() {}

  /** Writes the report. */
  public static void write(ReproductionResult result, Path file) throws IOException {
    AtomicFiles.write(file, html(result));
  }

  private static String html(ReproductionResult result) {
    String title = escape(result.paper() + ". " + result.title());
    StringBuilder out = new StringBuilder(HEAD.formatted(title));
    out.append("<h1>").append(title).append("</h1>\n");
    if (result.smoke()) {
      out.append("<p><strong>Smoke size: this shows that the code runs; the verdicts mean")
          .append(" nothing.</strong></p>\n");
    }
    out.append("<p>").append(escape(result.description())).append("</p>\n");
    result.claims().forEach(claim -> out.append(claim(claim, result.smoke())));
    result.plots().forEach(plot -> out.append(SvgPlot.draw(plot)));
    result.tables().forEach(table -> out.append(table(table)));
    out.append("<p>Made by <code>")
        .append(escape(result.provenance().command()))
        .append("</code> in ")
        .append(Words.duration(result.seconds()))
        .append(".</p>\n</body>\n</html>\n");
    return out.toString();
  }

  private static String claim(ClaimResult claim, boolean smoke) {
    return """
        <h2>%s: <span class="verdict">%s</span></h2>
        <p>%s</p>
        <dl><dt>The paper's number</dt><dd>%s</dd>
        <dt>Rule, fixed before the run</dt><dd>%s</dd>
        <dt>Measured</dt><dd>%s</dd></dl>
        <p>%s</p>
        """
        .formatted(
            escape(claim.id()),
            Words.verdict(claim, smoke),
            escape(claim.text()),
            escape(claim.number()),
            escape(claim.rule()),
            escape(Words.numbers(claim.numbers())),
            escape(claim.note()));
  }

  private static String table(Table table) {
    return "<h2>%s</h2>\n<table>%s%s</table>\n"
        .formatted(
            escape(table.title()),
            row("th", table.columns()),
            table.rows().stream().map(r -> row("td", r)).collect(Collectors.joining()));
  }

  private static String row(String tag, List<String> cells) {
    return cells.stream()
        .map(c -> "<%s>%s</%s>".formatted(tag, escape(c), tag))
        .collect(Collectors.joining("", "<tr>", "</tr>\n"));
  }
}
