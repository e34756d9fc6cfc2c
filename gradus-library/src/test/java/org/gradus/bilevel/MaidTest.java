package org.gradus.bilevel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.gradus.core.Monitor;
import org.gradus.core.PortableRandom;
import org.gradus.core.RandomSource;
import org.gradus.core.Solution.Status;
import org.gradus.core.Trace;
import org.junit.jupiter.api.Test;

class MaidTest {
  private static final Maid.Config LOOSE = Maid.Config.DEFAULT.withSearch(10, 50);

  @Test
  void hypergradientIsTheDerivative() {
    BilevelProblem problem = Fixtures.picture(6);
    double[] theta = {-1.5, -2};
    double[] z = Fixtures.hypergradient(problem, theta);
    for (int i = 0; i < 2; i++) {
      double step = 1e-4;
      double[] ahead = theta.clone();
      double[] behind = theta.clone();
      ahead[i] += step;
      behind[i] -= step;
      double slope =
          (Fixtures.value(problem, ahead) - Fixtures.value(problem, behind)) / (2 * step);
      assertThat(z[i]).isCloseTo(slope, within(1e-6 * Math.abs(slope)));
    }
  }

  @Test
  void oneRidgeWeightHasItsClosedForm() {
    // n = 1: x̂ = ab/(a² + e^θ), dx̂/dθ = −e^θ x̂/(a² + e^θ).
    Fixtures.Ridge lower = new Fixtures.Ridge(new double[] {2}, new double[] {3}, 4);
    double[] theta = {0.5};
    BilevelProblem problem = BilevelProblem.of(new SquaredDistance(new double[] {1}), lower, theta);
    double weight = Math.exp(0.5);
    double solution = 6 / (4 + weight);
    assertThat(Fixtures.hypergradient(problem, theta)[0])
        .isCloseTo((solution - 1) * -weight * solution / (4 + weight), within(1e-12));
  }

  @Test
  void boundHoldsForInexactHypergradients() {
    Fixtures.Ridge lower = Fixtures.Ridge.random(5);
    SquaredDistance upper = new SquaredDistance(PortableRandom.normal(1, 5));
    for (double accuracy : new double[] {1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6}) {
      for (long seed = 0; seed < 5; seed++) {
        double[] theta = PortableRandom.normal(20 + seed, 5);
        BilevelProblem problem = BilevelProblem.of(upper, lower, theta);
        requireBound(problem, accuracy);
      }
      requireBound(Fixtures.picture(5).from(new double[] {-2, -1.5}, new double[25]), accuracy);
    }
  }

  private static void requireBound(BilevelProblem problem, double accuracy) {
    BilevelSolution solution =
        new Maid(
                LOOSE
                    .withStart(accuracy, accuracy, 0.1)
                    .withFrozen(true)
                    .withLimits(Limits.DEFAULT.withOuterSteps(0)))
            .solve(problem);
    assertThat(solution.certificate().rigorous()).isTrue();
    Trace.Point first = solution.trace().last();
    double exact = Vectors.norm(Fixtures.hypergradient(problem, problem.theta()));
    assertThat(Math.abs(first.gradientNorm() - exact))
        .isLessThanOrEqualTo(first.metric(BilevelSolution.OMEGA));
    assertThat(solution.certificate().lowerBound() - 1e-12)
        .isLessThanOrEqualTo(Fixtures.value(problem, problem.theta()));
    assertThat(solution.certificate().upperBound() + 1e-12)
        .isGreaterThanOrEqualTo(Fixtures.value(problem, problem.theta()));
  }

  @Test
  void boundIsLinearInDeltaAndQuadraticInEpsilon() {
    HypergradientBound bound = new HypergradientBound(2, 3, 5, 7, 11, 0, true);
    double c = 3 * 5 / 2.0 + 11 * 13 * 5 + 7 * 13 / 2.0;
    assertThat(bound.omega(13, 0.1, 0)).isCloseTo(0.1 * c + 0.01 * 7 * 3 / 2.0, within(1e-12));
    assertThat(bound.omega(13, 0, 0.2)).isCloseTo(0.2 * 5 / 2, within(1e-15));
    HypergradientBound linear = new HypergradientBound(2, 3, 5, 0, 11, 0, true);
    assertThat(linear.omega(13, 0.2, 0)).isCloseTo(2 * linear.omega(13, 0.1, 0), within(1e-12));
  }

