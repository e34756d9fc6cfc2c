package org.gradus.bilevel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradus.core.PortableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LowerProblemsTest {
  private static final double STEP = 1e-5;

  static Stream<BilevelProblem> problems() {
    FieldsOfExperts experts = new FieldsOfExperts(PortableRandom.uniform(5, 2 * 30), 2, 6, 5, 2, 3);
    return Stream.of(
        BilevelProblems.quadratic(12, 4, 0.01, 1).problem(),
        TotalVariation.learning(
            PortableRandom.uniform(6, 24), PortableRandom.uniform(7, 24), 2, 4, 3),
        LogisticRidge.learning(examples(20, 2), examples(15, 3)),
        new BilevelProblem(
            new SquaredDistance(new double[60]), experts, experts.start(8), new double[60], 30));
  }

  static LogisticRidge.Examples examples(int count, long seed) {
    int[] labels = IntStream.range(0, count).map(i -> i * i % 3).toArray();
    return new LogisticRidge.Examples(PortableRandom.normal(seed, count * 4), labels, 3);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void derivativesAreThoseOfTheValue(BilevelProblem problem) {
    LowerProblem lower = problem.lower();
    double[] x = PortableRandom.normal(11, lower.dimension());
    double[] v = PortableRandom.normal(12, lower.dimension());
    double[] theta = near(problem);
    double[] u = PortableRandom.normal(13, theta.length);
    double[] gradient = new double[x.length];
    lower.gradient(x, theta, gradient);
    double slope = difference(t -> lower.value(Vectors.sum(x, t, v), theta));
    assertThat(Vectors.dot(gradient, v)).isCloseTo(slope, within(1e-6 * (1 + Math.abs(slope))));

    double[] product = new double[x.length];
    lower.hessianProduct(x, theta, v, product);
    double curvature = difference(t -> slope(lower, Vectors.sum(x, t, v), theta, v));
    assertThat(Vectors.dot(product, v))
        .isCloseTo(curvature, within(1e-6 * (1 + Math.abs(curvature))));

    double[] transposed = new double[theta.length];
    lower.mixedTransposed(x, theta, v, transposed);
    double mixed = difference(t -> slope(lower, x, Vectors.sum(theta, t, u), v));
    assertThat(Vectors.dot(transposed, u)).isCloseTo(mixed, within(1e-6 * (1 + Math.abs(mixed))));
    lower.mixed(x, theta, u, product);
    assertThat(Vectors.dot(product, v)).isCloseTo(mixed, within(1e-6 * (1 + Math.abs(mixed))));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void curvatureLiesBetweenTheConstants(BilevelProblem problem) {
    LowerProblem lower = problem.lower();
    double[] theta = near(problem);
    double[] product = new double[lower.dimension()];
    for (long seed = 0; seed < 20; seed++) {
      double[] x = PortableRandom.normal(seed, lower.dimension());
      double[] v = Vectors.ofLength(1, PortableRandom.normal(100 + seed, lower.dimension()));
      lower.hessianProduct(x, theta, v, product);
      double slack = 1e-9 * lower.smoothness(theta);
      assertThat(Vectors.dot(product, v))
          .isBetween(lower.strongConvexity(theta) - slack, lower.smoothness(theta) + slack);
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void suppliedConstantsBoundWhatIsMet(BilevelProblem problem) {
    LowerProblem lower = problem.lower();
    if (lower.mixedLipschitz(problem.theta()).isEmpty()) {
      return;
    }
    double[] theta = near(problem);
    double[] u = Vectors.ofLength(1, PortableRandom.normal(1, theta.length));
    for (long seed = 0; seed < 10; seed++) {
      double[] x = PortableRandom.normal(seed, lower.dimension());
      double[] moved = Vectors.sum(x, 1e-3, PortableRandom.normal(50 + seed, x.length));
      double distance = Vectors.norm(Vectors.sum(moved, -1, x));
      double[] here = new double[x.length];
      double[] there = new double[x.length];
      lower.mixed(x, theta, u, here);
      lower.mixed(moved, theta, u, there);
      double rounding = 1e-9;
      assertThat(Vectors.norm(here))
          .isLessThanOrEqualTo(lower.mixedNorm(x, theta).orElseThrow() * (1 + rounding));
      assertThat(Vectors.norm(Vectors.sum(there, -1, here)))
          .isLessThanOrEqualTo(lower.mixedLipschitz(theta).orElseThrow() * distance + rounding);
      double[] b = Vectors.ofLength(1, x);
      double[] before = solve(lower, theta, x, b);
      double[] after = solve(lower, theta, moved, b);
      assertThat(Vectors.norm(Vectors.sum(after, -1, before)))
          .isLessThanOrEqualTo(lower.inverseLipschitz(theta).orElseThrow() * distance + rounding);
    }
  }

  @Test
  void accuracyCountsRightAnswers() {
    double[] inputs = {1, 0, 0, 1};
    LogisticRidge.Examples two = new LogisticRidge.Examples(inputs, new int[] {0, 1}, 2);
    assertThat(two.accuracy(new double[] {1, 0, 0, 1})).isEqualTo(1);
    assertThat(two.accuracy(new double[] {1, 0, 1, 0})).isEqualTo(0.5);
  }

  @Test
  void quadraticsReachTheirOptimum() {
    BilevelProblems.Known known = BilevelProblems.quadratic(40, 4, 0.01, 1);
    double[] x = PortableRandom.uniform(2, 4);
    assertThat(known.optimum())
        .isPositive()
        .isLessThan(known.problem().upper().gradient(x, new double[4], new double[4]));
  }

  @Test
  void wrongProblemsAreRefused() {
    assertThatThrownBy(() -> new TotalVariation(new double[5], 1, 2, 3))
        .hasMessage("the length of noisy is 5; it must be 6");
    assertThatThrownBy(() -> new FieldsOfExperts(new double[16], 1, 4, 4, 1, 2))
        .hasMessage("side is 2; it must be odd and >= 1");
    assertThatThrownBy(() -> new QuadraticLower(new double[7], new double[4], new double[2]))
        .hasMessageContaining("the length of a is 7");
    LowerProblem flat = new QuadraticLower(new double[4], new double[4], new double[2]);
    assertThatThrownBy(
            () -> BilevelProblem.of(new SquaredDistance(new double[2]), flat, new double[2]))
        .hasMessageContaining("strongConvexity is 0.0; it must be > 0");
    assertThatThrownBy(() -> Fixtures.picture(4).from(new double[3], new double[16]))
        .hasMessage("the length of theta is 3; it must be 2");
    assertThatThrownBy(() -> Fixtures.picture(4).from(new double[] {31, 0}, new double[16]))
        .hasMessageContaining("theta[0] is 31.0");
  }

  private static double[] near(BilevelProblem problem) {
    double[] theta = problem.theta();
    double[] moves = PortableRandom.normal(9, theta.length);
    return Arrays.stream(Vectors.sum(theta, 0.3, moves)).map(t -> Math.max(t, -3)).toArray();
  }

  private static double[] solve(LowerProblem lower, double[] theta, double[] x, double[] b) {
    return AdjointSolver.CONJUGATE_GRADIENT.solve(lower, theta, x, b, 1e-12, 10_000).q();
  }

  private static double slope(LowerProblem lower, double[] x, double[] theta, double[] v) {
    double[] gradient = new double[x.length];
    lower.gradient(x, theta, gradient);
    return Vectors.dot(gradient, v);
  }

  private interface Along {
    double at(double t);
  }

  private static double difference(Along function) {
    return (function.at(STEP) - function.at(-STEP)) / (2 * STEP);
  }
}
