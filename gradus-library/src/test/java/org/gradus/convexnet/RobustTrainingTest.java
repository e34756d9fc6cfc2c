package org.gradus.convexnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.Tensor;
import org.gradus.convexnet.RobustProblem.Ball;
import org.gradus.core.Monitor;
import org.gradus.core.PortableRandom;
import org.gradus.core.RandomSource;
import org.gradus.core.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RobustTrainingTest {
  private static final double RADIUS = 0.15;

  private static RobustProblem problem(ReluLoss loss, Ball ball, double radius) {
    ReluProblem data = Fixtures.problem(10, 2, loss, 0.005, 21).withBias();
    return new RobustProblem(data, radius, ball, 2);
  }

  private static Tensor blocks(int gates, int d) {
    return Tensors.matrix(PortableRandom.normal(77, 2 * gates * d), 2L * gates, d);
  }

  @ParameterizedTest
  @EnumSource(Ball.class)
  void gradientsMatchFiniteDifferences(Ball ball) {
    for (ReluLoss loss : ReluLoss.values()) {
      RobustProblem problem = problem(loss, ball, RADIUS);
      Gates gates = Gates.sampled(problem, 4, 2, RandomSource.seeded(2));
      RobustObjective objective = new RobustObjective(problem, gates);
      Tensor at = blocks(gates.count(), 3);
      Tensor gradient = blocks(gates.count(), 3);
      Tensor unused = blocks(gates.count(), 3);
      objective.evaluate(at, 0.7, gradient);
      double[] analytic = Tensors.doubles(gradient);
      double[] x = Tensors.doubles(at);
      for (int e = 0; e < x.length; e++) {
        double h = 1e-6;
        double[] up = x.clone();
        double[] down = x.clone();
        up[e] += h;
        down[e] -= h;
        double above = penalised(objective.evaluate(matrix(up), 0, unused));
        double below = penalised(objective.evaluate(matrix(down), 0, unused));
        assertThat(analytic[e]).isCloseTo((above - below) / (2 * h), within(1e-6));
      }
    }
  }

  private static double penalised(RobustObjective.Value value) {
    return value.objective() + 0.7 * value.penalty();
  }

  private static Tensor matrix(double[] x) {
    return Tensors.matrix(x, x.length / 3, 3);
  }

  @ParameterizedTest
  @EnumSource(ReluLoss.class)
  void feasibleClosedFormIsTheNetworksWorstLoss(ReluLoss loss) {
    RobustProblem problem = problem(loss, Ball.L_INFINITY, RADIUS);
    Gates gates = Gates.sampled(problem, 12, 3, RandomSource.seeded(6));
    RobustSolution solution =
        new RobustTraining(RobustTraining.Config.DEFAULT).solve(problem, gates, Monitor.SILENT);
    assertThat(solution.violation()).isLessThan(1e-9);
    assertThat(solution.network().neurons()).isPositive();
    double attacked = worstLoss(problem, solution.network());
    double decay = problem.nominal().decay() * solution.network().squaredWeights();
    assertThat(attacked + decay).isCloseTo(solution.objective(), within(1e-8));
  }

  /** The loss with every sample at the worst of a grid of its ball, corners included. */
  private static double worstLoss(RobustProblem problem, ReluNetwork network) {
    ReluProblem data = problem.nominal();
    double sum = 0;
    for (int k = 0; k < data.samples(); k++) {
      double worst = 0;
      for (int a = -4; a <= 4; a++) {
        for (int b = -4; b <= 4; b++) {
          double[] x = {
            data.inputs()[k * 3] + a * RADIUS / 4, data.inputs()[k * 3 + 1] + b * RADIUS / 4, 1
          };
          double z = network.predict(x)[0];
          worst = Math.max(worst, data.loss().value(z, data.targets()[k], data.samples()));
        }
      }
      sum += worst;
    }
    return sum;
  }

  @Test
  void withoutRadiusItIsTheOrdinaryProgram() {
    RobustProblem problem = problem(ReluLoss.SQUARED, Ball.L_INFINITY, 0);
    Gates gates = Gates.sampled(problem, 6, 1, RandomSource.seeded(3));
    BlockWeights weights = BlockWeights.ofStacked(Tensors.doubles(blocks(gates.count(), 3)), 3);
    ReluProgram program = new ReluProgram(problem.nominal(), gates);
    RobustObjective.Value value =
        new RobustObjective(problem, gates)
            .evaluate(blocks(gates.count(), 3), 0, blocks(gates.count(), 3));
    assertThat(value.objective()).isCloseTo(program.objective(weights), within(1e-10));
    assertThat(value.violation()).isCloseTo(program.violation(weights), within(1e-12));
  }

  @Test
  void theRobustOptimumRisesWithTheRadius() {
    double before = 0;
    for (double radius : new double[] {0, 0.1, 0.3}) {
      RobustProblem problem = problem(ReluLoss.HINGE, Ball.L_INFINITY, radius);
      Gates gates = Gates.of(problem.nominal().inputs(), 3, PortableRandom.normal(4, 60));
      double objective =
          new RobustTraining(new RobustTraining.Config(0.03, 3, 3, 1500, 0.01, true))
              .solve(problem, gates, Monitor.SILENT)
              .objective();
      assertThat(objective).isGreaterThan(before);
      before = objective;
    }
  }

  @Test
  void interiorDirectionsAreInsideAndEmptyConesAreDropped() {
    RobustProblem problem = problem(ReluLoss.HINGE, Ball.L_INFINITY, RADIUS);
    Gates gates = Gates.enumerated(problem.nominal());
    RobustCones cones = new RobustCones(problem, gates);
    int empty = 0;
    for (int i = 0; i < gates.count(); i++) {
      if (cones.interior(i, 2000).isEmpty()) {
        empty++;
      } else {
        assertThat(cones.margin(i, cones.interior(i, 2000).get())).isPositive();
      }
    }
    assertThat(empty).isBetween(1, gates.count() - 1);
    assertThat(cones.nonTrivial(2000)).hasSize(gates.count() - empty);
  }

  @Test
  void refusesBadRadiusAndColumn() {
    assertThatThrownBy(() -> problem(ReluLoss.HINGE, Ball.L2, -1))
        .hasMessageContaining("radius is -1.0");
    assertThatThrownBy(
            () ->
                new RobustProblem(Fixtures.problem(5, 2, ReluLoss.HINGE, 0.1, 1), 0.1, Ball.L2, 2))
        .hasMessageContaining("biasColumn is 2");
  }
}
