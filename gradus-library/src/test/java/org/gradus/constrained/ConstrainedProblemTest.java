package org.gradus.constrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.Function;
import org.gradus.constrained.ConstrainedSolution.End;
import org.gradus.core.Solution.Status;
import org.gradus.core.SparseMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Problems: derivatives, and what is refused or reported. */
class ConstrainedProblemTest {
  private static final double STEP = 1e-6;

  private static ConstrainedProblem plane(Function<Jet[], Jet> f, Function<Jet[], Jet[]> c, int m) {
    return ConstrainedProblem.of(ConstrainedFunctions.automatic(2, m, f, c), 1, 1);
  }

  private static Jet square(Jet[] x) {
    return x[0].power(2).plus(x[1].power(2));
  }

  /** ∇M against central differences, at multipliers that are not 0. */
  @ParameterizedTest
  @EnumSource
  void theMeritFunctionsGradientIsRight(HockSchittkowski problem) {
    ConstrainedFunctions functions = problem.problem().functions();
    double[] x = problem.problem().start();
    double[] lambda = new double[functions.constraints()];
    Arrays.fill(lambda, 0.7);
    double[] gradient =
        ExactAugmentedLagrangian.gradient(
            Iterate.at(functions, x, lambda), functions.hessian(x, lambda), 1.5, 0.2);
    double[] both = Vectors.joined(x, lambda);
    for (int i = 0; i < both.length; i++) {
      double difference =
          (merit(functions, both, i, STEP) - merit(functions, both, i, -STEP)) / (2 * STEP);
      assertThat(difference)
          .isCloseTo(gradient[i], within(1e-6 * Math.max(1, Vectors.norm(gradient))));
    }
  }

  private static double merit(ConstrainedFunctions functions, double[] both, int i, double by) {
    double[] moved = both.clone();
    moved[i] += by;
    int n = functions.variables();
    return ExactAugmentedLagrangian.value(
        Iterate.at(functions, Vectors.head(moved, n), Vectors.tail(moved, n)), 1.5, 0.2);
  }

  @Test
  void generatedProblemsHaveTheirDerivatives() {
    SparseMatrix features =
        SparseMatrix.of(new double[][] {{1, 0, 2, 0}, {0, -1, 0, 1}, {0.5, 0, 0, 1}});
    checkDerivatives(ConstrainedLogistic.random(features, new double[] {1, -1, 1}, 2, 3));
    checkDerivatives(new PoissonControl(3).problem());
  }

  private static void checkDerivatives(ConstrainedProblem problem) {
    ConstrainedFunctions functions = problem.functions();
    double[] x = problem.start();
    double[] lambda = problem.multipliers();
    double[] gradient = functions.gradient(x);
    double[] jacobian = SparseRows.dense(functions.jacobian(x));
    double[] hessian = SparseRows.dense(functions.hessian(x, lambda));
    for (int i = 0; i < x.length; i++) {
      double[] up = x.clone();
      double[] down = x.clone();
      up[i] += STEP;
      down[i] -= STEP;
      assertThat((functions.objective(up) - functions.objective(down)) / (2 * STEP))
          .isCloseTo(gradient[i], within(1e-7));
      double[] c = Vectors.sum(1, functions.constraints(up), -1, functions.constraints(down));
      for (int j = 0; j < c.length; j++) {
        assertThat(c[j] / (2 * STEP)).isCloseTo(jacobian[j * x.length + i], within(1e-7));
      }
      double[] slope =
          Vectors.sum(
              1,
              Iterate.at(functions, up, lambda).stationarity(),
              -1,
              Iterate.at(functions, down, lambda).stationarity());
      for (int j = 0; j < x.length; j++) {
        assertThat(slope[j] / (2 * STEP)).isCloseTo(hessian[j * x.length + i], within(1e-7));
      }
    }
  }

  @Test
  void jetsDifferentiateExponentials() {
    Jet[] x = Jet.variables(new double[] {0.3, 2});
    Jet value = x[0].times(x[1]).exp();

    assertThat(value.value()).isEqualTo(Math.exp(0.6));
    assertThat(value.gradient())
        .containsExactly(new double[] {2 * Math.exp(0.6), 0.3 * Math.exp(0.6)}, within(1e-15));
    assertThat(value.hessian()[1]).isCloseTo(1.6 * Math.exp(0.6), within(1e-15));
  }

  @Test
  void poissonControlIsTheSheets() {
    ConstrainedSolution solution =
        AdaSketchNewton.exact(Limits.DEFAULT).solve(new PoissonControl(3).problem());

    assertThat(solution.trace().points().get(0).gradientNorm()).isCloseTo(19.1867, within(5e-5));
    assertThat(solution.counts().iterations()).isOne();
    assertThat(solution.certificate().residual()).isLessThan(1e-8);
  }

  /** Above 400 variables factorisations decide; the answer is the same kind. */
  @Test
  void largeSparseProblemsTakeOneStepToo() {
    ConstrainedSolution solution =
        AdaSketchNewton.exact(Limits.DEFAULT).solve(new PoissonControl(20).problem());

    assertThat(solution.counts().iterations()).isOne();
    assertThat(solution.certificate().residual()).isLessThan(1e-8);
  }

