package org.gradus.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gradus.lab.result.Comparison;
import org.gradus.lab.result.Cost;
import org.gradus.lab.result.MethodResult;
import org.gradus.lab.result.MethodSummary.PairedDifference;
import org.gradus.lab.result.MethodSummary.TimeToTarget;
import org.gradus.lab.result.SearchRange;

/** The tables of a summarised comparison, one row a method, in the order asked for. */
final class Tables {

  private final Comparison comparison;
  private final Numbers numbers;

  Tables(Comparison comparison) {
    this.comparison = comparison;
    this.numbers = new Numbers(comparison.metric());
  }

  /** What each method reached, and how it differs from the baseline. */
  Table results() {
    String metric = comparison.metric().name();
    return new Table(
        "Test " + metric + " and paired difference to " + baselineLabel(),
        List.of(
            "Method",
            "Test " + metric + numbers.unitOfValues(),
            "Difference" + numbers.unitOfDifferences(),
            "p (Holm)",
            "Pairs",
            "Diverged"),
        rows(
            m ->
                List.of(
                    m.label(),
                    numbers.estimate(m.summary().test()),
                    isBaseline(m) ? "baseline" : numbers.difference(m.summary().difference()),
                    pValue(m.summary().difference()),
                    pairs(m.summary().difference()),
                    m.summary().diverged() + " of " + m.summary().runs())));
  }

  /** What each method costs. */
  Table costs() {
    return new Table(
        "Cost on this machine",
        List.of(
            "Method",
            "Step (ms)",
            relativeHeader(),
            "Epochs to target",
            "Seconds to target",
            "Reached target",
            "Peak memory (MiB)"),
        rows(
            m ->
                List.of(
                    m.label(),
                    m.cost() == null
                        ? Numbers.NONE
                        : Numbers.significant(m.cost().millisecondsPerStep()),
                    relativeCost(m),
                    median(m.summary().epochsToTarget()),
                    median(m.summary().secondsToTarget()),
                    reached(m.summary().epochsToTarget()),
                    memory(m.cost()))));
  }

  /** What was chosen by tuning, out of what. */
  Table hyperParameters() {
    return new Table(
        "Hyper-parameters",
        List.of("Method", "Chosen", "Searched", "Fixed", "Trials", "Diverged trials"),
        rows(
            m ->
                List.of(
                    m.label(),
                    chosen(m),
                    joined(m.searchRanges().stream().map(Tables::range).toList()),
                    joined(entries(m.settings(), Function.identity())),
                    String.valueOf(m.trials().size()),
                    String.valueOf(m.trials().stream().filter(t -> t.diverged()).count()))));
  }

  /** Results and costs in one table, to paste. */
  Table summary() {
    Table results = results();
    Table costs = costs();
    List<String> header = new ArrayList<>(results.header());
    header.addAll(costs.header().subList(2, costs.header().size()));
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < results.rows().size(); i++) {
      List<String> row = new ArrayList<>(results.rows().get(i));
      row.addAll(costs.rows().get(i).subList(2, costs.header().size()));
      rows.add(row);
    }
    return new Table(results.caption(), header, rows);
  }

  /** What decides, narrow enough for a terminal. */
  Table brief() {
    Table results = results();
    Table costs = costs();
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < results.rows().size(); i++) {
      rows.add(brief(results.rows().get(i), costs.rows().get(i)));
    }
    return new Table(results.caption(), brief(results.header(), costs.header()), rows);
  }

  private static List<String> brief(List<String> result, List<String> cost) {
    return List.of(
        result.get(0),
        result.get(1),
        result.get(2),
        result.get(3),
        result.get(5),
        cost.get(2),
        cost.get(3),
        cost.get(4));
  }

  private static String chosen(MethodResult method) {
    return joined(entries(method.hyperParameters(), Numbers::significant));
  }

  private String baselineLabel() {
    return comparison.baselineResult().map(MethodResult::label).orElse(comparison.baseline());
  }

  private boolean isBaseline(MethodResult method) {
    return method.id().equals(comparison.baseline());
  }

  private List<List<String>> rows(Function<MethodResult, List<String>> row) {
    return comparison.methods().stream().map(row).toList();
  }

  private static String pValue(PairedDifference difference) {
    return difference == null ? Numbers.NONE : Numbers.pValue(difference.pValueHolm());
  }

  private static String pairs(PairedDifference difference) {
    if (difference == null) {
      return Numbers.NONE;
    }
    return difference.excluded() == 0
        ? String.valueOf(difference.pairs())
        : difference.pairs() + " (" + difference.excluded() + " left out)";
  }

  private static String relativeCost(MethodResult method) {
    var relative = method.summary().relativeCost();
    return relative == null ? Numbers.NONE : Numbers.ratio(relative.ratio());
  }

  private String relativeHeader() {
    return comparison.methods().stream()
        .map(m -> m.summary().relativeCost())
        .filter(Objects::nonNull)
        .findFirst()
        .flatMap(relative -> comparison.method(relative.reference()))
        .map(reference -> "Step / " + reference.label())
        .orElse("Step, relative");
  }

  private static String median(TimeToTarget time) {
    return time.median() == null ? Numbers.NONE : Numbers.significant(time.median(), 3);
  }

  private static String reached(TimeToTarget time) {
    return time.reached() + " of " + time.of();
  }

  private static String memory(Cost cost) {
    return cost == null || cost.peakMemoryBytes() == null
        ? Numbers.NONE
        : Numbers.mebibytes(cost.peakMemoryBytes());
  }

  private static String range(SearchRange range) {
    return range.parameter()
        + " "
        + Numbers.significant(range.low())
        + " to "
        + Numbers.significant(range.high())
        + (range.scale() == SearchRange.Scale.LOG ? " (log)" : "");
  }

  private static <V> List<String> entries(Map<String, V> map, Function<V, String> text) {
    return map.entrySet().stream().map(e -> e.getKey() + " = " + text.apply(e.getValue())).toList();
  }

  private static String joined(List<String> parts) {
    return parts.isEmpty() ? Numbers.NONE : parts.stream().collect(Collectors.joining(", "));
  }
}
