package org.gradus.lab.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.gradus.lab.result.Comparison;
import org.gradus.lab.result.FinalRun;
import org.gradus.lab.result.MethodResult;
import org.gradus.lab.result.MethodSummary;
import org.gradus.lab.result.MethodSummary.PairedDifference;
import org.gradus.lab.result.MethodSummary.RelativeCost;

/** Derives every method's summary from its runs. */
public final class Summarizer {

  private static final String COST_REFERENCE = "sgd";

  private Summarizer() {}

  /**
   * The same comparison with each method's summary computed afresh. Costs are relative to {@code
   * sgd} if it was compared and measured, else to the cheapest method.
   */
  public static Comparison summarize(Comparison comparison) {
    List<PairedDifference> differences = holm(differences(comparison));
    Optional<MethodResult> reference = costReference(comparison.methods());
    List<MethodResult> summarized = new ArrayList<>();
    for (int i = 0; i < comparison.methods().size(); i++) {
      MethodResult method = comparison.methods().get(i);
      summarized.add(method.withSummary(summary(method, differences.get(i), reference)));
    }
    return comparison.withMethods(summarized);
  }

  private static MethodSummary summary(
      MethodResult method, PairedDifference difference, Optional<MethodResult> costReference) {
    List<FinalRun> runs = method.runs();
    double[] tests =
        runs.stream().filter(FinalRun::counts).mapToDouble(FinalRun::testMetric).toArray();
    return new MethodSummary(
        runs.size(),
        (int) runs.stream().filter(FinalRun::diverged).count(),
        Estimates.of(tests),
        difference,
        TimesToTarget.of(runs, FinalRun::epochsToTarget),
        TimesToTarget.of(runs, FinalRun::secondsToTarget),
        costReference.map(reference -> relativeCost(method, reference)).orElse(null));
  }

  /** One entry a method; {@code null} for the baseline and where there is no baseline. */
  private static List<PairedDifference> differences(Comparison comparison) {
    List<PairedDifference> differences = new ArrayList<>();
    for (MethodResult method : comparison.methods()) {
      differences.add(
          comparison
              .baselineResult()
              .filter(baseline -> !baseline.id().equals(method.id()))
              .map(baseline -> PairedDifferences.of(method.runs(), baseline.runs()))
              .orElse(null));
    }
    return differences;
  }

  private static List<PairedDifference> holm(List<PairedDifference> differences) {
    double[] adjusted =
        Holm.adjust(
            differences.stream()
                .filter(Summarizer::isTested)
                .mapToDouble(PairedDifference::pValue)
                .toArray());
    List<PairedDifference> result = new ArrayList<>();
    int next = 0;
    for (PairedDifference d : differences) {
      result.add(isTested(d) ? withHolm(d, adjusted[next++]) : d);
    }
    return result;
  }

  private static boolean isTested(PairedDifference difference) {
    return difference != null && difference.pValue() != null;
  }

  private static PairedDifference withHolm(PairedDifference d, double pValueHolm) {
    return new PairedDifference(
        d.pairs(), d.excluded(), d.mean(), d.ci95(), d.pValue(), pValueHolm);
  }

  private static Optional<MethodResult> costReference(List<MethodResult> methods) {
    return methods.stream()
        .filter(Summarizer::isCostMeasured)
        .min(
            Comparator.comparing((MethodResult m) -> !m.id().equals(COST_REFERENCE))
                .thenComparingDouble(m -> m.cost().millisecondsPerStep()));
  }

  private static RelativeCost relativeCost(MethodResult method, MethodResult reference) {
    return isCostMeasured(method)
        ? new RelativeCost(
            method.cost().millisecondsPerStep() / reference.cost().millisecondsPerStep(),
            reference.id())
        : null;
  }

  private static boolean isCostMeasured(MethodResult method) {
    return method.cost() != null && method.cost().millisecondsPerStep() > 0;
  }
}
