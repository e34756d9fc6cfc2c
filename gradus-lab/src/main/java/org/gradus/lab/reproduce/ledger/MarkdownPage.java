package org.gradus.lab.reproduce.ledger;

import java.util.List;
import java.util.stream.Collectors;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.ReproductionResult;
import org.gradus.lab.reproduce.ReproductionResult.ClaimResult;
import org.gradus.lab.reproduce.Table;

/** A result as a page of the ledger. */
final class MarkdownPage {
  private MarkdownPage() {}

  /** The page; plots are linked as the files {@link #plotFile} names. */
  static String of(ReproductionResult result) {
    StringBuilder out = new StringBuilder();
    out.append("# ").append(result.paper()).append(". ").append(result.title()).append("\n\n");
    if (result.smoke()) {
      out.append("**Smoke size: this shows that the code runs; the verdicts mean nothing.**\n\n");
    }
    out.append(result.description()).append("\n\n## Claims\n\n");
    result.claims().forEach(claim -> out.append(claim(claim, result.smoke())));
    for (Plot plot : result.plots()) {
      out.append("![%s](%s)%n%n".formatted(plot.title(), plotFile(result, plot)));
    }
    result
        .tables()
        .forEach(t -> out.append("## ").append(t.title()).append("\n\n").append(table(t)));
    out.append("\n## How it was made\n\n").append(origin(result));
    return out.toString().replace("\r\n", "\n");
  }

  static String plotFile(ReproductionResult result, Plot plot) {
    return result.id() + "-" + plot.id() + ".svg";
  }

  private static String claim(ClaimResult claim, boolean smoke) {
    return """
        ### %s: %s

        %s

        - The paper's number: %s
        - Rule, fixed before the run: %s
        - Measured: %s
        - %s

        """
        .formatted(
            claim.id(),
            Words.verdict(claim, smoke),
            claim.text(),
            claim.number(),
            claim.rule(),
            claim.numbers().isEmpty() ? "–" : Words.numbers(claim.numbers()),
            claim.note());
  }

  static String table(Table table) {
    StringBuilder out = new StringBuilder();
    out.append(row(table.columns()));
    out.append(row(table.columns().stream().map(c -> "---").toList()));
    table.rows().forEach(r -> out.append(row(r)));
    return out.append('\n').toString();
  }

  static String row(List<String> cells) {
    return cells.stream()
        .map(c -> c.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String origin(ReproductionResult result) {
    var p = result.provenance();
    return """
        `%s` took %s with %d worker threads on %s (%s, Java %s, libtorch %s), Gradus %s, revision \
        %s.
        """
        .formatted(
            p.command(),
            Words.duration(result.seconds()),
            p.threads(),
            p.cpu(),
            p.os(),
            p.jdk(),
            p.libtorch(),
            p.gradusVersion(),
            p.gitRevision() == null ? "unknown" : p.gitRevision());
  }
}
