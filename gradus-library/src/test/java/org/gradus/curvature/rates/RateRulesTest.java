package org.gradus.curvature.rates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.diagonalQuadratic;
import static org.gradus.Fixtures.parameters;
import static org.gradus.Fixtures.replay;
import static org.gradus.Fixtures.values;
import static org.gradus.Fixtures.vector;

import java.util.Arrays;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.curvature.Hutchinson.Probe;
import org.gradus.curvature.RitzValues;
import org.gradus.curvature.rates.LanczosRate.Config;
import org.gradus.curvature.rates.LanczosRate.Flat;
import org.gradus.curvature.rates.LanczosRate.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateRulesTest {
  private static final Rate NOW = new Rate(0.1, 0.9);

  private static RitzValues ritz(double... values) {
    double[] weights = new double[values.length];
    Arrays.fill(weights, 1.0 / values.length);
    return new RitzValues(values, weights, new double[values.length]);
  }

  private static LanczosRate rule(Rule rule, Flat flat) {
    return new LanczosRate(new Config(20, rule, flat, Probe.GAUSSIAN), RandomSource.seeded(1));
  }

  @Test
  void thePairsForOneAndNine() {
    assertThat(rule(Rule.GRADIENT_DESCENT, Flat.MEDIAN).of(ritz(1, 9)))
        .contains(new Rate(1.0 / 7, 0));
    assertThat(rule(Rule.GRADIENT_DESCENT, Flat.SMALLEST).of(ritz(1, 9)))
        .contains(new Rate(0.2, 0));
    assertThat(rule(Rule.HEAVY_BALL, Flat.SMALLEST).of(ritz(1, 9))).contains(new Rate(0.25, 0.25));
  }

  @Test
  void magnitudesCountAndTheMedianIsOfAll() {
    assertThat(rule(Rule.GRADIENT_DESCENT, Flat.MEDIAN).of(ritz(-9, -2, 1)))
        .contains(new Rate(2.0 / 11, 0));
    assertThat(rule(Rule.GRADIENT_DESCENT, Flat.MEAN).of(ritz(-9, -2, 1)))
        .contains(new Rate(2.0 / 13, 0));
  }

  @Test
  void momentumStaysBelowOne() {
    assertThat(rule(Rule.HEAVY_BALL, Flat.SMALLEST).of(ritz(0, 4))).contains(new Rate(1, 0.99));
  }

  @Test
  void aFlatObjectiveKeepsTheRate() {
    ParameterVector theta = parameters(1, 2);
    LanczosRate rule = rule(Rule.GRADIENT_DESCENT, Flat.MEDIAN);
    assertThat(rule.propose(diagonalQuadratic(theta, 0, 0), theta, NOW)).isEmpty();
  }

  @Test
  void aProposalComesFromTheHessianWithinTenTimesTheRate() {
    ParameterVector theta = parameters(1, 1);
    Config config = new Config(20, Rule.GRADIENT_DESCENT, Flat.MEDIAN, Probe.RADEMACHER);
    LanczosRate rule = new LanczosRate(config, replay(vector(1, -1)));
    Rate found = rule.propose(diagonalQuadratic(theta, 1, 9), theta, NOW).orElseThrow();
    assertThat(found.learningRate()).isCloseTo(1.0 / 7, within(1e-15));
    Rate slowly =
        rule.propose(diagonalQuadratic(theta, 1, 9), theta, new Rate(1e-3, 0)).orElseThrow();
    assertThat(slowly.learningRate()).isEqualTo(0.01);
    Rate down = rule.propose(diagonalQuadratic(theta, 1, 9), theta, new Rate(100, 0)).orElseThrow();
    assertThat(down.learningRate()).isEqualTo(10);
    assertThat(values(theta.values())).containsExactly(1, 1);
  }

  @Test
  void theLawOfSmallerBatchesReplacesTheLargestCurvature() {
    Config config = new Config(20, Rule.GRADIENT_DESCENT, Flat.SMALLEST, Probe.GAUSSIAN);
    LanczosRate rule = new LanczosRate(config, RandomSource.seeded(1), top -> 2 * top + 1);
    assertThat(rule.of(ritz(1, 9))).contains(new Rate(0.1, 0));
  }

  @Test
  void cauchysStepOfASphereIsTheInverseCurvature() {
    ParameterVector theta = parameters(0.3, -4, 5);
    Rate found =
        new CauchyRate().propose(diagonalQuadratic(theta, 8, 8, 8), theta, NOW).orElseThrow();
    assertThat(found.learningRate()).isCloseTo(0.125, within(1e-16));
    assertThat(found.momentum()).isEqualTo(0.9);
  }

  @Test
  void cauchysStepIsKeptWhereTheCurvatureIsNotPositive() {
    ParameterVector theta = parameters(1, 1);
    CauchyRate rule = new CauchyRate();
    assertThat(rule.propose(diagonalQuadratic(theta, -2, 1), theta, NOW)).isEmpty();
    assertThat(rule.propose(diagonalQuadratic(theta, 0, 0), theta, NOW)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, 2", "0.5, 3", "0.9, 3.8"})
  void descentIsStableUpToTwoTimesOnePlusMomentumOverCurvature(double momentum, double limit) {
    double curvature = 4;
    assertThat(norm(limit / curvature * 0.99, momentum, curvature)).isLessThan(1e-3);
    assertThat(norm(limit / curvature * 1.01, momentum, curvature)).isGreaterThan(10);
    assertThat(new Rate(limit / curvature * 0.99, momentum).stableFor(curvature)).isTrue();
    assertThat(new Rate(limit / curvature, momentum).stableFor(curvature)).isFalse();
  }

  /** |x| after many steps b ← μ b + h x, x ← x − η b from 1. */
  private static double norm(double rate, double momentum, double curvature) {
    double x = 1;
    double b = 0;
    for (int i = 0; i < 20_000 && Math.abs(x) < 1e3; i++) {
      b = momentum * b + curvature * x;
      x -= rate * b;
    }
    return Math.abs(x);
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() -> new Config(0, Rule.HEAVY_BALL, Flat.MEAN, Probe.GAUSSIAN))
        .hasMessageContaining("steps is 0");
    assertThatThrownBy(() -> new Rate(0.1, 1)).hasMessageContaining("momentum is 1.0");
  }
}