  @Test
  void acceptedStepsLowerTheTrueFunction() {
    BilevelProblem problem = Fixtures.picture(8);
    List<double[]> path = new ArrayList<>();
    Maid.Config config = LOOSE.withLimits(Limits.DEFAULT.withOuterSteps(30));
    BilevelSolution solution =
        new Maid(config, InnerSolvers.DEFAULT, (k, theta, x) -> path.add(theta)).solve(problem);
    List<Trace.Point> points = solution.trace().points();
    assertThat(path).hasSize(31).hasSameSizeAs(points);
    for (int k = 1; k < path.size(); k++) {
      double drop = Fixtures.value(problem, path.get(k - 1)) - Fixtures.value(problem, path.get(k));
      double[] move = Vectors.sum(path.get(k), -1, path.get(k - 1));
      // α ‖z‖² = ‖move‖²/α
      double step = points.get(k).metric(BilevelSolution.STEP);
      assertThat(drop).isGreaterThanOrEqualTo(1e-4 * Vectors.dot(move, move) / step - 1e-11);
    }
    assertThat(solution.ending()).isEqualTo(Ending.OUTER_LIMIT);
    assertThat(solution.message()).isEqualTo("limit of 30 outer steps");
  }

  @Test
  void identityIsGradientDescent() {
    double[] target = {1, -2, 3};
    BilevelProblem problem =
        BilevelProblem.of(
            new SquaredDistance(target), new Fixtures.Identity(3), new double[] {4, 4, 4});
    for (double step : new double[] {0.01, 0.5, 1}) {
      BilevelSolution solution =
          new Maid(LOOSE.withStart(0.1, 0.1, step).withLimits(Limits.DEFAULT.withOuterSteps(1)))
              .solve(problem);
      assertThat(solution.trace().last().metric(BilevelSolution.STEP)).isEqualTo(step);
      assertThat(solution.theta()[0]).isCloseTo(4 - 3 * step, within(1e-12));
    }
    BilevelSolution end = new Maid(LOOSE).solve(problem);
    assertThat(end.status()).isEqualTo(Status.CONVERGED);
    assertThat(end.certificate().stationarity()).isLessThan(1e-5);
    assertThat(end.theta()).containsExactly(target, within(1e-6));
    assertThat(end.theta()[0]).isCloseTo(1, within(1e-6));
  }

  @Test
  void exactSolversGiveArmijoDescent() {
    BilevelProblem problem =
        BilevelProblem.of(
            new SquaredDistance(new double[] {1, -2}),
            new Fixtures.Identity(2),
            new double[] {5, 5});
    InnerSolvers exact =
        new InnerSolvers(
            (lower, theta, start, tolerance, limit) -> new LowerSolver.Result(theta.clone(), 0, 1),
            (lower, theta, x, b, tolerance, limit) ->
                new AdjointSolver.Result(b.clone(), 0, 1, true));
    Maid.Config config = LOOSE.withStart(0, 0, 2.5).withFactors(0.5, 0.5, 1.25);
    List<double[]> path = new ArrayList<>();
    new Maid(
            config.withLimits(Limits.DEFAULT.withOuterSteps(4)),
            exact,
            (k, theta, x) -> path.add(theta))
        .solve(problem);

    double[] theta = {5, 5};
    double beta = 2.5;
    for (int k = 1; k <= 4; k++) {
      double[] z = {theta[0] - 1, theta[1] + 2};
      double square = z[0] * z[0] + z[1] * z[1];
      double alpha = beta;
      // f(θ − α z) = (1 − α)² f(θ)
      while (((1 - alpha) * (1 - alpha) - 1) * square / 2 > -1e-4 * alpha * square) {
        alpha /= 2;
      }
      theta = new double[] {theta[0] - alpha * z[0], theta[1] - alpha * z[1]};
      beta = alpha * 10 / 9;
      assertThat(path.get(k)).containsExactly(theta, within(1e-12));
    }
  }

