package org.gradus.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.javacpp.PointerScope;
import org.gradus.core.Monitor;
import org.gradus.core.Solution.Status;
import org.gradus.core.Trace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SinkhornNewtonTest {
  @Test
  void gradientIsTheDerivativeOfTheDual() {
    TransportProblem problem = Fixtures.random(5, 4, 11, 10);
    double[] x = {0.1, 0.2, -0.1, 0, 0.05};
    double[] y = {0, 0.1, -0.2, 0.3};
    double step = 1e-6;
    try (PointerScope scope = new PointerScope()) {
      DualPoint at = new GibbsKernel(problem).fill(x, y);
      assertThat(at.value()).isCloseTo(Fixtures.dual(problem, x, y), within(1e-15));
      for (int i = 0; i < 9; i++) {
        double slope =
            (Fixtures.dual(problem, moved(x, i, step), moved(y, i - 5, step))
                    - Fixtures.dual(problem, moved(x, i, -step), moved(y, i - 5, -step)))
                / (2 * step);
        double gradient = i < 5 ? at.rowGradient()[i] : at.columnGradient()[i - 5];
        assertThat(slope).isCloseTo(gradient, within(1e-6 * Math.abs(gradient)));
      }
    }
  }

  /** H dz = g: so H applied by differences of the gradient along dz must give g back. */
  @Test
  void keepingEverythingSolvesWithTheHessianOfTheDual() {
    TransportProblem problem = Fixtures.random(5, 4, 11, 10);
    double[] x = {0.1, 0.2, -0.1, 0, 0.05};
    double[] y = {0, 0.1, -0.2, 0.3};
    try (PointerScope scope = new PointerScope()) {
      GibbsKernel kernel = new GibbsKernel(problem);
      DualPoint at = kernel.fill(x, y);
      NewtonDirection.Step step =
          new SparseDirection(kernel, new Sparsity.Fraction(1), 1e-14).solve(at, 0);
      double h = 1e-6;
      DualPoint up = kernel.fill(along(x, step.dx(), h), along(y, step.dy(), h));
      DualPoint down = kernel.fill(along(x, step.dx(), -h), along(y, step.dy(), -h));
      double norm = at.gradientNorm();
      for (int i = 0; i < 5; i++) {
        assertThat((down.rowGradient()[i] - up.rowGradient()[i]) / (2 * h))
            .isCloseTo(at.rowGradient()[i], within(1e-6 * norm));
      }
      for (int j = 0; j < 4; j++) {
        assertThat((down.columnGradient()[j] - up.columnGradient()[j]) / (2 * h))
            .isCloseTo(at.columnGradient()[j], within(1e-6 * norm));
      }
    }
  }

  @Test
  void keepingEverythingMakesTheIteratesOfDenseNewton() {
    TransportProblem problem = Fixtures.random(5, 4, 12, 10);
    for (int steps = 1; steps <= 6; steps++) {
      NewtonConfig newton = new NewtonConfig(0, 1, steps, false);
      Potentials sparse =
          new SinkhornNewtonSparse(
                  new SinkhornNewtonSparse.Config(newton, new Sparsity.Fraction(1), 1e-14))
              .solve(problem)
              .potentials();
      Potentials dense = new SinkhornNewtonDense(newton).solve(problem).potentials();
      assertThat(sparse.x()).containsExactly(dense.x(), within(1e-10));
      assertThat(sparse.y()).containsExactly(dense.y(), within(1e-10));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void assignmentsAtLargeEtaTakeFewSteps(long seed) {
    TransportProblem problem = TransportProblems.assignment(500, seed, 1200);
    for (Sparsity sparsity : new Sparsity[] {Sparsity.DEFAULT, new Sparsity.PerRow(8)}) {
      TransportSolution solution = sparse(sparsity, 1e-12, true).solve(problem);
      assertThat(solution.status()).as(solution.message()).isEqualTo(Status.CONVERGED);
      assertThat(solution.sweeps()).isGreaterThanOrEqualTo(20);
      assertThat(solution.newtonSteps()).isLessThanOrEqualTo(20);
      assertThat(solution.certificate().marginalError()).isLessThanOrEqualTo(1e-12);
    }
  }

  @Test
  void theDualNeverFallsAlongAcceptedSteps() {
    TransportProblem problem = TransportProblems.clouds(60, 3, 300);
    double before = Double.NEGATIVE_INFINITY;
    Trace trace = sparse(Sparsity.DEFAULT, 1e-12, true).solve(problem).trace();
    for (Trace.Point point : trace.points()) {
      assertThat(point.objective()).isGreaterThanOrEqualTo(before - 1e-15);
      before = point.objective();
    }
    assertThat(trace.points()).hasSizeGreaterThan(3);
  }

  @Test
  void nearlyDisconnectedPlansNeedTheSafeguards() {
    Sparsity kept = new Sparsity.Fraction(36.0 / 108);
    int failed = 0;
    for (long seed = 1; seed <= 6; seed++) {
      TransportProblem problem = Fixtures.random(12, 9, seed, 1000);
      TransportSolution guarded = sparse(kept, 1e-10, true).solve(problem);
      assertThat(guarded.status()).as(guarded.message()).isEqualTo(Status.CONVERGED);
      TransportSolution plain = sparse(kept, 1e-10, false).solve(problem);
      assertThat(plain.certificate().marginalError()).isFinite();
      failed += plain.status() == Status.BREAKDOWN ? 1 : 0;
    }
    assertThat(failed).isPositive();
  }

  @Test
  void askingForMoreThanFloatsHaveEndsAtTheAccuracyFloor() {
    TransportProblem problem = TransportProblems.clouds(60, 5, 300);
    TransportSolution solution = sparse(Sparsity.DEFAULT, 0, true).solve(problem);
    assertThat(solution.status()).isEqualTo(Status.BREAKDOWN);
    assertThat(solution.message()).startsWith("accuracy floor");
    assertThat(solution.certificate().marginalError()).isLessThan(1e-12);
    TransportSolution sinkhorn =
        new Sinkhorn(SinkhornConfig.DEFAULT.withTolerance(0)).solve(Fixtures.random(8, 8, 1, 5));
    assertThat(sinkhorn.message()).startsWith("accuracy floor");
  }

  @Test
  void noSweepsAtAllStillSolve() {
    TransportProblem problem = Fixtures.random(10, 10, 6, 50);
    NewtonConfig newton = NewtonConfig.DEFAULT.withSweeps(0);
    TransportSolution solution =
        new SinkhornNewtonSparse(SinkhornNewtonSparse.Config.DEFAULT.withNewton(newton))
            .solve(problem, Monitor.SILENT);
    assertThat(solution.status()).as(solution.message()).isEqualTo(Status.CONVERGED);
  }

  @Test
  void adaptiveSparsityKeepsToItsLimit() {
    TransportProblem problem = Fixtures.random(20, 20, 2, 5);
    TransportSolution solution =
        new SinkhornNewtonSparse(
                SinkhornNewtonSparse.Config.DEFAULT
                    .withSparsity(new Sparsity.Adaptive(130))
                    .withNewton(NewtonConfig.DEFAULT.withSweeps(0).withMaxSteps(3)))
            .solve(problem);
    Trace.Point step = solution.trace().points().get(1);
    assertThat(step.metric(TransportSolution.KEPT_ENTRIES)).isEqualTo(130);
    assertThat(step.metric(TransportSolution.DROPPED_MASS)).isPositive();
  }

  @Test
  void settingsOutOfRangeAreErrors() {
    assertThatThrownBy(() -> new Sparsity.Fraction(0)).hasMessageContaining("lambda is 0.0");
    assertThatThrownBy(() -> new Sparsity.PerRow(-1)).hasMessageContaining("kept is -1.0");
    assertThatThrownBy(() -> new Sparsity.Adaptive(0)).hasMessageContaining("maxEntries is 0");
    assertThatThrownBy(() -> NewtonConfig.DEFAULT.withTolerance(-1))
        .hasMessageContaining("tolerance is -1.0");
    assertThatThrownBy(
            () -> new SinkhornNewtonSparse.Config(NewtonConfig.DEFAULT, Sparsity.DEFAULT, 1))
        .hasMessageContaining("cgTolerance is 1.0");
    assertThatThrownBy(() -> SinkhornConfig.DEFAULT.withMaxSweeps(-1))
        .hasMessageContaining("maxSweeps is -1");
  }

  private static SinkhornNewtonSparse sparse(
      Sparsity sparsity, double tolerance, boolean safeguards) {
    NewtonConfig newton = NewtonConfig.DEFAULT.withTolerance(tolerance).withSafeguards(safeguards);
    return new SinkhornNewtonSparse(new SinkhornNewtonSparse.Config(newton, sparsity, 1e-6));
  }

  private static double[] moved(double[] values, int index, double by) {
    double[] result = values.clone();
    if (index >= 0 && index < values.length) {
      result[index] += by;
    }
    return result;
  }

  private static double[] along(double[] values, double[] direction, double by) {
    double[] result = values.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] += by * direction[i];
    }
    return result;
  }
}
