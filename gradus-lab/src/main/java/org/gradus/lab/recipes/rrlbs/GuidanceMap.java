package org.gradus.lab.recipes.rrlbs;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Verdict;

/** How well the learned map knows which pixels are pure. */
final class GuidanceMap {
  private static final double GOOD = 0.9;
  private static final double FAIR = 0.7;

  private final Unmixings unmixings;

  GuidanceMap(Unmixings unmixings) {
    this.unmixings = unmixings;
  }

  void run(Findings findings) {
    double learned = correlation(Unmixings.RRLBS);
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("correlation of the learned map", learned);
    numbers.put("of the same index of l2,1-NMF's abundances", correlation(Unmixings.ROW_WISE));
    numbers.put("of the same index of NMF's abundances", correlation(Unmixings.NMF));
    findings.add(
        new Finding(
            "guidance-map",
            learned >= GOOD
                ? Verdict.REPRODUCED
                : learned >= FAIR ? Verdict.PARTLY : Verdict.NOT_REPRODUCED,
            numbers,
            "The map is a function of the abundances: the second number, from a method without any"
                + " map, shows how much of the first is owed to good abundances alone."));
  }

  private double correlation(String method) {
    return unmixings.run(method, Robustness.JUDGED).stream()
        .mapToDouble(Unmixings.Outcome::correlation)
        .average()
        .orElseThrow();
  }
}
