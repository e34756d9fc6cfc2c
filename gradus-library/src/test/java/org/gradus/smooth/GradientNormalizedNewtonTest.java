package org.gradus.smooth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.gradus.core.PortableRandom;
import org.gradus.core.Solution.Status;
import org.gradus.core.Trace;
import org.gradus.smooth.GradientNormalizedNewton.Config;
import org.gradus.smooth.SmoothSolution.End;
import org.junit.jupiter.api.Test;

/** The method's exact checks. */
class GradientNormalizedNewtonTest {
  private static SmoothSolution solve(SmoothProblem problem, StoppingRule stop) {
    return new GradientNormalizedNewton(Config.DEFAULT.withStop(stop)).solve(problem);
  }

  private static List<double[]> iterates(SmoothProblem problem, int count) {
    return java.util.stream.IntStream.rangeClosed(0, count)
        .mapToObj(k -> solve(problem, new StoppingRule(0, Double.NaN, 0, k)).x())
        .toList();
  }

  @Test
  void rosenbrocksFirstValuesAndRadii() {
    SmoothSolution solution =
        solve(SmoothProblems.rosenbrock(2), StoppingRule.atValue(0, 1e-8, 1000));
    List<Trace.Point> points = solution.trace().points();
    assertThat(points.get(0).objective()).isEqualTo(409);
    assertThat(points.get(1).objective()).isCloseTo(87.40302770515, within(1e-10));
    assertThat(points.get(2).objective()).isCloseTo(10.56893289154, within(1e-10));
    assertThat(points.stream().limit(7).map(p -> p.metric(SmoothSolution.RADIUS)))
        .containsExactly(1.0, 2.0, 4.0, 8.0, 2.0, 0.5, 0.5);
    assertThat(solution.counts().iterations()).isEqualTo(51);
    assertThat(solution.end()).isEqualTo(End.TARGET);
    assertThat(solution.x()[0]).isCloseTo(1, within(1e-3));
  }

  @Test
  void everyAcceptedStepKeepsItsPromise() {
    for (SmoothProblem problem :
        List.of(
            SmoothProblems.logSumExp(30, 20, 1),
            SmoothProblems.rosenbrock(5),
            SmoothProblems.chebyshev(8, 3))) {
      List<Trace.Point> points = solve(problem, StoppingRule.DEFAULT).trace().points();
      assertThat(points).hasSizeGreaterThan(5);
      for (int k = 1; k < points.size(); k++) {
        Trace.Point now = points.get(k);
        double lambda = now.metric(SmoothSolution.LAMBDA);
        double promised = now.gradientNorm() * now.gradientNorm() / (8 * lambda);
        assertThat(points.get(k - 1).objective() - now.objective())
            .isGreaterThanOrEqualTo(promised);
        double before = points.get(k - 1).metric(SmoothSolution.RADIUS);
        double halvings = now.metric(SmoothSolution.TRIALS) - 1;
        assertThat(now.metric(SmoothSolution.RADIUS))
            .isEqualTo(2 * before * Math.pow(0.5, halvings));
      }
    }
  }

  @Test
  void stepsAreWithinTheRadiusWhereTheHessianIsPositive() {
    SmoothProblem problem = SmoothProblems.logSumExp(30, 20, 2);
    LogSumExp f = (LogSumExp) problem.function();
    for (CurvatureModel model : List.of(f.exact(), f.weightedGaussNewton(), CurvatureModel.ZERO)) {
      List<Trace.Point> points =
          solve(problem.withCurvature(model), StoppingRule.DEFAULT.withMaxIterations(30))
              .trace()
              .points();
      for (int k = 1; k < points.size(); k++) {
        double used = points.get(k).metric(SmoothSolution.RADIUS) / 2;
        assertThat(points.get(k).metric(SmoothSolution.STEP_NORM))
            .isLessThanOrEqualTo((used + 1e-8) * (1 + 1e-12));
      }
    }
  }

