package org.gradus.lab.reproduce.fair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Function;
import org.gradus.lab.reproduce.fair.GridSearch.Search;
import org.gradus.lab.reproduce.fair.GridSearch.Trial;
import org.junit.jupiter.api.Test;

class FairTest {
  private static Function<List<Double>, List<Double>> bowl(double best) {
    return rates -> rates.stream().map(r -> Math.pow(Math.log(r / best), 2)).toList();
  }

  @Test
  void theGridIsExtendedUntilTheBestIsInside() {
    Search search = GridSearch.search(List.of(0.001, 0.003, 0.01), 5, bowl(0.09));
    assertThat(search.trials())
        .extracting(Trial::learningRate)
        .containsExactly(0.001, 0.003, 0.01, 0.033, 0.11, 0.37);
    assertThat(search.best().learningRate()).isEqualTo(0.11);
    assertThat(search.atEdge()).isFalse();
  }

  @Test
  void extensionsEndAndDivergenceIsWorst() {
    Search search = GridSearch.search(List.of(0.001, 0.003), 1, bowl(1e-9));
    assertThat(search.trials()).hasSize(3);
    assertThat(search.atEdge()).isTrue();
    Search diverging =
        GridSearch.search(List.of(1.0, 2.0, 3.0), 0, r -> List.of(Double.NaN, 1.0, Double.NaN));
    assertThat(diverging.best().learningRate()).isEqualTo(2);
  }

  @Test
  void pairedDifferencesHaveTheirOwnError() {
    Sample gap = new Sample(3, 5, 7).minus(new Sample(1, 2, 3));
    assertThat(gap.mean()).isEqualTo(3);
    assertThat(gap.standardError()).isCloseTo(1 / Math.sqrt(3), within(1e-15));
    // t₀.₉₇₅ with 2 degrees of freedom is 4.302652729911275.
    assertThat(gap.ci95()).isCloseTo(4.302652729911275 / Math.sqrt(3), within(1e-9));
    assertThat(gap.clearlyAboveZero()).isTrue();
    assertThat(gap.clearlyBelowZero()).isFalse();
    assertThat(gap.show(2)).isEqualTo("3.00 ± 0.58");
    assertThatThrownBy(() -> gap.minus(new Sample(1.0)))
        .hasMessage("number of paired values is 1; it must be 3");
  }

  @Test
  void aDivergedRunMakesNoRuleHold() {
    Sample gap = new Sample(-5, Double.NaN);
    assertThat(gap.clearlyBelowZero()).isFalse();
    assertThat(gap.clearlyAboveZero()).isFalse();
    assertThat(gap.show(2)).isEqualTo("1 of 2 diverged");
  }
}
