package org.gradus.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.gradus.core.NonFiniteException;
import org.gradus.core.PortableRandom;
import org.gradus.core.State;
import org.gradus.online.OptimisticEnsemble.MetaRate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OnlineLearnerTest {
  private static final int D = 3;

  private static OptimisticEnsemble.Config pool(double... sizes) {
    List<Double> list = new ArrayList<>();
    for (double size : sizes) {
      list.add(size);
    }
    return new OptimisticEnsemble.Config(list, 2, new MetaRate.SelfConfident(1.0 / 32));
  }

  static Stream<Supplier<OnlineLearner>> learners() {
    Ball ball = Ball.ofRadius(D, 1);
    return Stream.of(
        () -> new OptimisticMirrorDescent(ball, StepRule.convex(2, 3, 1)),
        () -> new OptimisticMirrorDescent(new Simplex(D), StepRule.stronglyConvex(1)),
        () -> new OptimisticNewton(ball, 3, 1),
        () -> new OptimisticEnsemble(ball, pool(0.05, 0.1, 0.2)),
        () -> OnlineGradientDescent.decaying(ball, 3),
        () -> OnlineGradientDescent.adaptive(ball),
        () -> OptimisticLeader.convex(ball, 3, 1),
        () -> OptimisticLeader.stronglyConvex(ball, 1, new double[D]));
  }

  private static double[] gradient(int round) {
    return PortableRandom.normal(100 + round, D);
  }

  @ParameterizedTest
  @MethodSource("learners")
  void savedAndLoadedContinuesBitForBit(Supplier<OnlineLearner> maker) {
    OnlineLearner whole = maker.get();
    for (int t = 0; t < 5; t++) {
      whole.observe(gradient(t));
    }
    State state = new State();
    whole.save(state);
    OnlineLearner continued = maker.get();
    continued.load(state);
    for (int t = 5; t < 10; t++) {
      assertThat(continued.point()).containsExactly(whole.point());
      whole.observe(gradient(t));
      continued.observe(gradient(t));
    }
    assertThat(continued.average()).containsExactly(whole.average());
    assertThat(continued.round()).isEqualTo(11);
  }

  @ParameterizedTest
  @MethodSource("learners")
  void pointsStayInTheDomain(Supplier<OnlineLearner> maker) {
    OnlineLearner learner = maker.get();
    for (int t = 0; t < 50; t++) {
      learner.observe(gradient(t));
      double[] x = learner.point();
      double[] nearest = x.clone();
      learner.domain().project(nearest);
      assertThat(Vectors.distance(x, nearest)).isLessThan(1e-12);
    }
  }

  @ParameterizedTest
  @MethodSource("learners")
  void badGradientsNameTheRoundAndChangeNothing(Supplier<OnlineLearner> maker) {
    OnlineLearner learner = maker.get();
    learner.observe(gradient(0));
    double[] before = learner.point();
    assertThatThrownBy(() -> learner.observe(new double[] {1, Double.NaN, 0}))
        .isInstanceOf(NonFiniteException.class)
        .hasMessage("in round 2, gradient[1] is NaN");
    assertThatThrownBy(() -> learner.observe(new double[2])).hasMessageContaining("length");
    assertThat(learner.point()).containsExactly(before);
    assertThat(learner.round()).isEqualTo(2);
  }

  @Test
  void withoutOptimismItIsPlainMirrorDescent() {
    StepRule rule = StepRule.convex(2, 3, 1);
    OptimisticMirrorDescent learner = new OptimisticMirrorDescent(Ball.ofRadius(D, 1), rule);
    double[] x = new double[D];
    double[] last = new double[D];
    double variation = 0;
    for (int t = 1; t <= 30; t++) {
      assertThat(learner.point()).containsExactly(x, within(1e-14));
      double[] g = gradient(t);
      learner.observe(g, new double[D]);
      Vectors.add(x, -rule.size(t, variation), g);
      learner.domain().project(x);
      variation += Vectors.squaredDistance(g, last);
      last = g;
    }
  }

  @Test
  void stepSizesOfAConstantGradient() {
    double delta = 5;
    OptimisticMirrorDescent learner =
        new OptimisticMirrorDescent(Ball.ofRadius(2, 1), StepRule.variation(2, 3, delta));
    double[] g = {0.3, -0.4};
    assertThat(learner.stepSize()).isEqualTo(2 / Math.sqrt(delta + 36));
    for (int t = 2; t < 10; t++) {
      learner.observe(g);
      assertThat(learner.stepSize()).isEqualTo(2 / Math.sqrt(delta + 36 + 0.25));
    }
  }

  @Test
  void aConstantLinearLossEndsAtTheBoundary() {
    OptimisticMirrorDescent learner =
        new OptimisticMirrorDescent(Ball.ofRadius(2, 1), StepRule.convex(2, 1, 0));
    for (int t = 0; t < 20; t++) {
      learner.observe(new double[] {0.6, -0.8});
    }
    assertThat(learner.point()).containsExactly(new double[] {-0.6, 0.8}, within(1e-14));
    learner.observe(new double[] {0.6, -0.8});
    assertThat(learner.point()).containsExactly(new double[] {-0.6, 0.8}, within(1e-14));
  }

  @Test
  void theStronglyConvexSequenceOfTheSheet() {
    OptimisticMirrorDescent learner =
        new OptimisticMirrorDescent(Ball.ofRadius(1, 1), StepRule.stronglyConvex(1));
    double[] expected = {0, 0.9, -0.4, 0.81666667, 0.00166667};
    for (double x : expected) {
      assertThat(learner.point()[0]).isCloseTo(x, within(5e-9));
      learner.observe(new double[] {learner.point()[0] - 0.3});
    }
  }

  @Test
  void anEnsembleOfOneIsItsBase() {
    Ball ball = Ball.ofRadius(D, 1);
    OptimisticEnsemble ensemble = new OptimisticEnsemble(ball, pool(0.1));
    OptimisticMirrorDescent base = new OptimisticMirrorDescent(ball, StepRule.fixed(0.1));
    for (int t = 0; t < 20; t++) {
      assertThat(ensemble.point()).containsExactly(base.point(), within(1e-15));
      ensemble.observe(gradient(t));
      base.observe(gradient(t));
    }
  }

  @Test
  void weightsAreAProbabilityAndBeginUniform() {
    OptimisticEnsemble ensemble =
        new OptimisticEnsemble(Ball.ofRadius(D, 1), pool(0.05, 0.1, 0.2, 0.4));
    assertThat(ensemble.weights()).containsOnly(0.25);
    for (int t = 0; t < 30; t++) {
      ensemble.observe(gradient(t));
      double sum = 0;
      for (double weight : ensemble.weights()) {
        sum += weight;
      }
      assertThat(sum).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void rightGuessesLeaveTheMetaRateAlone() {
    OptimisticEnsemble ensemble =
        new OptimisticEnsemble(
            Ball.ofRadius(2, 1),
            new OptimisticEnsemble.Config(List.of(0.1, 0.2), 2, new MetaRate.SelfConfident(1e9)));
    ensemble.observe(new double[] {0.5, 1});
    double rate = ensemble.metaRate();
    // From round 2 on every gradient is as guessed.
    ensemble.observe(new double[] {0.5, 1});
    ensemble.observe(new double[] {0.5, 1});
    assertThat(ensemble.metaRate()).isEqualTo(rate);
    ensemble.observe(new double[] {-0.5, 1});
    assertThat(ensemble.metaRate()).isLessThan(rate);
  }

  @Test
  void theTheoreticalPoolDoublesToItsEnd() {
    OptimisticEnsemble.Config config = OptimisticEnsemble.Config.theoretical(2000, 2, 3, 1);
    List<Double> sizes = config.stepSizes();
    assertThat(sizes.get(0)).isCloseTo(Math.sqrt(4 / (8.0 * 9 * 2000)), within(1e-16));
    for (int i = 1; i < sizes.size(); i++) {
      assertThat(sizes.get(i)).isEqualTo(2 * sizes.get(i - 1));
    }
    assertThat(sizes.get(sizes.size() - 1)).isGreaterThanOrEqualTo(0.125);
    assertThat(sizes.get(sizes.size() - 2)).isLessThan(0.125);
    assertThat(config.movementCost()).isEqualTo(2);
    assertThat(config.metaRate()).isEqualTo(new MetaRate.SelfConfident(1.0 / 32));
    assertThat(OptimisticEnsemble.Config.theoretical(1, 2, 0.1, 1).stepSizes()).hasSize(1);
  }

  @Test
  void theKeptInverseStaysTheInverse() {
    int d = 4;
    OptimisticNewton learner = new OptimisticNewton(Ball.ofRadius(d, 1), 3, 1);
    for (int t = 0; t < 1000; t++) {
      learner.observe(PortableRandom.normal(t, d));
    }
    double[] metric = learner.metric();
    double[] inverse = learner.inverse();
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        double sum = 0;
        for (int k = 0; k < d; k++) {
          sum += metric[i * d + k] * inverse[k * d + j];
        }
        assertThat(sum).isCloseTo(i == j ? 1 : 0, within(1e-9));
      }
    }
  }

  @Test
  void theNewtonStepByHand() {
    // d = 1, H₁ = 1 + β/2 G² = 3, H₂ = 3 + 1·0.5² (β = 2): x̂₂ = −0.5/3, x₂ = x̂₂ − 0.5/3.25.
    OptimisticNewton learner = new OptimisticNewton(Ball.ofRadius(1, 10), Math.sqrt(2), 2);
    learner.observe(new double[] {0.5});
    assertThat(learner.point()[0]).isCloseTo(-0.5 / 3 - 0.5 / 3.25, within(1e-15));
    assertThat(OptimisticNewton.theoreticalBeta(1, 4, Math.exp(-2))).isEqualTo(1.0 / 32);
  }

  @Test
  void theLeadersByHand() {
    OptimisticLeader convex = OptimisticLeader.convex(Ball.ofRadius(1, 1), 1, 1);
    // ν = 4 + 2, η₁ = 4/6; |g₁ − 0|² = 0.01; η₂ = 4/(6 + η₁ 0.01); x₂ = −η₂/2 (g₁ + g₁).
    convex.observe(new double[] {0.1});
    double eta = 4 / (6 + 4.0 / 6 * 0.01);
    assertThat(convex.point()[0]).isCloseTo(-eta * 0.1, within(1e-15));
    OptimisticLeader strong =
        OptimisticLeader.stronglyConvex(Ball.ofRadius(1, 1), 2, new double[] {0.2});
    strong.observe(new double[] {0.1});
    assertThat(strong.point()[0]).isCloseTo(0.2 - 0.2 / 2, within(1e-15));
    strong.observe(new double[] {-0.3});
    // mean of 0.2 and 0.1, less (0.1 − 0.3 − 0.3)/(2·2).
    assertThat(strong.point()[0]).isCloseTo(0.15 + 0.5 / 4, within(1e-15));
  }

  @Test
  void theRegretIsBelowTheBound() {
    SplittableRandom random = new SplittableRandom(7);
    for (int run = 0; run < 100; run++) {
      int rounds = 200;
      double sigma = random.nextDouble();
      int period = 1 + random.nextInt(rounds);
      double[] theta = PortableRandom.normal(run, D);
      Vectors.add(theta, 0.8 / Math.sqrt(Vectors.dot(theta, theta)) - 1, theta.clone());
      double[][] noise = new double[rounds][];
      double largest = 0;
      for (int t = 0; t < rounds; t++) {
        noise[t] = PortableRandom.normal(1000L * run + t, D);
        double norm = sigma / Math.sqrt(D) * Math.sqrt(Vectors.dot(noise[t], noise[t]));
        largest = Math.max(largest, norm);
      }
      double g = 1.8 + largest;
      OptimisticMirrorDescent learner =
          new OptimisticMirrorDescent(Ball.ofRadius(D, 1), StepRule.convex(2, g, 1));
      double played = 0;
      double[] best = new double[D];
      double drift = 0;
      for (int t = 0; t < rounds; t++) {
        double sign = t / period % 2 == 0 ? 1 : -1;
        double[] x = learner.point();
        double[] gradient = x.clone();
        Vectors.add(gradient, -sign, theta);
        double[] mean = gradient.clone();
        Vectors.add(gradient, sigma / Math.sqrt(D), noise[t]);
        played += Vectors.dot(mean, mean) / 2;
        Vectors.add(best, sign / rounds, theta);
        drift += t > 0 && t % period == 0 ? 4 * 0.64 : 0;
        learner.observe(gradient);
      }
      double fixed = 0;
      for (int t = 0; t < rounds; t++) {
        double sign = t / period % 2 == 0 ? 1 : -1;
        double[] mean = best.clone();
        Vectors.add(mean, -sign, theta);
        fixed += Vectors.dot(mean, mean) / 2;
      }
      double bound =
          5 * Math.sqrt(10) * 4
              + 2.5 * Math.sqrt(5) * 2 * g
              + 5 * Math.sqrt(2) * 2 * Math.sqrt(rounds) * sigma
              + 5 * 2 * Math.sqrt(drift);
      assertThat(played - fixed).isLessThan(bound);
    }
  }

  @Test
  void badSettingsAreRefused() {
    Ball ball = Ball.ofRadius(2, 1);
    assertThatThrownBy(() -> StepRule.convex(0, 1, 1)).hasMessageContaining("diameter is 0.0");
    assertThatThrownBy(() -> StepRule.convex(1, -1, 1)).hasMessageContaining("gradientBound is -1");
    assertThatThrownBy(() -> StepRule.stronglyConvex(0)).hasMessageContaining("convexity is 0.0");
    assertThatThrownBy(() -> new OptimisticNewton(ball, 1, 0)).hasMessageContaining("beta is 0.0");
    assertThatThrownBy(() -> OnlineGradientDescent.decaying(ball, 0)).hasMessageContaining("0.0");
    assertThatThrownBy(() -> OptimisticEnsemble.Config.theoretical(0, 1, 1, 1))
        .hasMessageContaining("rounds is 0");
    assertThatThrownBy(
            () ->
                new OptimisticMirrorDescent(
                    ball, StepRule.fixed(1), new double[] {2, 0}, Double.POSITIVE_INFINITY))
        .hasMessageContaining("start's distance");
    assertThatThrownBy(() -> OnlineGradientDescent.adaptive(ball).average())
        .isInstanceOf(IllegalStateException.class);
  }
}