  @Test
  void warmStartThatIsExactEnoughCostsOneEvaluation() {
    Fixtures.Ridge lower = Fixtures.Ridge.random(4);
    double[] theta = new double[4];
    LowerSolver.Result solved =
        LowerSolver.ACCELERATED.solve(lower, theta, new double[4], 1e-6, 10_000);
    LowerSolver.Result again = LowerSolver.ACCELERATED.solve(lower, theta, solved.x(), 1e-6, 10);
    assertThat(again.evaluations()).isEqualTo(1);
    assertThat(again.x()).containsExactly(solved.x());
    assertThat(solved.gradientNorm()).isLessThanOrEqualTo(1e-6);
  }

  @Test
  void evaluationsAreCountedOnce() {
    int[] calls = {0, 0};
    LowerProblem counted =
        new Fixtures.Ridge(new double[] {1, 2, 0, 3}, new double[] {1, 2}, 14) {
          @Override
          public void gradient(double[] x, double[] theta, double[] gradient) {
            calls[0]++;
            super.gradient(x, theta, gradient);
            // A gradient of the fixture is made with one Hessian-vector product.
            calls[1]--;
          }

          @Override
          public void hessianProduct(double[] x, double[] theta, double[] v, double[] product) {
            calls[1]++;
            super.hessianProduct(x, theta, v, product);
          }
        };
    BilevelProblem problem =
        BilevelProblem.of(new SquaredDistance(new double[] {1, 1}), counted, new double[2]);
    int[] before = {0, 0};
    BilevelSolution solution =
        new Maid(
                LOOSE.withLimits(Limits.DEFAULT.withOuterSteps(5)),
                InnerSolvers.DEFAULT,
                (k, theta, x) -> System.arraycopy(calls, 0, before, 0, 2))
            .solve(problem);
    assertThat(solution.work()).isEqualTo(new Work(before[0], before[1]));
  }

  @Test
  void momentumIsFasterThanPlainSteps() {
    LowerProblem lower = BilevelProblems.quadratic(30, 6, 0.01, 1).problem().lower();
    double[] theta = new double[6];
    int fast =
        LowerSolver.ACCELERATED.solve(lower, theta, new double[6], 1e-8, 100_000).evaluations();
    int plain =
        LowerSolver.GRADIENT_DESCENT
            .solve(lower, theta, new double[6], 1e-8, 100_000)
            .evaluations();
    assertThat(fast).isLessThan(plain / 2);
  }

  @Test
  void estimatedConstantsAreCalledHeuristic() {
    BilevelProblem rigorous = Fixtures.picture(8);
    BilevelProblem guessed =
        new BilevelProblem(
            rigorous.upper(),
            new EstimatedConstants(rigorous.lower()),
            rigorous.theta(),
            rigorous.x(),
            rigorous.bound());
    Maid maid = new Maid(LOOSE.withLimits(Limits.DEFAULT.withOuterSteps(60)));
    BilevelSolution one = maid.solve(guessed, RandomSource.seeded(3), Monitor.SILENT);
    BilevelSolution same = maid.solve(guessed, RandomSource.seeded(3), Monitor.SILENT);
    assertThat(one.certificate().rigorous()).isFalse();
    assertThat(one.theta()).containsExactly(same.theta());
    assertThat(one.trace().last().objective())
        .isCloseTo(maid.solve(rigorous).trace().last().objective(), within(0.02));
  }

  @Test
  void theSameFromWhereItStopped() {
    BilevelProblem problem = Fixtures.picture(8);
    Maid.Config config = LOOSE.withLimits(Limits.DEFAULT.withOuterSteps(20));
    BilevelSolution whole = new Maid(config).solve(problem);
    Maid half = new Maid(config.withLimits(Limits.DEFAULT.withOuterSteps(10)));
    BilevelSolution first = half.solve(problem);
    Accuracy next = first.accuracy();
    BilevelSolution second =
        new Maid(
                config
                    .withStart(next.epsilon(), next.delta(), next.step())
                    .withLimits(Limits.DEFAULT.withOuterSteps(10)))
            .solve(problem.from(first.theta(), first.x()));
    assertThat(second.theta()).containsExactly(whole.theta());
    assertThat(second.x()).containsExactly(whole.x());
  }

