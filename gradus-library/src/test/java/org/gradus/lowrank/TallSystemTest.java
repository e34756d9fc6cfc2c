package org.gradus.lowrank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.gradus.core.PortableRandom;
import org.junit.jupiter.api.Test;

class TallSystemTest {
  private static final int ROWS = 40;
  private static final int WIDTH = 5;

  private static TallSystem system(int rows) {
    double[] a = PortableRandom.normal(1, rows * WIDTH);
    double[] b = PortableRandom.normal(2, rows);
    TallSystem system = new TallSystem(WIDTH);
    for (int i = 0; i < rows; i++) {
      system.append(a, i * WIDTH, b[i]);
    }
    return system;
  }

  private static double[] exact(int rows) {
    TallSystem system = system(rows);
    new DirectSolver(WIDTH).minimumNorm(system);
    return system.solution().clone();
  }

  @Test
  void directSolversAgree() {
    double[] expected = exact(ROWS);
    TallSystem system = system(ROWS);
    DirectSolver direct = new DirectSolver(WIDTH);
    direct.normalEquations(system);
    assertThat(system.solution()).containsExactly(expected, within(1e-13));
    system = system(ROWS);
    direct.qr(system);
    assertThat(system.solution()).containsExactly(expected, within(1e-13));
    double[] gradient = new double[WIDTH];
    system.multiplyTransposed(system.residual(), gradient);
    assertThat(gradient).containsExactly(new double[WIDTH], within(1e-13));
  }

  @Test
  void theIdentityAsSketchLeavesNothingToDo() {
    TallSystem system = system(ROWS);
    TriangularPreconditioner preconditioner = new TriangularPreconditioner(WIDTH);
    assertThat(
            preconditioner.sketched(
                system, PortableRandom.normal(1, ROWS * WIDTH), PortableRandom.normal(2, ROWS)))
        .isTrue();
    // A R⁻¹ is orthonormal: RᵀR = AᵀA.
    double[] gram = new double[WIDTH * WIDTH];
    system.gram(gram);
    double[] r = preconditioner.factor();
    for (int i = 0; i < WIDTH; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int c = 0; c < WIDTH; c++) {
          sum += r[c * WIDTH + i] * r[c * WIDTH + j];
        }
        assertThat(sum).isCloseTo(gram[i * WIDTH + j], within(1e-12));
      }
    }
    preconditioner.start(system);
    assertThat(system.solution()).containsExactly(exact(ROWS), within(1e-13));
    Arrays.fill(system.solution(), 0);
    system.updateResidual();
    new IterativeSolver(WIDTH).conjugateGradients(system, preconditioner, 1, 0);
    assertThat(system.solution()).containsExactly(exact(ROWS), within(1e-13));
  }

  @Test
  void withAnySketchConjugateGradientsEndAfterWidthRounds() {
    TallSystem system = system(ROWS);
    TriangularPreconditioner preconditioner = new TriangularPreconditioner(WIDTH);
    int[] buckets = new int[ROWS];
    double[] signs = new double[ROWS];
    CompletionDraws.seeded(3).countSketch(0, 0, ROWS, 8, buckets, signs);
    assertThat(preconditioner.sketch(system, buckets, signs, 8)).isTrue();
    preconditioner.start(system);
    new IterativeSolver(WIDTH).conjugateGradients(system, preconditioner, WIDTH, 0);
    double[] expected = exact(ROWS);
    assertThat(Fixtures.distance(system.solution(), expected) / Fixtures.norm(expected))
        .isLessThan(1e-12);
    double[] kept = system.residual();
    system.updateResidual();
    assertThat(system.residual()).containsExactly(kept, within(1e-13));
  }

  @Test
  void dampedGradientStepsConverge() {
    TallSystem system = system(ROWS);
    TriangularPreconditioner preconditioner = new TriangularPreconditioner(WIDTH);
    int[] buckets = new int[ROWS];
    double[] signs = new double[ROWS];
    CompletionDraws.seeded(4).countSketch(0, 0, ROWS, 20, buckets, signs);
    preconditioner.sketch(system, buckets, signs, 20);
    preconditioner.start(system);
    new IterativeSolver(WIDTH).gradientSteps(system, preconditioner, 400, true);
    assertThat(system.solution()).containsExactly(exact(ROWS), within(1e-10));
  }

  @Test
  void tooFewOrDependentRowsGetTheMinimumNorm() {
    TallSystem few = system(2);
    DirectSolver direct = new DirectSolver(WIDTH);
    direct.normalEquations(few);
    assertThat(few.residual()).containsExactly(new double[2], within(1e-13));
    TallSystem twice = system(2);
    double[] a = PortableRandom.normal(1, 2 * WIDTH);
    double[] b = PortableRandom.normal(2, 2);
    for (int i = 0; i < 6; i++) {
      twice.append(a, (i % 2) * WIDTH, b[i % 2]);
    }
    direct.normalEquations(twice);
    assertThat(twice.solution()).containsExactly(few.solution(), within(1e-12));
    direct.qr(twice);
    assertThat(twice.solution()).containsExactly(few.solution(), within(1e-12));
  }

  @Test
  void aSketchWithoutFullRankIsRefused() {
    TallSystem system = system(ROWS);
    TriangularPreconditioner preconditioner = new TriangularPreconditioner(WIDTH);
    int[] oneBucket = new int[ROWS];
    double[] signs = new double[ROWS];
    Arrays.fill(signs, 1);
    assertThat(preconditioner.sketch(system, oneBucket, signs, 20)).isFalse();
    assertThatThrownBy(() -> preconditioner.sketch(system, oneBucket, signs, 3))
        .hasMessage("the number of sketch rows is 3; it must be at least the width 5");
  }

  @Test
  void multiplyAddsAreCounted() {
    TallSystem system = system(ROWS);
    long n = ROWS;
    long k = WIDTH;
    new DirectSolver(WIDTH).normalEquations(system);
    assertThat(system.multiplyAdds())
        .isEqualTo(n * k * (k + 1) / 2 + n * k + k * k * k / 6 + k * k);
    long before = system.multiplyAdds();
    TriangularPreconditioner preconditioner = new TriangularPreconditioner(WIDTH);
    int[] buckets = new int[ROWS];
    double[] signs = new double[ROWS];
    CompletionDraws.seeded(4).countSketch(0, 0, ROWS, 20, buckets, signs);
    preconditioner.sketch(system, buckets, signs, 20);
    preconditioner.start(system);
    new IterativeSolver(WIDTH).conjugateGradients(system, preconditioner, 3, 0);
    assertThat(system.multiplyAdds() - before)
        .isEqualTo(2 * n * k + 4 * k * k * k - k * k * k / 3 + k * k + 3 * (2 * n * k + 2 * k * k));
  }
}
