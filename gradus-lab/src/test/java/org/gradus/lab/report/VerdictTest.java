package org.gradus.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.gradus.lab.result.Comparison;
import org.gradus.lab.result.Cost;
import org.gradus.lab.result.FinalRun;
import org.gradus.lab.result.MethodResult;
import org.gradus.lab.result.Metric;
import org.gradus.lab.stats.Summarizer;
import org.junit.jupiter.api.Test;

class VerdictTest {

  @Test
  void aWinnerIsNamedWithItsEvidenceAndCost() {
    // Differences 0.01 0.02 0.03: mean 0.02, s = 0.01, 4.302653 s / sqrt(3) = 0.02484, t = 3.4641
    // on 2 degrees of freedom, p = 0.0742: not yet. A hundredth of the spread: p < 0.001.
    assertThat(verdict(Fixtures.ACCURACY, method("sam", 2, 0.91, 0.92, 0.93)))
        .containsExactly(
            "No method beats SGD on test accuracy beyond doubt.",
            "For SAM no difference can be told with 3 seeds.");
    assertThat(verdict(Fixtures.ACCURACY, method("sam", 2, 0.9199, 0.92, 0.9201)))
        .containsExactly(
            "SAM beats SGD by 2.00 points (95 % CI 1.98 to 2.02, p < 0.001) at 2.00 × SGD’s cost"
                + " per step.");
  }

  @Test
  void lowerIsBetterTurnsTheSidesAround() {
    assertThat(verdict(Fixtures.RMSE, method("sam", 2, 0.9199, 0.92, 0.9201)))
        .containsExactly(
            "No method beats SGD on test RMSE beyond doubt.",
            "SAM (by 0.02 kWh, p < 0.001) is worse.");
    assertThat(verdict(Fixtures.RMSE, method("sam", 1, 0.8799, 0.88, 0.8801)).get(0))
        .startsWith("SAM beats SGD by 0.02 kWh (95 % CI 0.01975 to 0.02025, p < 0.001)");
  }

  @Test
  void whatCannotBeTestedIsSaidSo() {
    MethodResult sgd = method("sgd", 1, 0.9);
    assertThat(sentences(Fixtures.ACCURACY, 1, sgd, method("sam", 2, 0.95)))
        .containsExactly(
            "SAM has the highest mean test accuracy: 95.00 % (one run).",
            "One seed allows no interval and no test: more seeds (--seeds 5) are needed to tell.");
    assertThat(sentences(Fixtures.ACCURACY, 1, sgd))
        .containsExactly(
            "SGD reached a mean test accuracy of 90.00 % (one run).",
            "There is no other method to compare it with.");
    assertThat(sentences(Fixtures.ACCURACY, 1, method("sgd", 1, Double.NaN), sam()))
        .containsExactly(
            "The baseline sgd has no finished run to compare with.",
            "SAM has the highest mean test accuracy: 95.00 % (one run).");
    assertThat(sentences(Fixtures.ACCURACY, 1, method("sgd", 1, Double.NaN)))
        .containsExactly("Every final run diverged, so there is nothing to compare.");
    assertThat(sentences(Fixtures.ACCURACY, 1, method("sgd", 1)))
        .containsExactly("No final run was finished, so there is nothing to compare.");
  }

  @Test
  void manyWinnersAreNamedInOrderOfGain() {
    List<String> sentences =
        sentences(
            Fixtures.ACCURACY,
            3,
            method("sgd", 1, 0.9, 0.9, 0.9),
            method("a", 1, 0.9099, 0.91, 0.9101),
            method("b", 1, 0.9299, 0.93, 0.9301),
            method("c", 1, 0.9199, 0.92, 0.9201));
    assertThat(sentences).hasSize(1);
    assertThat(sentences.get(0))
        .startsWith("B beats SGD by 3.00 points")
        .contains("; C by 2.00 points")
        .endsWith("; A by less.");
  }

  private static MethodResult sam() {
    return method("sam", 2, 0.95);
  }

  private static List<String> verdict(Metric metric, MethodResult other) {
    return sentences(metric, 3, method("sgd", 1, 0.9, 0.9, 0.9), other);
  }

  private static List<String> sentences(Metric metric, int seeds, MethodResult... methods) {
    Comparison comparison = Fixtures.comparison(metric, seeds, List.of(methods));
    return Verdict.sentences(Summarizer.summarize(comparison));
  }

  private static MethodResult method(String id, double millis, double... tests) {
    List<FinalRun> runs = new ArrayList<>();
    for (double test : tests) {
      runs.add(
          new FinalRun(
              runs.size() + 1,
              test,
              test,
              0.1,
              Double.isNaN(test),
              null,
              1,
              1,
              null,
              null,
              List.of()));
    }
    return new MethodResult(
        id,
        id.toUpperCase(java.util.Locale.ROOT),
        null,
        null,
        List.of(),
        List.of(),
        runs,
        new Cost(millis, null),
        null);
  }
}