  @Test
  void everyEndingIsNamed() {
    BilevelProblem problem = Fixtures.picture(6);
    assertThat(end(problem, LOOSE.withLimits(Limits.DEFAULT.withLowerEvaluations(20))))
        .isEqualTo(Ending.LOWER_LIMIT);
    assertThat(end(problem, LOOSE.withLimits(Limits.DEFAULT.withWork(30))))
        .isEqualTo(Ending.WORK_LIMIT);
    BilevelProblem slow = problem.from(new double[] {0, -4}, problem.x());
    assertThat(end(slow, LOOSE.withLimits(Limits.DEFAULT.withPerSolve(2, 2000))))
        .isEqualTo(Ending.LOWER_LIMIT);
    assertThat(
            end(
                slow,
                LOOSE.withStart(1e-6, 1e-6, 0.1).withLimits(Limits.DEFAULT.withPerSolve(5000, 2))))
        .isEqualTo(Ending.ADJOINT_LIMIT);
    assertThat(end(problem, LOOSE.withStart(1, 1, 0.1).withFrozen(true)))
        .isEqualTo(Ending.LINE_SEARCH_FAILED);
    assertThat(end(problem, Maid.Config.DEFAULT.withStart(1e-2, 1e-2, 1e9).withSearch(1, 0)))
        .isEqualTo(Ending.REFINEMENT_LIMIT);
    BilevelProblem easy =
        BilevelProblem.of(
            new SquaredDistance(new double[] {1}), new Fixtures.Identity(1), new double[] {4});
    assertThat(end(easy, LOOSE.withTolerance(0).withSearch(10, 100)))
        .isEqualTo(Ending.ACCURACY_FLOOR);
  }

  @Test
  void aMonitorStopsIt() {
    Monitor stop =
        new Monitor() {
          private int points;

          @Override
          public void report(Trace.Point point) {
            points++;
          }

          @Override
          public boolean cancelled() {
            return points >= 3;
          }
        };
    BilevelSolution solution = new Maid(LOOSE).solve(Fixtures.picture(6), stop);
    assertThat(solution.status()).isEqualTo(Status.CANCELLED);
    assertThat(solution.trace().points()).hasSize(3);
  }

  @Test
  void badCallbacksAreBreakdowns() {
    BilevelSolution notFinite =
        new Maid(LOOSE)
            .solve(
                ridge(
                    new Fixtures.Ridge(new double[] {1}, new double[] {1}, 1) {
                      private int calls;

                      @Override
                      public void gradient(double[] x, double[] theta, double[] gradient) {
                        super.gradient(x, theta, gradient);
                        gradient[0] = ++calls == 2 ? Double.NaN : gradient[0];
                      }
                    }));
    assertThat(notFinite.ending()).isEqualTo(Ending.NON_FINITE);
    assertThat(notFinite.message()).contains("not finite at evaluation 2");
    BilevelSolution notConvex =
        new Maid(LOOSE)
            .solve(
                ridge(
                    new Fixtures.Ridge(new double[] {1}, new double[] {1}, 1) {
                      @Override
                      public void hessianProduct(
                          double[] x, double[] theta, double[] v, double[] product) {
                        product[0] = v == x ? 2 * v[0] : -v[0];
                      }
                    }));
    assertThat(notConvex.ending()).isEqualTo(Ending.NOT_CONVEX);
    assertThat(notConvex.status()).isEqualTo(Status.BREAKDOWN);
  }

  @Test
  void wrongSettingsAreRefused() {
    assertThatThrownBy(() -> LOOSE.withFactors(1, 0.5, 1.05))
        .hasMessage("rho is 1.0; it must be in (0, 1)");
    assertThatThrownBy(() -> LOOSE.withFactors(0.5, 0, 1.05)).hasMessageContaining("tau is 0.0");
    assertThatThrownBy(() -> LOOSE.withFactors(0.5, 0.5, 0.9)).hasMessageContaining("nu is 0.9");
    assertThatThrownBy(() -> LOOSE.withStart(-1, 0, 1)).hasMessageContaining("epsilon is -1.0");
  }

  private static Ending end(BilevelProblem problem, Maid.Config config) {
    BilevelSolution solution = new Maid(config).solve(problem);
    assertThat(solution.status()).isEqualTo(solution.ending().status());
    return solution.ending();
  }

  private static BilevelProblem ridge(LowerProblem lower) {
    return BilevelProblem.of(new SquaredDistance(new double[] {3}), lower, new double[1]);
  }
}
