package org.gradus.convexnet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlockDescentAdmmTest {
  /** Thresholds that let the inner loop come close to its minimum. */
  private static final BlockDescentAdmm.Config CAREFUL =
      new BlockDescentAdmm.Config(0.1, 1e-4, 1, 1, 1e-2, 1e-5, 0.96, 1, 5000, 1e-4, 300, true);

  @ParameterizedTest
  @EnumSource(
      value = ReluLoss.class,
      names = {"SQUARED", "CROSS_ENTROPY"})
  void comesCloseToTheGlobalOptimum(ReluLoss loss) {
    ReluProblem problem = Fixtures.problem(8, 2, loss, 0.2, 5);
    ReluProgram program = new ReluProgram(problem, Gates.enumerated(problem));
    ReluSolution solution = new BlockDescentAdmm(CAREFUL, 1).solve(program);
    assertThat(solution.certificate().relativeGap()).isBetween(-1e-9, 0.02);
  }

  @Test
  void sameDrawsGiveTheSameNetwork() {
    ReluProblem problem = Fixtures.problem(8, 2, ReluLoss.SQUARED, 0.2, 5);
    ReluProgram program = new ReluProgram(problem, Gates.enumerated(problem));
    int[] calls = new int[1];
    BlockDescentAdmm.Draws cyclic = (gates, size) -> new int[] {calls[0]++ % gates};
    double[] first = new BlockDescentAdmm(CAREFUL, cyclic).solve(program).state().v();
    calls[0] = 0;
    assertThat(new BlockDescentAdmm(CAREFUL, cyclic).solve(program).state().v()).isEqualTo(first);
  }
}
