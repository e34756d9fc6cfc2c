package org.gradus.lab.reproduce.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gradus.lab.page.Page;
import org.gradus.lab.reproduce.ReproductionResult;
import org.gradus.lab.reproduce.ReproductionResult.ClaimResult;

/** A result as one HTML file that needs nothing else. */
public final class HtmlReport {
  private HtmlReport() {}

  /** Writes the report. */
  public static void write(ReproductionResult result, Path file) throws IOException {
    page(result).write(file);
  }

  private static Page page(ReproductionResult result) {
    Page page = new Page(result.paper() + ". " + result.title());
    if (result.smoke()) {
      page.warning("Smoke size: this shows that the code runs; the verdicts mean nothing.");
    }
    page.paragraph(result.description());
    result.claims().forEach(claim -> claim(page, claim, result.smoke()));
    result.plots().forEach(page::plot);
    result.tables().forEach(page::table);
    return page.command(result.provenance().command())
        .paragraph("It took " + Words.duration(result.seconds()) + ".");
  }

  private static void claim(Page page, ClaimResult claim, boolean smoke) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("The paper's number", claim.number());
    facts.put("Rule, fixed before the run", claim.rule());
    facts.put("Measured", Words.numbers(claim.numbers()));
    page.heading(claim.id(), Words.verdict(claim, smoke))
        .paragraph(claim.text())
        .definitions(facts)
        .paragraph(claim.note());
  }
}
