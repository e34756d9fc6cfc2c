package org.gradus.convexnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.Tensor;
import org.gradus.convexnet.ConeAdmm.Balance;
import org.gradus.convexnet.ConeAdmm.Config;
import org.gradus.core.Monitor;
import org.gradus.core.PortableRandom;
import org.gradus.core.RandomSource;
import org.gradus.core.Solution.Status;
import org.gradus.core.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConeAdmmTest {
  private static final Config EXACT =
      Config.DEFAULT.withPenalty(0.1, Balance.DEFAULT).withLimits(1e-9, 8000);

  private static ReluProgram enumerated(ReluProblem problem) {
    return new ReluProgram(problem, Gates.enumerated(problem));
  }

  private static ReluSolution solve(Config config, ReluProblem problem) {
    return new ConeAdmm(config).solve(enumerated(problem));
  }

  @ParameterizedTest
  @EnumSource(ReluLoss.class)
  void reachesTheGlobalOptimumOfEveryLoss(ReluLoss loss) {
    double decay = loss == ReluLoss.HINGE ? 0.02 : 0.2;
    ReluProblem problem = Fixtures.problem(8, 2, loss, decay, loss == ReluLoss.HINGE ? 1 : 5);
    ReluSolution solution = solve(EXACT, problem);
    assertThat(solution.status()).as(solution.message()).isEqualTo(Status.CONVERGED);
    ReluCertificate certificate = solution.certificate();
    assertThat(certificate.bound().everyNetwork()).isTrue();
    assertThat(certificate.relativeGap()).isBetween(-1e-9, 1e-6);
    assertThat(certificate.bound().correlation()).isCloseTo(decay, within(1e-6 * decay));
  }

  @Test
  void replaysTheFormulasWithDenseMatrices() {
    ReluProblem problem = Fixtures.problem(9, 3, ReluLoss.SQUARED, 0.05, 5);
    Gates gates = Gates.of(problem.inputs(), 3, PortableRandom.normal(8, 12));
    ReluProgram program = new ReluProgram(problem, gates);
    Config config =
        Config.DEFAULT.withPenalty(0.3, Balance.FIXED).withDualStep(0.7).withLimits(0, 25);
    DenseAdmm dense = new DenseAdmm(program, 0.3, 0.7);
    for (int i = 0; i < 25; i++) {
      dense.step();
    }
    AdmmState state = new ConeAdmm(config).solve(program).state();
    assertThat(state.u()).containsExactly(dense.u, within(1e-10));
    assertThat(state.v()).containsExactly(dense.v, within(1e-10));
    assertThat(state.slack()).containsExactly(dense.s, within(1e-10));
    assertThat(state.blockDual()).containsExactly(dense.lambda, within(1e-10));
    assertThat(state.slackDual()).containsExactly(dense.nu, within(1e-10));
  }

  @ParameterizedTest
  @ValueSource(doubles = {2, -2, 0.3, -0.3})
  void oneSampleHasTheSoftThresholdSolution(double y) {
    ReluProblem problem =
        new ReluProblem(new double[] {1}, 1, new double[] {y}, ReluLoss.SQUARED, 0.5);
    ReluSolution solution = solve(EXACT, problem);
    double expected = Math.signum(y) * Math.max(Math.abs(y) - 0.5, 0);
    assertThat(solution.network().predict(new double[] {1})[0]).isCloseTo(expected, within(1e-8));
    for (double alpha : solution.network().output()) {
      assertThat(alpha * y).isPositive();
    }
  }

  @Test
  void strongDecayGivesTheEmptyNetworkAndSlightlyLessDoesNot() {
    ReluProblem problem = Fixtures.problem(8, 2, ReluLoss.SQUARED, 1, 5);
    double critical = DualBound.of(enumerated(problem), problem.targets()).correlation();
    ReluSolution at = solve(EXACT, problem.withDecay(critical * 1.0001));
    assertThat(at.network().predict(problem.inputs())).containsOnly(new double[] {0}, within(1e-6));
    ReluSolution below = solve(EXACT, problem.withDecay(critical * 0.98));
    assertThat(ConeProjection.norm(below.network().predict(problem.inputs()))).isGreaterThan(1e-3);
  }

  @Test
  void projectedBlocksGiveTheProgramsObjectiveAndOutputs() {
    ReluProblem problem = Fixtures.problem(20, 4, ReluLoss.SQUARED, 0.05, 2);
    ReluProgram program =
        new ReluProgram(problem, Gates.sampled(problem, 12, RandomSource.seeded(4)));
    ReluSolution early = new ConeAdmm(Config.DEFAULT.withLimits(0, 30)).solve(program);
    assertThat(early.status()).isEqualTo(Status.LIMIT_REACHED);
    assertThat(early.certificate().violation()).isGreaterThan(1e-4);
    BlockWeights projected = early.weights().projected(program);
    assertThat(program.violation(projected)).isLessThan(1e-8);
    ReluNetwork network = projected.network();
    assertThat(network.objective(problem)).isCloseTo(program.objective(projected), within(1e-10));
    assertThat(network.predict(problem.inputs()))
        .containsExactly(program.fitted(projected), within(1e-10));
    Tensor inputs = problem.inputTensor();
    assertThat(Tensors.doubles(network.network().forward(inputs)))
        .containsExactly(program.fitted(projected), within(1e-10));
    assertThat(Tensors.doubles(network.module().forward(inputs)))
        .containsExactly(network.predict(problem.inputs()), within(1e-13));
  }

  @Test
  void penaltyChangesThePathNotTheLimit() {
    ReluProblem problem = Fixtures.problem(8, 2, ReluLoss.SQUARED, 0.2, 5);
    double first = solve(EXACT.withPenalty(1, Balance.FIXED), problem).certificate().objective();
    double second = solve(EXACT, problem).certificate().objective();
    assertThat(first).isCloseTo(second, within(1e-6));
  }

  @Test
  void scalingInputsAndDecayLeavesTheFit() {
    ReluProblem problem = Fixtures.problem(8, 2, ReluLoss.SQUARED, 0.2, 5);
    double[] scaled = problem.inputs().clone();
    for (int e = 0; e < scaled.length; e++) {
      scaled[e] *= 3;
    }
    ReluProblem other = new ReluProblem(scaled, 2, problem.targets(), ReluLoss.SQUARED, 0.6);
    assertThat(solve(EXACT, other).network().predict(scaled))
        .containsExactly(solve(EXACT, problem).network().predict(problem.inputs()), within(1e-6));
  }

  @Test
  void noOtherNetworkIsBelowTheBound() {
    ReluProblem problem = Fixtures.problem(10, 2, ReluLoss.SQUARED, 0.1, 9);
    ReluProgram program = enumerated(problem);
    double best = new ConeAdmm(EXACT).solve(program).certificate().objective();
    for (int trial = 0; trial < 50; trial++) {
      double[] hidden = PortableRandom.normal(trial, 12);
      double[] output = PortableRandom.normal(trial + 100, 6);
      ReluNetwork network = new ReluNetwork(hidden, 2, output);
      assertThat(DualBound.of(program, network).value()).isLessThanOrEqualTo(best + 1e-9);
      assertThat(network.objective(problem)).isGreaterThanOrEqualTo(best - 1e-9);
    }
  }

  @Test
  void goesOnFromAStateBitForBitAndStopsWhenAsked() {
    ReluProblem problem = Fixtures.problem(15, 3, ReluLoss.SQUARED, 0.05, 6);
    ReluProgram program =
        new ReluProgram(problem, Gates.sampled(problem, 8, RandomSource.seeded(1)));
    Config ten = Config.DEFAULT.withLimits(0, 150);
    AdmmState whole = new ConeAdmm(ten.withLimits(0, 300)).solve(program).state();
    ReluSolution half = new ConeAdmm(ten).solve(program);
    AdmmState resumed = new ConeAdmm(ten).solve(program, half.state(), Monitor.SILENT).state();
    assertThat(resumed.iteration()).isEqualTo(300);
    assertThat(resumed.v()).isEqualTo(whole.v());
    assertThat(resumed.slackDual()).isEqualTo(whole.slackDual());
    Monitor stop =
        new Monitor() {
          @Override
          public boolean cancelled() {
            return true;
          }
        };
    assertThat(new ConeAdmm(ten).solve(program, stop).status()).isEqualTo(Status.CANCELLED);
  }

  @Test
  void refusesWhatItCannotUse() {
    ReluProblem problem = Fixtures.problem(5, 2, ReluLoss.SQUARED, 0.1, 1);
    ReluProblem other = Fixtures.problem(6, 2, ReluLoss.SQUARED, 0.1, 1);
    assertThatThrownBy(() -> new ReluProgram(problem, Gates.enumerated(other)))
        .hasMessage("the gates' number of samples is 6; it must be 5");
    assertThatThrownBy(() -> problem.withDecay(0)).hasMessageContaining("decay is 0.0");
    assertThatThrownBy(
            () -> new ReluProblem(new double[] {1, 2}, 1, new double[] {1, 2}, ReluLoss.HINGE, 0.1))
        .hasMessage("target 1 is 2.0; it must be -1 or 1 for the loss HINGE");
    assertThatThrownBy(
            () -> new ReluProblem(new double[] {0}, 1, new double[] {1}, ReluLoss.SQUARED, 0.1))
        .hasMessageContaining("all inputs are 0");
    assertThatThrownBy(
            () ->
                new ReluProblem(
                    new double[] {Double.NaN}, 1, new double[] {1}, ReluLoss.SQUARED, 0.1))
        .hasMessageContaining("an input is NaN");
    assertThatThrownBy(() -> Gates.sampled(problem, 0, RandomSource.seeded(1)))
        .hasMessageContaining("the number of gates is 0");
  }
}
