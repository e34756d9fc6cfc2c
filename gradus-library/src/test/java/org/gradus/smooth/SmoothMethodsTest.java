package org.gradus.smooth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Monitor;
import org.gradus.core.NamedTensor;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;
import org.gradus.core.Solution.Status;
import org.gradus.core.Solver;
import org.gradus.core.Trace;
import org.gradus.smooth.SmoothSolution.End;
import org.junit.jupiter.api.Test;

/** All methods on problems with known minima, and the variants of the Hessian. */
class SmoothMethodsTest {
  static Map<String, Solver<SmoothProblem, SmoothSolution>> methods(StoppingRule stop) {
    return Map.of(
        "gns", new GradientNormalizedNewton(GradientNormalizedNewton.Config.DEFAULT.withStop(stop)),
        "super", new SuperUniversalNewton(SuperUniversalNewton.Config.DEFAULT.withStop(stop)),
        "cubic", new CubicNewton(CubicNewton.Config.DEFAULT.withStop(stop)),
        "gradient", new GradientDescent(GradientDescent.Config.DEFAULT.withStop(stop)),
        "fast", new FastGradient(GradientDescent.Config.DEFAULT.withStop(stop)),
        "lbfgs", new Lbfgs(Lbfgs.Config.DEFAULT.withStop(stop)));
  }

  private static SmoothSolution gns(SmoothProblem problem, StoppingRule stop) {
    return methods(stop).get("gns").solve(problem);
  }

  @Test
  void everyMethodMinimisesALogSumExp() {
    SmoothProblem problem = SmoothProblems.logSumExp(60, 20, 1);
    double optimum = problem.function().value(new double[20]);
    methods(StoppingRule.atValue(optimum, 1e-9, 5000))
        .forEach(
            (name, method) -> {
              SmoothSolution solution = method.solve(problem);
              assertThat(solution.end()).as(name).isEqualTo(End.TARGET);
              assertThat(solution.certificate().value() - optimum).isBetween(-1e-14, 1e-9);
              for (double value : solution.x()) {
                assertThat(value).isCloseTo(0, within(1e-2));
              }
            });
  }

  @Test
  void everyMethodFitsALogisticModel() {
    LinearModel model = DerivativesTest.logistic(60, 8, 1e-2, 3);
    SmoothProblem problem = SmoothProblem.of(model, ModelCurvature.exact(model), new double[8]);
    double best =
        gns(problem, StoppingRule.DEFAULT.withGradientTolerance(1e-13)).certificate().value();
    methods(StoppingRule.DEFAULT.withGradientTolerance(1e-7).withMaxIterations(5000))
        .forEach(
            (name, method) -> {
              SmoothSolution solution = method.solve(problem);
              assertThat(solution.status()).as(name).isEqualTo(Status.CONVERGED);
              assertThat(solution.certificate().value()).isCloseTo(best, within(1e-11));
              assertThat(solution.certificate().dualNorm()).isLessThanOrEqualTo(1e-7);
            });
  }

  @Test
  void theVariantsOfTheHessianAgreeOnTheMinimum() {
    LinearModel model = DerivativesTest.logistic(60, 8, 0, 4);
    SmoothProblem problem = SmoothProblem.of(model, ModelCurvature.exact(model), new double[8]);
    StoppingRule stop = StoppingRule.DEFAULT.withGradientTolerance(1e-8).withMaxIterations(3000);
    double best = gns(problem, stop).certificate().value();
    for (CurvatureModel curvature :
        List.of(
            ModelCurvature.products(model),
            ModelCurvature.fisher(model),
            ModelCurvature.fisherLowRank(model),
            CurvatureModel.ZERO)) {
      SmoothSolution solution = gns(problem.withCurvature(curvature), stop);
      assertThat(solution.status()).isEqualTo(Status.CONVERGED);
      assertThat(solution.certificate().value()).isCloseTo(best, within(1e-12));
    }
  }

  @Test
  void denseAndLowRankFisherTakeTheSameSteps() {
    LinearModel model = DerivativesTest.logistic(12, 20, 0, 5);
    SmoothProblem problem = SmoothProblem.of(model, ModelCurvature.fisher(model), new double[20]);
    StoppingRule ten = new StoppingRule(0, Double.NaN, 0, 10);
    double[] dense = gns(problem, ten).x();
    double[] low = gns(problem.withCurvature(ModelCurvature.fisherLowRank(model)), ten).x();
    for (int i = 0; i < 20; i++) {
      assertThat(low[i]).isCloseTo(dense[i], within(1e-9));
    }
  }

