package org.gradus.lab.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gradus.lab.result.Comparison;
import org.gradus.lab.result.MethodResult;
import org.gradus.lab.result.Status;

/**
 * The comparison as one self-contained, interactive page of about 1.1 MB, nearly all of it the
 * chart library. It needs no network, follows the reader's light or dark setting and prints.
 */
public final class HtmlReport {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

  private HtmlReport() {}

  /** The page for a summarised comparison. */
  public static String render(Comparison comparison) {
    Tables tables = new Tables(comparison);
    List<MethodStyle> styles = List.copyOf(MethodStyle.of(comparison).values());
    return fill(
        resource("report.html"),
        Map.ofEntries(
            Map.entry("title", Html.escape("Gradus: " + comparison.task().name())),
            Map.entry("heading", Html.escape(heading(comparison))),
            Map.entry("lead", Html.escape(lead(comparison))),
            Map.entry("status", status(comparison)),
            Map.entry("verdict", verdict(comparison)),
            Map.entry("metric", Html.escape(comparison.metric().name())),
            Map.entry("baseline", Html.escape(baselineLabel(comparison))),
            Map.entry("results", Html.table(tables.results(), styles)),
            Map.entry("costs", Html.table(tables.costs(), styles)),
            Map.entry("hyperParameters", Html.table(tables.hyperParameters(), styles)),
            Map.entry("protocol", Html.definitions(Descriptions.protocol(comparison))),
            Map.entry("provenance", Html.definitions(Descriptions.provenance(comparison))),
            Map.entry("command", Html.escape(comparison.provenance().command())),
            Map.entry("data", ChartData.json(comparison)),
            Map.entry("style", resource("report.css")),
            Map.entry("script", resource("report.js")),
            Map.entry("library", resource("echarts.min.js"))));
  }

  private static String heading(Comparison comparison) {
    return comparison.methods().size() == 1
        ? comparison.methods().get(0).label() + " on " + comparison.task().name()
        : "Which method helps on " + comparison.task().name() + "?";
  }

  private static String lead(Comparison comparison) {
    return "%s Model: %s, %s. %s, %s, %s."
        .formatted(
            comparison.task().description(),
            comparison.model().name(),
            Numbers.count(comparison.model().parameters(), "parameter"),
            Numbers.count(comparison.methods().size(), "method"),
            Numbers.count(comparison.protocol().seeds().size(), "seed"),
            Numbers.count(comparison.protocol().epochs(), "epoch"));
  }

  private static String status(Comparison comparison) {
    return comparison.status() == Status.COMPLETE
        ? ""
        : "<p class=\"warning\" role=\"status\">Interrupted: these are the results so far.</p>";
  }

  private static String verdict(Comparison comparison) {
    return Verdict.sentences(comparison).stream()
        .map(sentence -> "<p>" + Html.escape(sentence) + "</p>")
        .collect(Collectors.joining("\n"));
  }

  private static String baselineLabel(Comparison comparison) {
    return comparison.baselineResult().map(MethodResult::label).orElse(comparison.baseline());
  }

  /** Fills the template in one pass, so that what is filled in is never taken for a template. */
  private static String fill(String template, Map<String, String> values) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(match -> Matcher.quoteReplacement(values.get(match.group(1))));
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("reading the resource " + name, e);
    }
  }
}
