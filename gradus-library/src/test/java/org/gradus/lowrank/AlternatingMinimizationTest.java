package org.gradus.lowrank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Monitor;
import org.gradus.core.PortableRandom;
import org.gradus.core.Solution.Status;
import org.gradus.core.Tensors;
import org.gradus.core.Trace;
import org.gradus.lowrank.AlternatingMinimization.Config;
import org.gradus.lowrank.AlternatingMinimization.Intervention;
import org.gradus.lowrank.AlternatingMinimization.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlternatingMinimizationTest {
  private static final Config EXACT = Config.DEFAULT.withRegression(new Regression.Exact());

  /** Runs a fixed number of iterations. */
  private static Config exactly(Config config, int iterations) {
    return config.withMaxIterations(iterations).withTolerances(0, 0);
  }

  private static CompletionSolution solve(Config config, CompletionProblem problem) {
    return new AlternatingMinimization(config).solve(problem);
  }

  @Test
  void everythingObservedIsRecoveredInOneIteration() {
    double[] matrix = Fixtures.lowRank(20, 15, 3, 1);
    CompletionProblem problem = new CompletionProblem(Fixtures.sample(matrix, 15, 1.1, 1), 3);
    Tensor start = Tensors.matrix(Fixtures.basis(20, 3, 9), 20, 3);
    LowRankFactors x =
        new AlternatingMinimization(exactly(EXACT, 1))
            .solve(problem, start, Monitor.SILENT)
            .factors();
    assertThat(Fixtures.error(x, matrix)).isLessThan(1e-12);
    assertThat(x.singularValues()).containsExactly(new double[] {2, 1.5, 1}, within(1e-12));
    assertThat(x.at(new int[] {4, 19}, new int[] {0, 14}))
        .containsExactly(new double[] {matrix[60], matrix[299]}, within(1e-12));
  }

  @Test
  void rankOneHandExample() {
    ObservedEntries entries =
        ObservedEntries.of(2, 2, new int[] {0, 0, 1}, new int[] {0, 1, 0}, new double[] {1, 2, 2});
    CompletionProblem problem = new CompletionProblem(entries, 1);
    assertThat(handExample(problem, 1)).isCloseTo(2.51349383, within(1e-8));
    assertThat(handExample(problem, 5)).isCloseTo(3.82214103, within(1e-8));
    assertThat(handExample(problem, 40)).isCloseTo(4, within(1e-6));
  }

  private static double handExample(CompletionProblem problem, int iterations) {
    return solve(exactly(EXACT.withIncoherence(1), iterations), problem)
        .factors()
        .at(new int[] {1}, new int[] {1})[0];
  }

  @Test
  void observedResidualNeverRisesOverExactHalfSteps() {
    double[] matrix = Fixtures.lowRank(60, 50, 4, 2);
    double[] noise = PortableRandom.normal(7, matrix.length);
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] += 0.01 * noise[i];
    }
    CompletionProblem problem = new CompletionProblem(Fixtures.sample(matrix, 50, 0.4, 2), 4);
    CompletionSolution solution = solve(exactly(EXACT, 25), problem);
    double before = Double.POSITIVE_INFINITY;
    for (Trace.Point point : solution.trace().points()) {
      double v = point.metric(CompletionSolution.COLUMN_RESIDUAL);
      double u = point.metric(CompletionSolution.RELATIVE_RESIDUAL);
      assertThat(v).isLessThanOrEqualTo(before * (1 + 1e-12));
      assertThat(u).isLessThanOrEqualTo(v * (1 + 1e-12));
      before = u;
    }
    assertThat(solution.trace().points()).hasSize(25);
    assertThat(solution.certificate().relativeResidual()).isCloseTo(before, within(1e-14));
    assertThat(solution.certificate().leftGradient()).isLessThan(1e-12);
  }

  @Test
  void rotatingTheStartLeavesEveryMatrixUnchanged() {
    double[] matrix = Fixtures.lowRank(40, 30, 3, 3);
    CompletionProblem problem = new CompletionProblem(Fixtures.sample(matrix, 30, 0.5, 3), 3);
    Tensor start = Tensors.matrix(Fixtures.basis(40, 3, 9), 40, 3);
    Tensor rotated = start.mm(Fixtures.rotation(3, 5));
    for (Regression regression :
        List.of(Regression.DEFAULT, new Regression.Exact(), Regression.WarmCg.DEFAULT)) {
      Config config = exactly(Config.DEFAULT.withRegression(regression), 6);
      List<double[]> plain = matrices(config, problem, start);
      List<double[]> turned = matrices(config, problem, rotated);
      assertThat(plain).hasSize(12);
      for (int h = 0; h < plain.size(); h++) {
        assertThat(turned.get(h))
            .as("half-step %d", h)
            .containsExactly(plain.get(h), within(1e-10));
      }
    }
  }

  /** X after each half-step, always [m, n]. */
  private static List<double[]> matrices(Config config, CompletionProblem problem, Tensor start) {
    List<double[]> matrices = new ArrayList<>();
    int k = problem.rank();
    Intervention watch =
        (halfStep, solution, basis) -> {
          Tensor moved = Tensors.matrix(solution, solution.length / k, k);
          Tensor fixed = Tensors.matrix(basis, basis.length / k, k);
          matrices.add(
              Tensors.doubles(halfStep % 2 == 0 ? fixed.mm(moved.t()) : moved.mm(fixed.t())));
        };
    new AlternatingMinimization(config, CompletionDraws.seeded(0), watch)
        .solve(problem, start, Monitor.SILENT);
    return matrices;
  }

  @Test
  void theTransposedProblemMirrors() {
    double[] matrix = Fixtures.lowRank(40, 30, 3, 4);
    CompletionProblem problem = new CompletionProblem(Fixtures.sample(matrix, 30, 0.5, 4), 3);
    Tensor start = Tensors.matrix(Fixtures.basis(40, 3, 9), 40, 3);
    Config config = exactly(EXACT, 5);
    List<double[]> original = matrices(config, problem, start);
    double[][] firstV = new double[1][];
    new AlternatingMinimization(
            exactly(EXACT, 1),
            CompletionDraws.seeded(0),
            (halfStep, solution, basis) -> firstV[0] = basis)
        .solve(problem, start, Monitor.SILENT);
    List<double[]> mirror =
        matrices(config, problem.transposed(), Tensors.matrix(firstV[0], 30, 3));
    for (int t = 0; t < 5; t++) {
      double[] u = original.get(2 * t + 1);
      double[] v = Tensors.doubles(Tensors.matrix(mirror.get(2 * t), 30, 40).t());
      assertThat(v).containsExactly(u, within(1e-10));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.4})
  void inexactRegressionsKeepUpWithExactOnes(double p) {
    double[] matrix = Fixtures.lowRank(300, 300, 5, 0);
    CompletionProblem problem = new CompletionProblem(Fixtures.sample(matrix, 300, p, 0), 5);
    double[] exact = errors(EXACT, problem, matrix);
    for (Regression regression :
        List.of(
            Regression.DEFAULT,
            new Regression.PreconditionedCg(4, 100, true),
            Regression.SketchedGradient.DEFAULT,
            Regression.WarmCg.DEFAULT)) {
      double[] errors = errors(Config.DEFAULT.withRegression(regression), problem, matrix);
      for (int t = 0; t < exact.length; t++) {
        if (exact[t] > 1e-13) {
          assertThat(errors[t]).as("%s, iteration %d", regression, t).isLessThan(2 * exact[t]);
        }
      }
    }
    assertThat(exact[16]).isLessThan(1e-7);
  }

  private static double[] errors(Config config, CompletionProblem problem, double[] matrix) {
    List<Double> errors = new ArrayList<>();
    int k = problem.rank();
    Intervention watch =
        (halfStep, solution, basis) -> {
          if (halfStep % 2 == 1) {
            errors.add(Fixtures.error(LowRankFactors.of(solution, basis, k), matrix));
          }
        };
    new AlternatingMinimization(exactly(config, 17), CompletionDraws.seeded(1), watch)
        .solve(problem);
    return errors.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @Test
  void undampedGradientStepsMayDivergeAndSayIt() {
    double[] matrix = Fixtures.lowRank(300, 300, 5, 0);
    CompletionProblem problem = new CompletionProblem(Fixtures.sample(matrix, 300, 0.4, 0), 5);
    CompletionSolution solution =
        solve(
            exactly(
                Config.DEFAULT.withRegression(new Regression.SketchedGradient(4, 10, false)), 30),
            problem);
    assertThat(Fixtures.error(solution.factors(), matrix)).isGreaterThan(1);
    assertThat(solution.status()).isNotEqualTo(Status.CONVERGED);
  }

  @Test
  void relativeErrorsOfHalfStepsEndInAPlateauOfTheirSize() {
    double[] matrix = Fixtures.lowRank(100, 100, 3, 5);
    CompletionProblem problem = new CompletionProblem(Fixtures.sample(matrix, 100, 0.5, 5), 3);
    double e = 1e-2;
    Intervention noise =
        (halfStep, solution, basis) -> {
          double[] z = PortableRandom.normal(halfStep, solution.length);
          double scale = e * Fixtures.norm(solution) / Math.sqrt(solution.length);
          for (int i = 0; i < solution.length; i++) {
            solution[i] += scale * z[i];
          }
        };
    CompletionSolution solution =
        new AlternatingMinimization(exactly(EXACT, 20), CompletionDraws.seeded(0), noise)
            .solve(problem);
    assertThat(Fixtures.error(solution.factors(), matrix)).isBetween(e, 2 * e);
  }

  @Test
  void splitSamplesRecoverWithTheirOwnRate() {
    double[] matrix = Fixtures.lowRank(120, 120, 2, 6);
    CompletionProblem problem = new CompletionProblem(Fixtures.sample(matrix, 120, 1.1, 6), 2);
    CompletionSolution solution = solve(exactly(EXACT, 4).withSamples(Samples.SPLIT), problem);
    assertThat(Fixtures.error(solution.factors(), matrix)).isBetween(1e-4, 3e-2);
  }

  @Test
  void stopsWhenTheResidualIsSmallOrStays() {
    double[] matrix = Fixtures.lowRank(60, 60, 3, 7);
    CompletionProblem problem = new CompletionProblem(Fixtures.sample(matrix, 60, 0.6, 7), 3);
    CompletionSolution exact = solve(Config.DEFAULT, problem);
    assertThat(exact.status()).isEqualTo(Status.CONVERGED);
    assertThat(exact.certificate().relativeResidual()).isLessThanOrEqualTo(2e-12);
    assertThat(exact.certificate().samplingRatio()).isGreaterThan(5);
    CompletionSolution tooLowRank =
        solve(Config.DEFAULT.withMaxIterations(300), new CompletionProblem(problem.entries(), 2));
    assertThat(tooLowRank.status()).isEqualTo(Status.CONVERGED);
    assertThat(tooLowRank.message()).startsWith("the relative residual stays at 0.");
    assertThat(solve(Config.DEFAULT.withMaxIterations(2), problem).status())
        .isEqualTo(Status.LIMIT_REACHED);
  }

  @Test
  void aRankGuessedTooHighFitsTheEntriesAndStaysNearTheMatrix() {
    double[] matrix = Fixtures.lowRank(60, 60, 2, 8);
    CompletionProblem problem = new CompletionProblem(Fixtures.sample(matrix, 60, 0.7, 8), 4);
    CompletionSolution solution = solve(Config.DEFAULT.withMaxIterations(200), problem);
    assertThat(solution.certificate().relativeResidual()).isLessThan(1e-4);
    assertThat(Fixtures.error(solution.factors(), matrix)).isLessThan(0.05);
  }

  @Test
  void ridgeShrinksTheAnswerOfEveryRegression() {
    double[] matrix = Fixtures.lowRank(50, 50, 2, 9);
    ObservedEntries entries = Fixtures.sample(matrix, 50, 0.6, 9);
    CompletionProblem problem = new CompletionProblem(entries, 2, 0.5);
    double[] exact = Tensors.doubles(solve(exactly(EXACT, 10), problem).factors().toDense());
    assertThat(Fixtures.norm(exact)).isLessThan(0.8 * Fixtures.norm(matrix));
    for (Regression regression :
        List.of(new Regression.PreconditionedCg(4, 2, false), new Regression.WarmCg(2))) {
      // Two rounds are exact for two unknowns.
      Config config = exactly(Config.DEFAULT.withRegression(regression), 10);
      assertThat(Tensors.doubles(solve(config, problem).factors().toDense()))
          .containsExactly(exact, within(1e-10));
    }
  }

  @Test
  void aWarmStartGoesOnWhereTheOtherEnded() {
    double[] matrix = Fixtures.lowRank(60, 60, 3, 7);
    CompletionProblem problem = new CompletionProblem(Fixtures.sample(matrix, 60, 0.6, 7), 3);
    AlternatingMinimization solver = new AlternatingMinimization(exactly(EXACT, 3));
    LowRankFactors first = solver.solve(problem).factors();
    LowRankFactors second = solver.solve(problem, first, Monitor.SILENT).factors();
    double[] whole = Tensors.doubles(solve(exactly(EXACT, 6), problem).factors().toDense());
    assertThat(Tensors.doubles(second.toDense())).containsExactly(whole, within(1e-12));
  }

  @Test
  void aMonitorStopsTheWork() {
    double[] matrix = Fixtures.lowRank(60, 60, 3, 7);
    CompletionProblem problem = new CompletionProblem(Fixtures.sample(matrix, 60, 0.6, 7), 3);
    List<Trace.Point> heard = new ArrayList<>();
    Monitor monitor =
        new Monitor() {
          @Override
          public void report(Trace.Point point) {
            heard.add(point);
          }

          @Override
          public boolean cancelled() {
            return heard.size() == 2;
          }
        };
    CompletionSolution solution =
        new AlternatingMinimization(exactly(EXACT, 9)).solve(problem, monitor);
    assertThat(solution.status()).isEqualTo(Status.CANCELLED);
    assertThat(solution.message()).isEqualTo("cancelled after 2 iterations");
    assertThat(solution.trace().points()).isEqualTo(heard).hasSize(2);
    assertThat(solution.certificate().relativeResidual()).isLessThan(0.5);
  }

  @Test
  void emptyAndScarceRowsGetTheMinimumNormAndAWarning() {
    double[] matrix = Fixtures.lowRank(40, 40, 2, 10);
    ObservedEntries all = Fixtures.sample(matrix, 40, 0.7, 10);
    boolean[] kept = new boolean[all.count()];
    for (int e = 0; e < kept.length; e++) {
      int column = all.byRow().columnIndices()[e];
      boolean first = e < all.byRow().rowStarts()[1];
      kept[e] = column != 7 && (column != 5 || first);
    }
    CompletionProblem problem = new CompletionProblem(all.selected(kept), 2);
    CompletionSolution solution = solve(Config.DEFAULT, problem);
    assertThat(solution.warnings())
        .containsExactly(
            "column 7 without any observed entry: filled with 0",
            "column 5 with fewer observed entries than the rank 2: minimum-norm solution");
    assertThat(solution.certificate().emptyColumns()).isEqualTo(1);
    assertThat(solution.certificate().scarceColumns()).isEqualTo(2);
    assertThat(solution.factors().at(new int[] {3}, new int[] {7})[0]).isZero();
    assertThat(solution.certificate().relativeResidual()).isLessThan(1e-6);
  }

  @Test
  void zeroEntriesCompleteToZero() {
    CompletionProblem problem =
        new CompletionProblem(Fixtures.sample(new double[400], 20, 0.8, 1), 2);
    CompletionSolution solution = solve(Config.DEFAULT, problem);
    assertThat(solution.status()).isEqualTo(Status.CONVERGED);
    assertThat(Tensors.doubles(solution.factors().toDense())).containsOnly(0);
  }

  @Test
  void threadsDoNotChangeTheAnswer() {
    double[] matrix = Fixtures.lowRank(300, 200, 5, 11);
    CompletionProblem problem = new CompletionProblem(Fixtures.sample(matrix, 200, 0.9, 11), 5);
    int threads = torch.get_num_threads();
    try {
      torch.set_num_threads(1);
      Tensor one = solve(exactly(Config.DEFAULT, 2), problem).factors().left();
      torch.set_num_threads(3);
      Tensor three = solve(exactly(Config.DEFAULT, 2), problem).factors().left();
      assertThat(Tensors.doubles(three)).containsExactly(Tensors.doubles(one));
    } finally {
      torch.set_num_threads(threads);
    }
  }
}