  @Test
  void productsReportTheirInnerIterations() {
    LinearModel model = DerivativesTest.softmax(40, 5, 3, 1e-3, 6);
    SmoothProblem problem = SmoothProblem.of(model, ModelCurvature.products(model), new double[15]);
    SmoothSolution solution = gns(problem, StoppingRule.DEFAULT);
    assertThat(solution.end()).isEqualTo(End.STATIONARY);
    assertThat(solution.counts().innerIterations()).isGreaterThan(solution.counts().solves());
  }

  @Test
  void iterationCountsAreThoseOfTheAuthorsCode() {
    // The sheet's table, its seeds' neighbourhood: exact 16 to 18, weighted Gauss-Newton 30 to 36.
    SmoothProblem lse = SmoothProblems.logSumExp(200, 200, 1);
    StoppingRule stop = StoppingRule.atValue(lse.function().value(new double[200]), 1e-8, 1000);
    assertThat(gns(lse, stop).counts().iterations()).isBetween(14, 20);
    CurvatureModel gaussNewton = ((LogSumExp) lse.function()).weightedGaussNewton();
    assertThat(gns(lse.withCurvature(gaussNewton), stop).counts().iterations()).isBetween(26, 40);
    SmoothProblem five = SmoothProblems.rosenbrock(5);
    StoppingRule zero = StoppingRule.atValue(0, 1e-8, 5000);
    ResidualPower f = (ResidualPower) five.function();
    assertThat(gns(five, zero).counts().iterations()).isEqualTo(56);
    assertThat(gns(five.withCurvature(f.inexact()), zero).counts().iterations()).isEqualTo(57);
    assertThat(methods(zero).get("super").solve(SmoothProblems.rosenbrock(2)).counts().iterations())
        .isEqualTo(74);
    assertThat(methods(zero).get("gradient").solve(five).counts().iterations()).isEqualTo(2132);
  }

  @Test
  void aLinearResidualIsSolvedFasterByItsFisherTerm() {
    SmoothProblem problem = SmoothProblems.linearResiduals(100, 200, 4, 1e-8, 2);
    ResidualPower f = (ResidualPower) problem.function();
    StoppingRule stop = StoppingRule.atValue(0, 1e-8, 1000);
    int exact = gns(problem, stop).counts().iterations();
    int fisher = gns(problem.withCurvature(f.fisher()), stop).counts().iterations();
    assertThat(exact).isBetween(25, 29);
    assertThat(fisher).isBetween(16, 20).isLessThan(exact);
  }

  @Test
  void runsCanBeCancelledAndStartedAgain() {
    SmoothProblem problem = SmoothProblems.rosenbrock(2);
    for (Solver<SmoothProblem, SmoothSolution> method : methods(StoppingRule.DEFAULT).values()) {
      Monitor stop =
          new Monitor() {
            private long seen;

            @Override
            public void report(Trace.Point point) {
              seen = point.iteration();
            }

            @Override
            public boolean cancelled() {
              return seen >= 3;
            }
          };
      SmoothSolution cancelled = method.solve(problem, stop);
      assertThat(cancelled.status()).isEqualTo(Status.CANCELLED);
      assertThat(cancelled.counts().iterations()).isEqualTo(3);
      SmoothSolution again = method.solve(problem.from(cancelled.x()));
      assertThat(again.trace().points().get(0).objective())
          .isEqualTo(cancelled.certificate().value());
    }
  }

  @Test
  void aModelIsTrainedThroughItsObjective() {
    Tensor w = Tensor.create(-2.0, 2.0).requires_grad_(true);
    ParameterVector theta = ParameterVector.of(List.of(new NamedTensor("w", w)));
    Objective rosenbrock =
        () -> {
          Tensor at = theta.parameters().get(0);
          Tensor x = at.select(0, 0);
          Tensor y = at.select(0, 1);
          Tensor valley = y.sub(x.square()).square().mul(Scalars.of(100.0));
          return x.sub(Scalars.of(1.0), Scalars.of(1.0)).square().add(valley);
        };
    TrainingFunction f = new TrainingFunction(theta, rosenbrock);
    SmoothSolution solution = gns(f.problem(), StoppingRule.DEFAULT.withGradientTolerance(1e-9));
    f.assign(solution.x());
    assertThat(solution.status()).isEqualTo(Status.CONVERGED);
    assertThat(theta.values().select(0, 0).item_double()).isCloseTo(1, within(1e-6));
    assertThat(solution.trace().points().get(0).objective()).isCloseTo(409, within(1e-4));
  }
}
