package org.gradus.bilevel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.gradus.core.Trace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HoagTest {
  @ParameterizedTest
  @EnumSource(Hoag.Schedule.class)
  void everyScheduleReachesTheOptimum(Hoag.Schedule schedule) {
    double[] target = {1, -2};
    BilevelProblem problem =
        BilevelProblem.of(
            new SquaredDistance(target), new Fixtures.Identity(2), new double[] {4, 4});
    BilevelSolution solution =
        new Hoag(
                Hoag.Config.DEFAULT
                    .withSchedule(schedule)
                    .withLimits(Limits.DEFAULT.withOuterSteps(300)))
            .solve(problem);
    List<Trace.Point> points = solution.trace().points();
    assertThat(solution.trace().last().objective()).isLessThan(1e-4 * points.get(0).objective());
    assertThat(solution.certificate().hypergradientNorm())
        .isLessThan(1e-2 * points.get(0).gradientNorm());
  }

  @Test
  void schedulesAreTheirFormulas() {
    assertThat(Hoag.Schedule.GEOMETRIC.at(0.1, 3)).isCloseTo(0.0729, within(1e-15));
    assertThat(Hoag.Schedule.QUADRATIC.at(0.1, 3)).isCloseTo(0.1 / 16, within(1e-15));
    assertThat(Hoag.Schedule.CUBIC.at(0.1, 3)).isCloseTo(0.1 / 64, within(1e-15));
  }

  @Test
  void theFirstStepIsOneOverTheRootMeanSquare() {
    // x̂ = θ: z₀ = θ₀ − t exactly, once δ lets conjugate gradients take their one step.
    BilevelProblem problem =
        BilevelProblem.of(
            new SquaredDistance(new double[] {1, 1}),
            new Fixtures.Identity(2),
            new double[] {4, 5});
    List<Trace.Point> points =
        new Hoag(Hoag.Config.DEFAULT.withLimits(Limits.DEFAULT.withOuterSteps(1)))
            .solve(problem)
            .trace()
            .points();
    assertThat(points.get(1).metric(BilevelSolution.STEP))
        .isCloseTo(Math.sqrt(2) / 5, within(1e-12));
  }

  @Test
  void rejectedStepsGoBackAndAreHalved() {
    // With f = ½ θ² and L̂₀ = |z₀| = 0.2 the first step leads to −0.8, sixteen times the loss.
    BilevelProblem problem =
        BilevelProblem.of(
            new SquaredDistance(new double[] {0}), new Fixtures.Identity(1), new double[] {0.2});
    BilevelSolution solution =
        new Hoag(
                new Hoag.Config(Hoag.Schedule.QUADRATIC, 1e-6, 0, Limits.DEFAULT.withOuterSteps(1)))
            .solve(problem);
    // 1/L̂ = 5 and 2.5 are rejected, 1.25 leads to −0.05.
    assertThat(solution.theta()[0]).isCloseTo(-0.05, within(1e-5));
    assertThat(solution.trace().last().metric(BilevelSolution.EPSILON))
        .isCloseTo(1e-6 / 4 / 4, within(1e-18));
  }
}
