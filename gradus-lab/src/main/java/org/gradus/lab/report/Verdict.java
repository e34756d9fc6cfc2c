package org.gradus.lab.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.gradus.lab.result.Comparison;
import org.gradus.lab.result.MethodResult;
import org.gradus.lab.result.MethodSummary.PairedDifference;
import org.gradus.lab.result.Metric;

/**
 * What the statistics allow to be said, in plain words. A method is called better or worse than the
 * baseline where its p-value, adjusted by Holm over all methods, is below 0.05; else no difference
 * can be told.
 */
final class Verdict {

  private static final double SIGNIFICANCE = 0.05;
  private static final int NAMED_IN_FULL = 2;

  private final Comparison comparison;
  private final Metric metric;
  private final Numbers numbers;

  private Verdict(Comparison comparison) {
    this.comparison = comparison;
    this.metric = comparison.metric();
    this.numbers = new Numbers(metric);
  }

  /** One or two sentences about a summarised comparison, and its notes. */
  static List<String> sentences(Comparison comparison) {
    List<String> sentences = new ArrayList<>(new Verdict(comparison).sentences());
    sentences.addAll(comparison.notes());
    return sentences;
  }

  private List<String> sentences() {
    Optional<MethodResult> best = best();
    if (best.isEmpty()) {
      return List.of(nothing());
    }
    Optional<MethodResult> baseline = comparison.baselineResult().filter(Verdict::hasMean);
    if (baseline.isEmpty()) {
      return List.of(
          "The baseline " + comparison.baseline() + " has no finished run to compare with.",
          highest(best.get()));
    }
    if (comparison.methods().size() == 1) {
      return List.of(reached(best.get()), "There is no other method to compare it with.");
    }
    return comparison.protocol().seeds().size() == 1
        ? List.of(
            highest(best.get()),
            "One seed allows no interval and no test: more seeds (--seeds 5) are needed to tell.")
        : tested(baseline.get());
  }

  private String nothing() {
    boolean anyRun = comparison.methods().stream().anyMatch(m -> m.summary().runs() > 0);
    return anyRun
        ? "Every final run diverged, so there is nothing to compare."
        : "No final run was finished, so there is nothing to compare.";
  }

  private String highest(MethodResult best) {
    return "%s has the %s mean test %s: %s."
        .formatted(
            best.label(),
            metric.higherIsBetter() ? "highest" : "lowest",
            metric.name(),
            mean(best));
  }

  private String reached(MethodResult only) {
    return "%s reached a mean test %s of %s.".formatted(only.label(), metric.name(), mean(only));
  }

  private String mean(MethodResult m) {
    var test = m.summary().test();
    String interval =
        test.ci95() == null ? "" : "95 % CI ± " + numbers.sizeWithUnit(test.ci95()) + ", ";
    return "%s (%s%s)".formatted(numbers.valueWithUnit(test.mean()), interval, runs(test.n()));
  }

  private static String runs(int n) {
    return n == 1 ? "one run" : n + " runs";
  }

  private List<String> tested(MethodResult baseline) {
    List<MethodResult> others =
        comparison.methods().stream().filter(m -> !m.id().equals(baseline.id())).toList();
    List<MethodResult> better = others.stream().filter(m -> isTold(m) && gain(m) > 0).toList();
    List<MethodResult> worse = others.stream().filter(m -> isTold(m) && gain(m) < 0).toList();
    List<MethodResult> untold = others.stream().filter(m -> !isTold(m)).toList();
    List<String> sentences = new ArrayList<>();
    sentences.add(
        better.isEmpty()
            ? "No method beats %s on test %s beyond doubt."
                .formatted(baseline.label(), metric.name())
            : winners(better, baseline));
    rest(worse, untold).ifPresent(sentences::add);
    return sentences;
  }

  private String winners(List<MethodResult> better, MethodResult baseline) {
    List<MethodResult> byGain =
        better.stream().sorted(Comparator.comparingDouble(this::gain).reversed()).toList();
    List<String> phrases = new ArrayList<>();
    for (MethodResult m : byGain.subList(0, Math.min(NAMED_IN_FULL, byGain.size()))) {
      String verb = phrases.isEmpty() ? " beats " + baseline.label() + " by " : " by ";
      phrases.add(m.label() + verb + evidence(m));
    }
    if (byGain.size() > NAMED_IN_FULL) {
      phrases.add(labels(byGain.subList(NAMED_IN_FULL, byGain.size())) + " by less");
    }
    return String.join("; ", phrases) + ".";
  }

  private String evidence(MethodResult m) {
    PairedDifference d = m.summary().difference();
    double low = Math.abs(gain(m)) - d.ci95();
    double high = Math.abs(gain(m)) + d.ci95();
    return "%s (95 %% CI %s to %s, p %s)%s"
        .formatted(
            numbers.sizeWithUnit(d.mean()),
            numbers.value(low),
            numbers.value(high),
            pValue(d),
            cost(m));
  }

  private String loss(MethodResult m) {
    PairedDifference d = m.summary().difference();
    return "%s (by %s, p %s)".formatted(m.label(), numbers.sizeWithUnit(d.mean()), pValue(d));
  }

  private static String pValue(PairedDifference d) {
    String p = Numbers.pValue(d.pValueHolm());
    return p.startsWith("<") ? p : "= " + p;
  }

  private String cost(MethodResult m) {
    var relative = m.summary().relativeCost();
    if (relative == null) {
      return "";
    }
    String reference =
        comparison.method(relative.reference()).map(MethodResult::label).orElseThrow();
    return " at " + Numbers.ratio(relative.ratio()) + " " + reference + "’s cost per step";
  }

  private Optional<String> rest(List<MethodResult> worse, List<MethodResult> untold) {
    List<String> clauses = new ArrayList<>();
    if (!worse.isEmpty()) {
      clauses.add(
          enumeration(worse.stream().map(this::loss).toList())
              + (worse.size() == 1 ? " is worse" : " are worse"));
    }
    if (!untold.isEmpty()) {
      clauses.add(
          "for %s no difference can be told with %s"
              .formatted(
                  labels(untold), Numbers.count(comparison.protocol().seeds().size(), "seed")));
    }
    return clauses.isEmpty()
        ? Optional.empty()
        : Optional.of(capitalised(String.join("; ", clauses)) + ".");
  }

  private static String labels(List<MethodResult> methods) {
    return enumeration(methods.stream().map(MethodResult::label).toList());
  }

  private static String enumeration(List<String> parts) {
    int last = parts.size() - 1;
    return last == 0
        ? parts.get(0)
        : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
  }

  private static String capitalised(String text) {
    return text.startsWith("for ") ? "F" + text.substring(1) : text;
  }

  private boolean isTold(MethodResult m) {
    PairedDifference d = m.summary().difference();
    return d != null && d.pValueHolm() != null && d.pValueHolm() < SIGNIFICANCE;
  }

  /** The mean difference to the baseline, positive where the method is better. */
  private double gain(MethodResult m) {
    double mean = m.summary().difference().mean();
    return metric.higherIsBetter() ? mean : -mean;
  }

  private Optional<MethodResult> best() {
    Comparator<MethodResult> byMean = Comparator.comparingDouble(m -> m.summary().test().mean());
    return comparison.methods().stream()
        .filter(Verdict::hasMean)
        .max(metric.higherIsBetter() ? byMean : byMean.reversed());
  }

  private static boolean hasMean(MethodResult m) {
    return m.summary().test().mean() != null;
  }
}