  @Test
  void withoutAHessianTheFirstTrialHasLengthOne() {
    SmoothFunction f = quadratic(1e-3, 1e-3, 1e-3);
    SmoothProblem problem = SmoothProblem.of(f, CurvatureModel.ZERO, new double[] {30, -40, 0});
    SmoothSolution one = solve(problem, new StoppingRule(0, Double.NaN, 0, 1));
    assertThat(one.trace().last().metric(SmoothSolution.STEP_NORM))
        .isCloseTo(1 + 1e-8, within(1e-14));
    assertThat(one.x()[0]).isCloseTo(30 - 0.6 * (1 + 1e-8), within(1e-13));
    assertThat(one.x()[1]).isCloseTo(-40 + 0.8 * (1 + 1e-8), within(1e-13));
  }

  @Test
  void onAQuadraticEveryStepIsAcceptedAndContractsAlongEigenvectors() {
    double[] q = {1, 10, 0.1};
    SmoothProblem problem =
        SmoothProblem.of(
            quadratic(q), (x, g) -> new Curvature.Dense(diagonal(q)), new double[] {3, -2, 5});
    List<double[]> x = iterates(problem, 6);
    List<Trace.Point> points =
        solve(problem, new StoppingRule(0, Double.NaN, 0, 6)).trace().points();
    for (int k = 1; k <= 6; k++) {
      assertThat(points.get(k).metric(SmoothSolution.TRIALS)).isEqualTo(1);
      assertThat(points.get(k).metric(SmoothSolution.RADIUS)).isEqualTo(Math.pow(2, k));
      double lambda = points.get(k).metric(SmoothSolution.LAMBDA);
      for (int i = 0; i < 3; i++) {
        assertThat(x.get(k)[i])
            .isCloseTo(x.get(k - 1)[i] * lambda / (q[i] + lambda), within(1e-14));
      }
    }
  }

  @Test
  void scalingTheFunctionLeavesTheIterates() {
    SmoothProblem problem = SmoothProblems.rosenbrock(5);
    List<double[]> plain = iterates(problem, 12);
    List<double[]> scaled = iterates(SmoothProblems.scaled(problem, 3.7), 12);
    for (int k = 0; k <= 12; k++) {
      assertThat(scaled.get(k)[0]).isCloseTo(plain.get(k)[0], within(1e-10));
      assertThat(scaled.get(k)[1]).isCloseTo(plain.get(k)[1], within(1e-10));
    }
  }

  @Test
  void aChangeOfVariablesChangesNothingElse() {
    SmoothProblem problem = SmoothProblems.rosenbrock(5);
    double[] t = {2, 1, -0.5, 1.5};
    SmoothProblem changed = changed(problem, t);
    List<double[]> plain = iterates(problem, 12);
    List<double[]> other = iterates(changed, 12);
    for (int k = 0; k <= 12; k++) {
      double[] back = Matrices.multiply(t, 2, other.get(k));
      assertThat(back[0]).isCloseTo(plain.get(k)[0], within(1e-10));
      assertThat(back[1]).isCloseTo(plain.get(k)[1], within(1e-10));
    }
  }

