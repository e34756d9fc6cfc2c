package org.gradus.constrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.gradus.core.Solution.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The methods that AdaSketch-Newton is compared with. */
class BaselinesTest {
  /** Outer iterations to 1e-4 as published; HS77's 169 hang on rounding. */
  @ParameterizedTest
  @CsvSource({
    "HS6,9,91",
    "HS7,7,10",
    "HS28,5,36",
    "HS42,5,9",
    "HS48,5,26",
    "HS51,5,43",
    "HS78,6,48",
    "HS79,6,72"
  })
  void gmresTakesThePublishedNumberOfSteps(HockSchittkowski problem, int adaptive, int plain) {
    assertThat(new GmresSqp(GmresSqp.Test.ADAPTIVE).solve(problem.problem()).counts().iterations())
        .isEqualTo(adaptive);
    assertThat(
            new GmresSqp(GmresSqp.Test.BYRD_CURTIS_NOCEDAL)
                .solve(problem.problem())
                .counts()
                .iterations())
        .isEqualTo(plain);
  }

  @ParameterizedTest
  @EnumSource
  void theAugmentedLagrangianFindsTheOptimum(HockSchittkowski problem) {
    ConstrainedSolution solution =
        new AugmentedLagrangian(Limits.DEFAULT.withTolerance(1e-6)).solve(problem.problem());

    assertThat(solution.status()).isEqualTo(Status.CONVERGED);
    assertThat(solution.certificate().objective()).isCloseTo(problem.optimum(), within(1e-5));
  }

  @Test
  void aCycleOfGmresIsTheBestOfItsKrylovSpace() {
    var matrix =
        SparseRows.saddle(
            HockSchittkowski.HS28
                .problem()
                .functions()
                .hessian(new double[] {0, 0, 0}, new double[1]),
            HockSchittkowski.HS28.problem().functions().jacobian(new double[3]));
    double[] right = {1, -1, 2, 0.5};
    RestartedGmres gmres = new RestartedGmres(matrix, right);

    gmres.cycle();

    double[] product = SparseRows.product(matrix, right);
    assertThat(Vectors.dot(gmres.residual(), product)).isCloseTo(0, within(1e-12));
    assertThat(Vectors.dot(gmres.residual(), SparseRows.product(matrix, product)))
        .isCloseTo(0, within(1e-11));
  }

  @Test
  void theAugmentedLagrangianRefusesLargeProblems() {
    assertThatThrownBy(() -> new AugmentedLagrangian().solve(new PoissonControl(40).problem()))
        .hasMessage("variables is 3200; it must be at most 2000 for this method");
  }
}
