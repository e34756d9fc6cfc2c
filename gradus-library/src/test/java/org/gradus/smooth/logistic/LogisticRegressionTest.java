package org.gradus.smooth.logistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.gradus.core.Monitor;
import org.gradus.core.PortableRandom;
import org.gradus.core.Solution.Status;
import org.gradus.core.SparseMatrix;
import org.gradus.core.Trace;
import org.gradus.smooth.GradientDescent;
import org.gradus.smooth.GradientNormalizedNewton;
import org.gradus.smooth.Lbfgs;
import org.gradus.smooth.ModelCurvature;
import org.gradus.smooth.StoppingRule;
import org.gradus.smooth.coordinate.BlockDescent;
import org.gradus.smooth.coordinate.UpdateRule;
import org.gradus.smooth.coordinate.VariableBlocks;
import org.gradus.smooth.coordinate.VariableRule;
import org.gradus.smooth.logistic.LogisticRegression.Config;
import org.gradus.smooth.logistic.LogisticRegression.Form;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest {
  private static final List<double[]> PENALTIES =
      List.of(
          new double[] {0, 1}, new double[] {1, 0}, new double[] {0.5, 0.5}, new double[] {3, 0});

  /** One-hot groups: dependent columns, as tables make them. */
  private static LogisticProblem oneHot(double l1, double l2) {
    int rows = 300;
    int groups = 4;
    int levels = 5;
    double[] u = PortableRandom.uniform(9, rows * (groups + 1));
    int[] starts = new int[rows + 1];
    int[] columns = new int[rows * groups];
    double[] values = new double[columns.length];
    double[] labels = new double[rows];
    Arrays.fill(values, 1);
    for (int i = 0; i < rows; i++) {
      double score = -0.5;
      for (int k = 0; k < groups; k++) {
        int level = (int) (levels * u[i * (groups + 1) + k]);
        columns[i * groups + k] = k * levels + level;
        score += k < 2 ? level - 2 : 0;
      }
      starts[i + 1] = (i + 1) * groups;
      labels[i] = u[i * (groups + 1) + groups] < 1 / (1 + Math.exp(-score)) ? 1 : -1;
    }
    SparseMatrix x = new SparseMatrix(rows, groups * levels, starts, columns, values);
    return new LogisticProblem(x, labels, 1, l1, l2);
  }

  private static LogisticSolution solve(LogisticProblem problem, Form form, double tolerance) {
    return new LogisticRegression(Config.DEFAULT.withForm(form).withGapTolerance(tolerance))
        .solve(problem);
  }

  @Test
  void bothFormsReachTheSameCertifiedMinimum() {
    for (double[] penalty : PENALTIES) {
      for (LogisticProblem problem :
          List.of(
              oneHot(penalty[0], penalty[1]),
              LogisticProblems.sparse(400, 100, penalty[0], penalty[1]))) {
        LogisticSolution dense = solve(problem, Form.DENSE, 1e-11);
        LogisticSolution products = solve(problem, Form.PRODUCTS, 1e-11);
        for (LogisticSolution solution : List.of(dense, products)) {
          assertThat(solution.status()).as(solution.message()).isEqualTo(Status.CONVERGED);
          double primal = solution.certificate().primal();
          assertThat(solution.certificate().gap()).isBetween(-1e-13 * primal, 1e-10 * primal);
          assertThat(solution.certificate().stationarity()).isLessThan(1e-4);
        }
        assertThat(dense.certificate().primal())
            .isCloseTo(
                products.certificate().primal(), within(1e-10 * dense.certificate().primal()));
      }
    }
  }

  @Test
  void largeL1MakesAllWeightsZero() {
    LogisticProblem problem = LogisticProblems.sparse(200, 50, 1e4, 0);
    for (Form form : Form.values()) {
      LogisticSolution solution = solve(problem, form, 1e-8);
      assertThat(solution.certificate().nonZeros()).isZero();
      assertThat(solution.certificate().primal()).isCloseTo(200 * Math.log(2), within(1e-9));
      assertThat(solution.certificate().gap()).isCloseTo(0, within(1e-9));
    }
  }

  @Test
  void l1LeavesWeightsOut() {
    LogisticSolution solution =
        solve(LogisticProblems.sparse(400, 100, 3, 0), Form.AUTOMATIC, 1e-10);
    assertThat(solution.certificate().nonZeros()).isBetween(1, 70);
  }

  @Test
  void everyMethodFitsTheSameModel() {
    LogisticProblem problem = LogisticProblems.sparse(400, 50, 0, 1);
    double best = solve(problem, Form.AUTOMATIC, 1e-12).certificate().primal();
    StoppingRule stop = StoppingRule.DEFAULT.withGradientTolerance(1e-4).withMaxIterations(20_000);
    for (LogisticSolver solver :
        List.of(
            new SmoothLogistic(
                new GradientNormalizedNewton(
                    GradientNormalizedNewton.Config.DEFAULT.withStop(stop)),
                ModelCurvature::exact),
            new SmoothLogistic(new Lbfgs(Lbfgs.Config.DEFAULT.withStop(stop))),
            new SmoothLogistic(new GradientDescent(GradientDescent.Config.DEFAULT.withStop(stop))),
            new CoordinateLogistic(
                BlockDescent.Config.of(
                        new VariableBlocks(5, VariableRule.GSD_LIPSCHITZ, 0), UpdateRule.NEWTON)
                    .withGradientTolerance(1e-4)))) {
      LogisticSolution solution = solver.solve(problem);
      assertThat(solution.status()).as(solution.message()).isEqualTo(Status.CONVERGED);
      assertThat(solution.certificate().primal() - best).isBetween(-1e-9, 1e-7);
      assertThat(solution.certificate().gap()).isBetween(0.0, 1e-7);
    }
  }

  @Test
  void coordinateDescentSplitsForL1() {
    LogisticProblem problem = LogisticProblems.sparse(300, 50, 2, 0);
    double best = solve(problem, Form.AUTOMATIC, 1e-12).certificate().primal();
    LogisticSolution solution =
        new CoordinateLogistic(
                BlockDescent.Config.of(
                        new VariableBlocks(10, VariableRule.PROJECTED_PROGRESS, 0),
                        UpdateRule.TWO_METRIC_NEWTON)
                    .withGradientTolerance(1e-6)
                    .withMaxSteps(20_000))
            .solve(problem, new double[50], Monitor.SILENT);
    assertThat(solution.status()).isEqualTo(Status.CONVERGED);
    assertThat(solution.certificate().primal()).isCloseTo(best, within(1e-8));
  }

  @Test
  void withoutPenaltyTheGradientDecides() {
    LogisticProblem problem = LogisticProblems.sparse(2000, 50, 0, 0);
    LogisticSolution solution = solve(problem, Form.PRODUCTS, 1e-9);
    assertThat(solution.status()).isEqualTo(Status.CONVERGED);
    assertThat(solution.certificate().stationarity()).isLessThan(1e-6);
    assertThat(solution.certificate().dual()).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void aWarmStartIsOneStep() {
    LogisticProblem problem = LogisticProblems.sparse(400, 100, 1, 0);
    LogisticRegression method = new LogisticRegression();
    LogisticSolution first = method.solve(problem);
    LogisticSolution again = method.solve(problem, first.weights(), Monitor.SILENT);
    assertThat(again.iterations()).isZero();
    assertThat(again.weights()).containsExactly(first.weights());
  }

  @Test
  void limitsAndCancellationAreTold() {
    LogisticProblem problem = LogisticProblems.sparse(400, 100, 1, 0);
    LogisticSolution limit =
        new LogisticRegression(Config.DEFAULT.withMaxIterations(2)).solve(problem);
    assertThat(limit.status()).isEqualTo(Status.LIMIT_REACHED);
    assertThat(limit.trace().points()).hasSize(3);
    Monitor stop =
        new Monitor() {
          @Override
          public boolean cancelled() {
            return true;
          }
        };
    LogisticSolution cancelled = new LogisticRegression().solve(problem, stop);
    assertThat(cancelled.status()).isEqualTo(Status.CANCELLED);
    assertThat(cancelled.iterations()).isZero();
  }

  @Test
  void theTraceAgreesWithTheCertificate() {
    LogisticSolution solution =
        solve(LogisticProblems.sparse(400, 100, 1, 0.1), Form.AUTOMATIC, 1e-6);
    Trace.Point last = solution.trace().last();
    assertThat(last.objective()).isCloseTo(solution.certificate().primal(), within(1e-10));
    assertThat(last.metric(LogisticSolution.GAP))
        .isCloseTo(solution.certificate().gap(), within(1e-10));
    assertThat(last.gradientNorm()).isCloseTo(solution.certificate().stationarity(), within(1e-9));
  }

  @Test
  void anInterceptIsOneMoreConstantFeature() {
    double[] labels = {1, 1, 1, -1};
    SparseMatrix empty = new SparseMatrix(4, 1, new int[5], new int[0], new double[0]);
    LogisticProblem problem = LogisticProblem.l2(empty, labels, 1).withIntercept(1000);
    LogisticSolution solution = solve(problem, Form.AUTOMATIC, 1e-12);
    assertThat(solution.weights()[0]).isZero();
    // Hardly penalised: the log odds.
    assertThat(1000 * solution.weights()[1]).isCloseTo(Math.log(3), within(1e-4));
    assertThatThrownBy(() -> problem.withIntercept(0)).hasMessageContaining("constant feature");
  }

  @Test
  void badInputIsNamed() {
    SparseMatrix x =
        new SparseMatrix(2, 2, new int[] {0, 2, 3}, new int[] {1, 0, 1}, new double[] {1, 1, 1});
    SparseMatrix good =
        new SparseMatrix(2, 2, new int[] {0, 2, 3}, new int[] {0, 1, 1}, new double[] {1, 1, 1});
    double[] y = {1, -1};
    assertThatThrownBy(() -> LogisticProblem.l2(x, y, 1)).hasMessageContaining("row 0 of features");
    assertThatThrownBy(() -> LogisticProblem.l2(good, new double[] {1, 2}, 1))
        .hasMessageContaining("labels[1] is 2.0");
    assertThatThrownBy(() -> LogisticProblem.l2(good, new double[] {1}, 1))
        .hasMessageContaining("rows of features is 2");
    assertThatThrownBy(() -> LogisticProblem.l2(good, y, 0)).hasMessageContaining("cost is 0.0");
    assertThatThrownBy(() -> new LogisticProblem(good, y, 1, -1, 0))
        .hasMessageContaining("l1 is -1.0");
    assertThatThrownBy(
            () ->
                new LogisticRegression()
                    .solve(LogisticProblem.l2(good, y, 1), new double[3], Monitor.SILENT))
        .hasMessageContaining("length of the start is 3");
    assertThatThrownBy(
            () ->
                new SmoothLogistic(new Lbfgs(Lbfgs.Config.DEFAULT))
                    .solve(LogisticProblem.l1(good, y, 1)))
        .hasMessageContaining("l1");
  }
}
