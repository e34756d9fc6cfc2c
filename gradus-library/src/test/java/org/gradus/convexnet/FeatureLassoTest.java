package org.gradus.convexnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.gradus.convexnet.FeatureLasso.Config;
import org.gradus.convexnet.FeatureLasso.Method;
import org.gradus.core.RandomSource;
import org.gradus.core.Solution.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeatureLassoTest {
  private static final Config EXACT = Config.DEFAULT.withLimits(1e-10, 50_000);

  @ParameterizedTest
  @EnumSource(Method.class)
  void optimalDirectionsAttainTheExactOptimum(Method method) {
    ReluProblem problem = Fixtures.problem(8, 2, ReluLoss.SQUARED, 0.2, 5);
    ReluProgram program = new ReluProgram(problem, Gates.enumerated(problem));
    ReluSolution exact =
        new ConeAdmm(ConeAdmm.Config.DEFAULT.withLimits(1e-9, 8000)).solve(program);
    double[] directions = exact.network().hidden();
    double[] norms = ReluNetwork.norms(directions, 2);
    for (int e = 0; e < directions.length; e++) {
      directions[e] /= norms[e / 2];
    }
    FeatureSolution solution =
        new FeatureLasso(Config.DEFAULT.withLimits(1e-8, 50_000).withMethod(method))
            .solve(new FeatureProgram(problem, directions));
    assertThat(solution.status()).isEqualTo(Status.CONVERGED);
    assertThat(solution.objective()).isCloseTo(exact.certificate().objective(), within(1e-7));
    assertThat(solution.network().objective(problem))
        .isCloseTo(solution.objective(), within(1e-10));
  }

  @Test
  void bothMethodsAgreeAndMoreNestedDirectionsOnlyHelp() {
    ReluProblem problem = Fixtures.problem(15, 3, ReluLoss.SQUARED, 0.1, 2);
    double before = Double.POSITIVE_INFINITY;
    for (int count : new int[] {8, 32, 128}) {
      FeatureProgram program = FeatureProgram.sampled(problem, count, RandomSource.seeded(3));
      double descent = new FeatureLasso(EXACT).solve(program).objective();
      double fista = new FeatureLasso(EXACT.withMethod(Method.FISTA)).solve(program).objective();
      assertThat(fista).isCloseTo(descent, within(1e-9));
      assertThat(descent).isLessThanOrEqualTo(before + 1e-9);
      before = descent;
    }
  }

  @Test
  void crossEntropyConvergesToItsBound() {
    ReluProblem problem = Fixtures.problem(12, 2, ReluLoss.CROSS_ENTROPY, 0.3, 4);
    FeatureProgram program = FeatureProgram.sampled(problem, 50, RandomSource.seeded(1));
    FeatureSolution solution = new FeatureLasso(EXACT.withMethod(Method.FISTA)).solve(program);
    assertThat(solution.gap()).isBetween(-1e-12, 1e-9 * 10);
    assertThat(Arrays.stream(solution.coefficients()).filter(a -> a != 0).count())
        .isBetween(1L, 13L);
  }

  @Test
  void refusesLossesItCannotHandle() {
    ReluProblem problem = Fixtures.problem(5, 2, ReluLoss.HINGE, 0.3, 4);
    FeatureProgram program = FeatureProgram.sampled(problem, 5, RandomSource.seeded(1));
    assertThatThrownBy(() -> new FeatureLasso(Config.DEFAULT).solve(program))
        .hasMessage("the loss is HINGE; it must be one that COORDINATE_DESCENT handles");
  }
}
