package org.gradus.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.gradus.lab.result.Comparison;
import org.gradus.lab.result.MethodResult;
import org.gradus.lab.result.ResultJson;
import org.gradus.lab.result.Status;
import org.gradus.lab.stats.Summarizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {

  private static final String HOSTILE = "<img src=x onerror=alert(1)> {{data}} \"quoted\" | `x`";

  private static final Comparison EIGHT = Summarizer.summarize(Fixtures.eightMethods());

  @Test
  void theFolderHoldsTheFourFilesAndNothingElse(@TempDir Path folder) throws Exception {
    Comparison written = ReportFiles.write(folder, Fixtures.eightMethods());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("result.json", "report.html", "report.md", "curves.csv");
    }
    assertThat(ResultJson.read(folder.resolve("result.json"))).isEqualTo(written).isEqualTo(EIGHT);
    assertThat(folder.resolve("report.html")).content().isEqualTo(HtmlReport.render(written));
  }

  @Test
  void thePageHoldsEachMethodAndPlotAndLoadsNothing() {
    String page = HtmlReport.render(EIGHT);
    for (MethodResult method : EIGHT.methods()) {
      assertThat(page).contains("</svg>" + method.label() + "</th>");
    }
    assertThat(page)
        .contains("id=\"metricCurve\"", "id=\"lossCurve\"", "id=\"strip\"", "id=\"forest\"")
        .contains("id=\"tuningPlots\"", "Licensed to the Apache Software Foundation")
        .contains("<td>97.55 ± 0.31</td>", "4 (1 left out)", "<noscript>")
        .contains(EIGHT.provenance().command())
        .doesNotContain("{{");
    assertThat(markup(page)).doesNotContain("src=", "href=", "url(");
  }

  @Test
  void thePlotsDataAreInTheUnitsShown() throws Exception {
    var data = new com.fasterxml.jackson.databind.ObjectMapper().readTree(ChartData.json(EIGHT));
    assertThat(data.path("methods")).hasSize(8);
    var sam = data.path("methods").get(3);
    assertThat(sam.path("mean").asDouble()).isBetween(97.0, 98.0);
    assertThat(sam.path("metricBand")).hasSize(20);
    assertThat(sam.path("metricBand").get(0).get(5).asInt()).isEqualTo(5);
    assertThat(data.path("target").asDouble()).isEqualTo(95);
    assertThat(data.path("ranges").findValuesAsText("parameter"))
        .containsExactly("lr", "weightDecay", "rho");
    var adaHessian = data.path("methods").get(7);
    assertThat(adaHessian.path("runs").get(4).path("test").isNull()).isTrue();
    assertThat(sam.path("trials").findValues("chosen")).anyMatch(node -> node.asBoolean());
  }

  @Test
  void textsFromOutsideAreNeverMarkup() {
    MethodResult method = Fixtures.method("</script><b>", HOSTILE, 0.9, 1, 2, 0);
    Comparison hostile =
        Summarizer.summarize(Fixtures.comparison(Fixtures.ACCURACY, 2, List.of(method)));
    String page = HtmlReport.render(hostile);
    assertThat(page).doesNotContain("</script><b>");
    assertThat(markup(page))
        .doesNotContain("<img")
        .contains("&lt;img src=x onerror=alert(1)&gt; {{data}} &quot;quoted&quot;");
    assertThat(MarkdownReport.render(hostile)).doesNotContain("| <img").contains("\\<img");
    assertThat(TerminalReport.render(withLabel("a\u001b[31mb"))).contains("a?[31mb");
  }

  @Test
  void theMarkdownTableHasARowAMethod() {
    String markdown = MarkdownReport.render(EIGHT);
    List<String> lines = markdown.lines().filter(line -> line.startsWith("|")).toList();
    assertThat(lines).hasSize(2 * (8 + 2));
    assertThat(lines.get(0)).startsWith("| Method | Test accuracy (%) | Difference (points) |");
    assertThat(lines.get(5)).startsWith("| SAM (SGD) | 97.55 ± 0.31 | +1.33 ± 0.10 | \\< 0.001 |");
    assertThat(markdown).contains("`./gradus compare digits");
  }

  @Test
  void theTerminalTableHasTheNumbersAndTheVerdict() {
    String text = TerminalReport.render(EIGHT);
    assertThat(text.lines().filter(line -> line.startsWith("| AdaHessian")))
        .singleElement()
        .asString()
        .contains("94.69 ± 0.86", "−1.60 ± 0.14", "2 of 5", "3.90 ×");
    assertThat(text).contains("SAM (SGD) beats SGD by 1.33 points");
    assertThat(text.lines().filter(line -> line.startsWith("|"))).allMatch(l -> l.length() <= 130);
  }

  @Test
  void theCurvesAreTidy() throws Exception {
    String csv = CurvesCsv.render(EIGHT);
    List<CSVRecord> rows;
    try (var parser =
        CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .get()
            .parse(new StringReader(csv))) {
      rows = parser.getRecords();
    }
    // 37 runs of 20 epochs and 3 that diverged after 7.
    assertThat(rows).hasSize(37 * 20 + 3 * 7).allMatch(CSVRecord::isConsistent);
    assertThat(rows.get(0).get("method")).isEqualTo("sgd");
    assertThat(rows.get(0).get("epoch")).isEqualTo("1.0");
    assertThat(csv)
        .startsWith(
            "method,seed,epoch,step,seconds,train_loss,validation_loss,validation_metric,"
                + "learning_rate\n");
  }

  @Test
  void anInterruptedComparisonSaysSo() {
    Comparison half =
        new Comparison(
            EIGHT.id(),
            EIGHT.task(),
            EIGHT.metric(),
            "sgd",
            EIGHT.protocol(),
            EIGHT.provenance(),
            EIGHT.model(),
            List.of(),
            Status.INTERRUPTED);
    assertThat(HtmlReport.render(half)).contains("Interrupted: these are the results so far.");
    assertThat(MarkdownReport.render(half)).contains("*Interrupted: results so far.*");
    assertThat(TerminalReport.render(half)).contains("Interrupted: results so far.");
  }

  @Test
  void methodsLookDifferentFromOneAnother() {
    List<MethodResult> many =
        Stream.iterate(0, i -> i + 1)
            .limit(12)
            .map(i -> Fixtures.method("m" + i, "M", 0.9, 1, 1, 0))
            .toList();
    Comparison comparison = Fixtures.comparison(Fixtures.ACCURACY, 1, many);
    assertThat(MethodStyle.of(comparison).values()).doesNotHaveDuplicates().hasSize(12);
  }

  @Test
  void everyColourOfTheStylesIsInTheStyleSheet() {
    String page = HtmlReport.render(EIGHT);
    Matcher used = Pattern.compile("var\\((--\\w+)\\)").matcher(ChartData.json(EIGHT));
    assertThat(used.results().map(match -> match.group(1)).distinct())
        .hasSize(8)
        .allMatch(color -> page.contains(color + ": #"));
  }

  /** The page without its scripts, of which the library's text looks like elements. */
  private static String markup(String page) {
    return page.replaceAll("(?s)<script.*?</script>", "");
  }

  private static Comparison withLabel(String label) {
    MethodResult method = Fixtures.method("sgd", label, 0.9, 1, 1, 0);
    return Summarizer.summarize(Fixtures.comparison(Fixtures.ACCURACY, 1, List.of(method)));
  }
}