  /** The problem in y, x = T y, with TᵀHT and B = TᵀT. */
  private static SmoothProblem changed(SmoothProblem problem, double[] t) {
    SmoothFunction f = problem.function();
    SmoothFunction inner =
        new SmoothFunction() {
          @Override
          public int dimension() {
            return 2;
          }

          @Override
          public double value(double[] y) {
            return f.value(Matrices.multiply(t, 2, y));
          }

          @Override
          public double gradient(double[] y, double[] gradient) {
            double[] g = new double[2];
            double value = f.gradient(Matrices.multiply(t, 2, y), g);
            Matrices.transposedMultiply(t, g, gradient);
            return value;
          }
        };
    double det = t[0] * t[3] - t[1] * t[2];
    double[] inverse = {t[3] / det, -t[1] / det, -t[2] / det, t[0] / det};
    CurvatureModel curvature =
        (y, gradient) -> {
          double[] g = new double[2];
          double[] x = Matrices.multiply(t, 2, y);
          f.gradient(x, g);
          double[] h = ((Curvature.Dense) problem.curvature().at(x, g)).matrix();
          double[] result = new double[4];
          for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
              for (int k = 0; k < 2; k++) {
                for (int l = 0; l < 2; l++) {
                  result[i * 2 + j] += t[k * 2 + i] * h[k * 2 + l] * t[l * 2 + j];
                }
              }
            }
          }
          Matrices.mirror(result, 2);
          return new Curvature.Dense(result);
        };
    return new SmoothProblem(
        inner,
        curvature,
        Metric.of(Matrices.gram(t, 2, 2), 2),
        Matrices.multiply(inverse, 2, problem.start()));
  }

  @Test
  void anIndefiniteHessianHalvesTheRadiusAndGoesOn() {
    ResidualPower f = new ResidualPower(new RosenbrockResiduals(), 2);
    SmoothSolution solution =
        solve(SmoothProblem.of(f, f.exact(), new double[] {0, 1}), StoppingRule.DEFAULT);
    assertThat(solution.end()).isEqualTo(End.STATIONARY);
    assertThat(solution.trace().points().get(1).metric(SmoothSolution.TRIALS)).isGreaterThan(1);
    assertThat(solution.x()[0]).isCloseTo(1, within(1e-6));
    for (int k = 1; k < solution.trace().points().size(); k++) {
      assertThat(solution.trace().points().get(k).objective())
          .isLessThan(solution.trace().points().get(k - 1).objective());
    }
  }

  @Test
  void theHessianIsAskedForOnceAnIteration() {
    int[] asked = {0};
    SmoothProblem problem = SmoothProblems.rosenbrock(2);
    CurvatureModel counting =
        (x, g) -> {
          asked[0]++;
          return problem.curvature().at(x, g);
        };
    SmoothSolution solution =
        solve(problem.withCurvature(counting), StoppingRule.atValue(0, 1e-8, 1000));
    assertThat(asked[0]).isEqualTo(solution.counts().iterations());
    assertThat(solution.counts().hessians()).isEqualTo(asked[0]);
    assertThat(solution.counts().solves()).isGreaterThan(asked[0]);
  }

  @Test
  void roundOffIsANormalEnd() {
    double[] q = {1, 2};
    SmoothFunction base = quadratic(q);
    SmoothFunction shifted =
        new SmoothFunction() {
          @Override
          public int dimension() {
            return 2;
          }

          @Override
          public double value(double[] x) {
            return 1e6 + base.value(x);
          }

          @Override
          public double gradient(double[] x, double[] gradient) {
            return 1e6 + base.gradient(x, gradient);
          }
        };
    SmoothProblem problem =
        SmoothProblem.of(
            shifted, (x, g) -> new Curvature.Dense(diagonal(q)), new double[] {1e-9, 1e-9});
    Config config =
        Config.DEFAULT
            .withStop(StoppingRule.DEFAULT.withGradientTolerance(0))
            .withInitialRadius(0.01);
    SmoothSolution solution = new GradientNormalizedNewton(config).solve(problem);
    assertThat(solution.end()).isEqualTo(End.ROUND_OFF);
    assertThat(solution.status()).isEqualTo(Status.CONVERGED);
  }

  @Test
  void aFailedSearchIsSaidAndTheIterateKept() {
    // A gradient of the wrong sign: no step decreases f.
    SmoothFunction wrong =
        new SmoothFunction() {
          @Override
          public int dimension() {
            return 1;
          }

          @Override
          public double value(double[] x) {
            return x[0];
          }

          @Override
          public double gradient(double[] x, double[] gradient) {
            gradient[0] = -1;
            return x[0];
          }
        };
    SmoothSolution solution =
        solve(SmoothProblem.of(wrong, CurvatureModel.ZERO, new double[] {5}), StoppingRule.DEFAULT);
    assertThat(solution.end()).isEqualTo(End.SEARCH_FAILED);
    assertThat(solution.status()).isEqualTo(Status.BREAKDOWN);
    assertThat(solution.x()).containsExactly(5);
  }

  @Test
  void aStationaryStartReturnsAtOnce() {
    SmoothProblem problem = SmoothProblems.logSumExp(10, 6, 3).from(new double[6]);
    SmoothSolution solution = solve(problem, StoppingRule.DEFAULT);
    assertThat(solution.end()).isEqualTo(End.STATIONARY);
    assertThat(solution.counts().iterations()).isZero();
  }

  @Test
  void badInputIsNamed() {
    SmoothFunction f = quadratic(1, 2);
    double[] start = {1, 1};
    assertThatThrownBy(
            () ->
                solve(
                    SmoothProblem.of(
                        f, (x, g) -> new Curvature.Dense(new double[] {1, 0.5, 0, 1}), start),
                    StoppingRule.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("asymmetry of the Hessian is 0.5");
    assertThatThrownBy(() -> Metric.of(new double[] {1, 0.25, 0, 1}, 2))
        .hasMessageContaining("asymmetry of the metric B is 0.25");
    assertThatThrownBy(() -> Metric.of(new double[] {1, 2, 2, 1}, 2))
        .hasMessageContaining("positive definite");
    assertThatThrownBy(() -> Config.DEFAULT.withInitialRadius(0))
        .hasMessageContaining("initialRadius is 0.0");
    assertThatThrownBy(() -> new ResidualPower(new RosenbrockResiduals(), 1.5))
        .hasMessageContaining("power is 1.5");
    assertThatThrownBy(() -> new LogSumExp(new double[2], new double[1], 0))
        .hasMessageContaining("mu is 0.0");
    assertThatThrownBy(
            () ->
                solve(
                    SmoothProblem.of(f, CurvatureModel.ZERO, new double[] {1e200, 0}),
                    StoppingRule.DEFAULT))
        .hasMessageContaining("f at the start");
    assertThatThrownBy(() -> SmoothProblem.of(f, CurvatureModel.ZERO, new double[] {Double.NaN, 0}))
        .hasMessageContaining("start[0]");
    assertThatThrownBy(() -> SmoothProblem.of(f, CurvatureModel.ZERO, new double[3]))
        .hasMessageContaining("dimensions");
  }

  @Test
  void trialsThatOverflowAreRefused() {
    SmoothFunction f =
        new SmoothFunction() {
          @Override
          public int dimension() {
            return 1;
          }

          @Override
          public double value(double[] x) {
            return x[0] <= 0.7 ? Double.NaN : x[0] - Math.log(x[0] - 0.7);
          }

          @Override
          public double gradient(double[] x, double[] gradient) {
            gradient[0] = 1 - 1 / (x[0] - 0.7);
            return value(x);
          }
        };
    SmoothSolution solution =
        solve(SmoothProblem.of(f, CurvatureModel.ZERO, new double[] {60}), StoppingRule.DEFAULT);
    assertThat(solution.x()[0]).isCloseTo(1.7, within(1e-7));
  }

  @Test
  void theDefinitionsBoundIsInfiniteOrTheDistance() {
    double[] q = {1, 3};
    SmoothProblem exact =
        SmoothProblem.of(quadratic(q), (x, g) -> new Curvature.Dense(diagonal(q)), new double[2]);
    double[] h = {0.25, -0.5};
    assertThat(NormalizedSmoothness.bound(exact, new double[] {1, 1}, h)).isGreaterThan(1e14);
    SmoothProblem none = SmoothProblem.of(quadratic(2, 2), CurvatureModel.ZERO, new double[2]);
    assertThat(NormalizedSmoothness.bound(none, new double[] {3, 4}, h))
        .isCloseTo(5, within(1e-12));
  }

  @Test
  void searchedRadiiAreNotFarAboveSampledBounds() {
    SmoothProblem problem = SmoothProblems.logSumExp(30, 10, 4);
    double least = Double.POSITIVE_INFINITY;
    for (int k = 0; k < 50; k++) {
      double[] h = PortableRandom.normal(100 + k, 10);
      least = Math.min(least, NormalizedSmoothness.bound(problem, problem.start(), h));
    }
    assertThat(least).isFinite().isPositive();
  }

  static SmoothFunction quadratic(double... q) {
    return new SmoothFunction() {
      @Override
      public int dimension() {
        return q.length;
      }

      @Override
      public double value(double[] x) {
        double sum = 0;
        for (int i = 0; i < q.length; i++) {
          sum += q[i] * x[i] * x[i] / 2;
        }
        return sum;
      }

      @Override
      public double gradient(double[] x, double[] gradient) {
        for (int i = 0; i < q.length; i++) {
          gradient[i] = q[i] * x[i];
        }
        return value(x);
      }
    };
  }

  static double[] diagonal(double... q) {
    double[] h = new double[q.length * q.length];
    for (int i = 0; i < q.length; i++) {
      h[i * q.length + i] = q[i];
    }
    return h;
  }
}