  @Test
  void denseAndSparseGeometryAgree() {
    SparseMatrix jacobian = new PoissonControl(6).jacobian(new double[0]);
    SparseMatrix hessian = new PoissonControl(6).hessian(new double[0], new double[0]);
    Geometry dense = Geometry.of(jacobian);
    Geometry sparse = new Geometry.Sparse(jacobian);

    assertThat(sparse.leastEigenvalue()).isCloseTo(dense.leastEigenvalue(), within(1e-6));
    SparseMatrix concave = SparseRows.shifted(hessian, -0.5);
    assertThat(dense.curved(hessian, 1e-6)).isTrue();
    assertThat(sparse.curved(hessian, 1e-6)).isTrue();
    assertThat(sparse.curved(concave, 1e-6)).isEqualTo(dense.curved(concave, 1e-6));
    assertThat(sparse.curved(SparseRows.shifted(hessian, -2), 1e-6)).isFalse();
  }

  @Test
  void refusesMoreConstraintsThanVariables() {
    ConstrainedFunctions functions =
        ConstrainedFunctions.automatic(1, 2, x -> x[0], x -> new Jet[] {x[0], x[0]});

    assertThatThrownBy(() -> ConstrainedProblem.of(functions, 1))
        .hasMessage("constraints is 2; it must be at most the number of variables, 1");
  }

  @Test
  void refusesNoConstraintsAndBadStarts() {
    ConstrainedFunctions none = ConstrainedFunctions.automatic(1, 0, x -> x[0], x -> new Jet[0]);
    assertThatThrownBy(() -> ConstrainedProblem.of(none, 1))
        .hasMessageStartingWith("constraints is 0");
    assertThatThrownBy(() -> HockSchittkowski.HS6.problem().from(new double[1], new double[1]))
        .hasMessage("the length of start is 1; it must be 2");
    assertThatThrownBy(
            () -> HockSchittkowski.HS6.problem().from(new double[] {0, Double.NaN}, new double[1]))
        .hasMessageStartingWith("start[1] is NaN");
  }

  @Test
  void refusesConstraintsThatAreNotFiniteAtTheStart() {
    ConstrainedProblem problem =
        plane(ConstrainedProblemTest::square, x -> new Jet[] {x[0].plus(-3).log()}, 1);

    assertThatThrownBy(() -> new AdaSketchNewton().solve(problem))
        .hasMessage("c at the start is not finite; it must be finite");
  }

  @Test
  void refusesAHessianThatIsNotSymmetric() {
    ConstrainedFunctions inner = HockSchittkowski.HS6.problem().functions();
    ConstrainedFunctions broken =
        new ConstrainedFunctions() {
          @Override
          public int variables() {
            return 2;
          }

          @Override
          public int constraints() {
            return 1;
          }

          @Override
          public double objective(double[] x) {
            return inner.objective(x);
          }

          @Override
          public double[] gradient(double[] x) {
            return inner.gradient(x);
          }

          @Override
          public double[] constraints(double[] x) {
            return inner.constraints(x);
          }

          @Override
          public SparseMatrix jacobian(double[] x) {
            return inner.jacobian(x);
          }

          @Override
          public SparseMatrix hessian(double[] x, double[] multipliers) {
            return SparseMatrix.of(new double[][] {{1, 1}, {0, 1}});
          }
        };

    assertThatThrownBy(() -> new AdaSketchNewton().solve(ConstrainedProblem.of(broken, 1, 2)))
        .hasMessageStartingWith("the asymmetry |H - H'|_F of the Hessian is 1.414");
  }

  @Test
  void tellsInconsistentConstraints() {
    ConstrainedProblem problem =
        plane(ConstrainedProblemTest::square, x -> new Jet[] {x[0], x[0].plus(-2)}, 2);

    ConstrainedSolution solution = new AdaSketchNewton().solve(problem);

    assertThat(solution.end()).isEqualTo(End.INCONSISTENT);
    assertThat(solution.status()).isEqualTo(Status.INFEASIBLE);
  }

  @Test
  void tellsASingularJacobianWithItsEigenvalue() {
    ConstrainedProblem problem =
        plane(ConstrainedProblemTest::square, x -> new Jet[] {x[0], x[0].times(2).plus(-1)}, 2);
    ConstrainedProblem redundant = problem.from(new double[] {0.5, 1}, new double[2]);
    ConstrainedFunctions twice =
        ConstrainedFunctions.automatic(
            2, 2, ConstrainedProblemTest::square, x -> new Jet[] {x[0], x[0].times(2)});

    assertThat(new AdaSketchNewton().solve(redundant).status()).isEqualTo(Status.INFEASIBLE);
    ConstrainedSolution solution = new AdaSketchNewton().solve(ConstrainedProblem.of(twice, 1, 1));
    assertThat(solution.end()).isEqualTo(End.SINGULAR_JACOBIAN);
    assertThat(solution.message()).contains("xi_G = lambda_min(G G') = ").contains("< 0.01");
  }

  @Test
  void stepsBackFromWhereFunctionsAreNotDefined() {
    ConstrainedProblem problem =
        plane(x -> x[0].minus(x[0].log()).plus(x[1].power(2)), x -> new Jet[] {x[1].plus(-1)}, 1)
            .from(new double[] {5, 3}, new double[1]);

    ConstrainedSolution solution =
        AdaSketchNewton.exact(Limits.DEFAULT.withTolerance(1e-8)).solve(problem);

    assertThat(solution.status()).isEqualTo(Status.CONVERGED);
    assertThat(solution.x()).containsExactly(new double[] {1, 1}, within(1e-8));
  }
}
