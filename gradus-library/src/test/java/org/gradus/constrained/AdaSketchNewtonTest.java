package org.gradus.constrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.gradus.constrained.AdaSketchNewton.Config;
import org.gradus.constrained.ConstrainedSolution.End;
import org.gradus.core.Monitor;
import org.gradus.core.Solution.Status;
import org.gradus.core.Trace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AdaSketchNewtonTest {
  private static final Limits DEEP = Limits.DEFAULT.withTolerance(1e-8);

  private static ConstrainedSolution solve(HockSchittkowski problem, Config config) {
    return new AdaSketchNewton(config).solve(problem.problem());
  }

  private static double[] norms(ConstrainedSolution solution) {
    return solution.trace().points().stream().mapToDouble(Trace.Point::gradientNorm).toArray();
  }

  /** Outer iterations to 1e-4 as the authors stored them, with both kinds of sketches. */
  @ParameterizedTest
  @CsvSource({
    "HS6,9", "HS7,10", "HS28,1", "HS42,4", "HS48,1", "HS51,1", "HS77,8", "HS78,4", "HS79,4"
  })
  void takesThePublishedNumberOfSteps(HockSchittkowski problem, int steps) {
    for (Sketching sketching :
        List.of(Sketching.identity(), Sketching.rows(1), Sketching.gaussian(1))) {
      ConstrainedSolution solution = solve(problem, Config.DEFAULT.withSketching(sketching));

      assertThat(solution.status()).isEqualTo(Status.CONVERGED);
      assertThat(solution.counts().iterations()).isEqualTo(steps);
    }
  }

  @ParameterizedTest
  @EnumSource
  void findsThePublishedOptimum(HockSchittkowski problem) {
    ConstrainedSolution solution = AdaSketchNewton.exact(DEEP).solve(problem.problem());

    assertThat(solution.certificate().objective()).isCloseTo(problem.optimum(), within(2e-9));
    assertThat(solution.certificate().residual()).isLessThan(1e-8);
  }

  @Test
  void findsThePublishedPoints() {
    assertThat(AdaSketchNewton.exact(DEEP).solve(HockSchittkowski.HS42.problem()).x())
        .containsExactly(new double[] {2, 2, 0.8485281, 1.1313708}, within(1e-7));
    assertThat(AdaSketchNewton.exact(DEEP).solve(HockSchittkowski.HS79.problem()).x())
        .containsExactly(
            new double[] {1.191127, 1.362603, 1.472818, 1.635017, 1.679081}, within(1e-6));
  }

  @Test
  void followsTheReferenceTrajectories() {
    Config rows = Config.DEFAULT.withSketching(Sketching.rows(7));
    double[] hs6 = {6.22254, 6.003336, 5.709266, 5.359899, 4.976881, 4.652895};
    double[] hs79 = {8.298368, 1.217712, 0.07676242, 4.099548e-4, 1.1123e-8};

    double[] sketched = norms(solve(HockSchittkowski.HS6, rows));
    double[] exact =
        norms(AdaSketchNewton.exact(Limits.DEFAULT).solve(HockSchittkowski.HS79.problem()));

    for (int k = 0; k < hs6.length; k++) {
      assertThat(sketched[k]).isCloseTo(hs6[k], Percentage.withPercentage(1e-3));
    }
    for (int k = 0; k < hs79.length; k++) {
      assertThat(exact[k]).isCloseTo(hs79[k], Percentage.withPercentage(2e-3));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HS28", "HS48", "HS51"})
  void linearQuadraticProblemsTakeOneFullStep(HockSchittkowski problem) {
    ConstrainedSolution solution = solve(problem, Config.DEFAULT);

    assertThat(solution.counts().iterations()).isOne();
    assertThat(solution.trace().last().metric(ConstrainedSolution.STEP_LENGTH)).isOne();
    assertThat(solution.certificate().residual()).isLessThan(1e-8);
  }

  @Test
  void penaltiesMoveOneWayAndStepsDescend() {
    Config relative = Config.DEFAULT.withAccuracy(new Accuracy.Relative(0.5));
    for (HockSchittkowski problem : HockSchittkowski.values()) {
      List<Trace.Point> points = solve(problem, relative).trace().points();
      for (int k = 1; k < points.size(); k++) {
        Trace.Point now = points.get(k);
        double alpha = now.metric(ConstrainedSolution.STEP_LENGTH);
        assertThat(now.metric(ConstrainedSolution.MERIT_AFTER))
            .isLessThanOrEqualTo(
                now.metric(ConstrainedSolution.MERIT_BEFORE)
                    + alpha * 0.1 * now.metric(ConstrainedSolution.SLOPE));
        if (k > 1) {
          Trace.Point before = points.get(k - 1);
          assertThat(now.metric(ConstrainedSolution.ETA1))
              .isGreaterThanOrEqualTo(before.metric(ConstrainedSolution.ETA1));
          assertThat(now.metric(ConstrainedSolution.ETA2))
              .isLessThanOrEqualTo(before.metric(ConstrainedSolution.ETA2));
          assertThat(now.metric(ConstrainedSolution.DELTA))
              .isBetween(1e-6, before.metric(ConstrainedSolution.DELTA));
        }
      }
    }
  }

  @Test
  void fixedPenaltiesLoseDescentWhereAdaptiveOnesDoNot() {
    Config relative =
        Config.DEFAULT.withAccuracy(new Accuracy.Relative(0.5)).withSketching(Sketching.rows(1));

    ConstrainedSolution fixed = solve(HockSchittkowski.HS51, relative.withFixedPenalties());

    assertThat(fixed.end()).isEqualTo(End.NO_DESCENT);
    assertThat(fixed.status()).isEqualTo(Status.BREAKDOWN);
    assertThat(fixed.message()).contains("no descent direction").contains("slope");
    assertThat(solve(HockSchittkowski.HS51, relative).status()).isEqualTo(Status.CONVERGED);
  }

  /** Relative accuracy one half: linear with θ = 1, superlinear with θ = |∇L|. */
  @Test
  void theForcingTermDecidesTheRate() {
    Config relative =
        Config.DEFAULT
            .withAccuracy(new Accuracy.Relative(0.5))
            .withLimits(Limits.DEFAULT.withTolerance(1e-9));

    int linear = solve(HockSchittkowski.HS79, relative).counts().iterations();
    double[] fast = norms(solve(HockSchittkowski.HS79, relative.withForcing(Forcing.GRADIENT)));

    assertThat(linear).isGreaterThan(20);
    assertThat(fast.length).isLessThan(12);
    assertThat(fast[fast.length - 1] / fast[fast.length - 2]).isLessThan(1e-2);
    assertThat(Forcing.LOGARITHMIC.theta(9, 1)).isCloseTo(1 / Math.log(10), within(1e-15));
  }

  @Test
  void replaysRecordedSketches() {
    ConstrainedProblem problem = HockSchittkowski.HS48.problem();
    SketchSequence drawn = Sketching.rows(3).start(7);
    List<Sketch> recorded = IntStream.range(0, 5000).mapToObj(k -> drawn.next()).toList();

    ConstrainedSolution first =
        new AdaSketchNewton(Config.DEFAULT.withSketching(Sketching.rows(3))).solve(problem);
    ConstrainedSolution again =
        new AdaSketchNewton(Config.DEFAULT.withSketching(p -> SketchSequence.replay(recorded)))
            .solve(problem);

    assertThat(again.x()).containsExactly(first.x(), Offset.offset(0.0));
    assertThat(again.counts().inner()).isEqualTo(first.counts().inner());
  }

  @Test
  void aLimitOnSketchesIsTold() {
    Config hasty = Config.DEFAULT.withLimits(new Limits(1e-4, 3, 2));

    ConstrainedSolution solution = solve(HockSchittkowski.HS77, hasty);

    assertThat(solution.counts().capped()).isPositive();
    assertThat(solution.message()).contains("at its limit of inner iterations had |r| = ");
  }

  @Test
  void continuesFromItsOwnPenalties() {
    Limits two = Limits.DEFAULT.withMaxIterations(2);
    ConstrainedProblem problem = HockSchittkowski.HS7.problem();
    ConstrainedSolution begun = AdaSketchNewton.exact(two).solve(problem);
    Trace.Point last = begun.trace().last();
    Penalties penalties =
        new Penalties(
            last.metric(ConstrainedSolution.ETA1),
            last.metric(ConstrainedSolution.ETA2),
            last.metric(ConstrainedSolution.DELTA));
    Config exact = Config.DEFAULT.withSketching(Sketching.identity());

    ConstrainedSolution continued =
        new AdaSketchNewton(exact.withPenalties(penalties))
            .solve(problem.from(begun.x(), begun.multipliers()));

    assertThat(begun.status()).isEqualTo(Status.LIMIT_REACHED);
    assertThat(continued.x())
        .containsExactly(
            AdaSketchNewton.exact(Limits.DEFAULT).solve(problem).x(), Offset.offset(0.0));
  }

  @Test
  void stopsWhenAsked() {
    Monitor stop =
        new Monitor() {
          @Override
          public boolean cancelled() {
            return true;
          }
        };

    ConstrainedSolution solution =
        new AdaSketchNewton().solve(HockSchittkowski.HS6.problem(), stop);

    assertThat(solution.status()).isEqualTo(Status.CANCELLED);
    assertThat(solution.x()).containsExactly(-1.2, 1);
  }
}
