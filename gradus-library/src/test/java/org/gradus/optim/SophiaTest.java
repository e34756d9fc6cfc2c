package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.copy;
import static org.gradus.Fixtures.diagonalQuadratic;
import static org.gradus.Fixtures.matrix;
import static org.gradus.Fixtures.parameters;
import static org.gradus.Fixtures.quadratic;
import static org.gradus.Fixtures.values;
import static org.gradus.Fixtures.vector;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.Warnings;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.curvature.DiagonalEstimator;
import org.gradus.curvature.GaussNewtonBartlett;
import org.gradus.curvature.Hutchinson;
import org.junit.jupiter.api.Test;

class SophiaTest {
  private static Sophia.Config config(
      double learningRate, double beta, double gamma, double decay, int interval) {
    return new Sophia.Config(
        learningRate, beta, beta, gamma, 1e-12, decay, interval, 1, Sophia.Order.PAPER);
  }

  /** An estimator that gives a fixed answer and notes when it was asked. */
  private static final class Fixed implements DiagonalEstimator {
    private final Tensor answer;
    private final List<Long> askedAt = new ArrayList<>();
    private Sophia asker;

    Fixed(Tensor answer) {
      this.answer = answer;
    }

    @Override
    public Estimate estimate(Objective objective, ParameterVector theta) {
      if (asker != null) {
        askedAt.add(asker.steps());
      }
      return new Estimate(answer.clone(), 1);
    }

    @Override
    public Class<? extends Objective> requires() {
      return Objective.class;
    }

    @Override
    public void save(State state) {}

    @Override
    public void load(State state) {}
  }

  private static Sophia sophia(ParameterVector theta, Sophia.Config config) {
    return new Sophia(theta, config, new Fixed(theta.newVector()));
  }

  @Test
  void withoutCurvatureEveryCoordinateMovesByTheLearningRate() {
    ParameterVector theta = parameters(1, 1, 1);
    Sophia sophia = sophia(theta, config(0.1, 0, 0.05, 0, 10));
    theta.gradient().copy_(vector(0.02, -0.5, 0));
    sophia.update();
    assertThat(values(theta.values())).containsExactly(new double[] {0.9, 1.1, 1}, within(1e-16));
  }

  @Test
  void largeCurvatureGivesTheUnclippedStep() {
    ParameterVector theta = parameters(1, 1);
    Sophia sophia = sophia(theta, config(0.1, 0.5, 2, 0, 10));
    theta.gradient().copy_(vector(0.4, -0.2));
    sophia.updateHessian(vector(20, 40), 1);
    sophia.update();
    // m = g/2, h = ĥ/2: 0.1 m/(2 h)
    assertThat(values(theta.values()))
        .containsExactly(new double[] {1 - 0.1 * 0.2 / 20, 1 + 0.1 * 0.1 / 40}, within(1e-16));
    assertThat(sophia.unclippedFraction()).isEqualTo(1);
    assertThat(sophia.preconditionerNorm())
        .containsExactly(new double[] {30, Math.sqrt(500)}, within(1e-12));
  }

  @Test
  void isNewtonOnASeparableQuadratic() {
    ParameterVector theta = parameters(0.5, -0.25, 1);
    Tensor a = vector(4, 1, 0.25);
    Sophia sophia = new Sophia(theta, config(1, 0, 1, 0, 1), new Fixed(a));
    sophia.step(diagonalQuadratic(theta, values(a)));
    assertThat(values(theta.values())).containsExactly(new double[] {0, 0, 0}, within(1e-15));
  }

  @Test
  void noCoordinateMovesByMoreThanTheLearningRate() {
    ParameterVector theta = parameters(3, -2, 0.1, 1e-3);
    double rate = 0.01;
    double decay = 0.2;
    Hutchinson hutchinson = new Hutchinson(RandomSource.seeded(3), Hutchinson.Probe.GAUSSIAN, 1);
    Sophia sophia = new Sophia(theta, config(rate, 0.9, 0.01, decay, 2), hutchinson);
    Tensor a =
        matrix(
            new double[] {2, 1, 0, 0},
            new double[] {1, -3, 1, 0},
            new double[] {0, 1, 1e-3, 5},
            new double[] {0, 0, 5, 100});
    for (int t = 0; t < 50; t++) {
      double[] before = values(theta.values());
      sophia.step(quadratic(theta, a));
      double[] after = values(theta.values());
      for (int i = 0; i < before.length; i++) {
        double slack = 4 * Math.ulp(Math.max(Math.abs(before[i]), rate));
        assertThat(Math.abs(after[i] - (1 - rate * decay) * before[i]))
            .isLessThanOrEqualTo(rate + slack);
      }
    }
  }

  @Test
  void negativeCurvatureGivesASignStepDownhill() {
    ParameterVector theta = parameters(1, 1);
    Sophia sophia = sophia(theta, config(0.1, 0, 0.5, 0, 1));
    theta.gradient().copy_(vector(-2, 0.001));
    sophia.updateHessian(vector(-2, -1000), 1);
    sophia.update();
    assertThat(values(theta.values())).containsExactly(new double[] {1.1, 0.9}, within(1e-15));
    assertThat(sophia.unclippedFraction()).isZero();
  }

  @Test
  void nothingDividedByNothingIsNoStep() {
    for (Sophia.Order order : Sophia.Order.values()) {
      ParameterVector theta = parameters(1, 1);
      Sophia sophia = sophia(theta, new Sophia.Config(0.1, 0, 0, 0.5, 0, 0, 1, 1, order));
      theta.gradient().copy_(vector(0, 1));
      sophia.update();
      assertThat(values(theta.values())).containsExactly(new double[] {1, 0.9}, within(1e-15));
    }
  }

  @Test
  void estimatesAtStepsOneElevenAndTwentyOne() {
    assertThat(askedBefore(10, Sophia.Order.PAPER, 25)).containsExactly(0L, 10L, 20L);
    assertThat(askedBefore(1, Sophia.Order.PAPER, 3)).containsExactly(0L, 1L, 2L);
  }

  @Test
  void officialOrderEstimatesAfterStepsTenAndTwenty() {
    assertThat(askedBefore(10, Sophia.Order.OFFICIAL_CODE, 25)).containsExactly(10L, 20L);
  }

  /** The numbers of steps made when an estimate was asked for. */
  private static List<Long> askedBefore(int interval, Sophia.Order order, int steps) {
    ParameterVector theta = parameters(1);
    Fixed estimator = new Fixed(vector(1));
    Sophia sophia =
        new Sophia(
            theta, new Sophia.Config(0.1, 0.9, 0.9, 1, 1e-12, 0, interval, 1, order), estimator);
    estimator.asker = sophia;
    for (int t = 0; t < steps; t++) {
      sophia.step(diagonalQuadratic(theta, 1));
    }
    return estimator.askedAt;
  }

  @Test
  void officialOrderKeepsTheFactorOutOfTheState() {
    ParameterVector theta = parameters(1);
    Sophia sophia =
        sophia(
            theta, new Sophia.Config(0.1, 0.5, 0.5, 0.1, 0, 0, 10, 1, Sophia.Order.OFFICIAL_CODE));
    theta.gradient().copy_(vector(0.4));
    sophia.updateHessian(vector(80), 20);
    sophia.update();
    // h = 0.5 · 80/20 = 2, m = 0.2, step = 0.2 / (0.1 · 20 · 2 + 1e-15)
    assertThat(sophia.preconditionerNorm()[0]).isEqualTo(2);
    assertThat(values(theta.values())[0]).isCloseTo(1 - 0.1 * 0.05, within(1e-15));
  }

  /** L = 8(x−1)²(1.3x²+2x+1) + (y−4)²/2, the paper's motivating example. */
  private static Objective landscape(ParameterVector theta) {
    return () -> {
      Tensor x = theta.parameters().get(0).select(0, 0);
      Tensor y = theta.parameters().get(0).select(0, 1);
      Tensor bowl = x.square().mul(Scalars.of(1.3)).add(x, Scalars.of(2.0)).add(Scalars.of(1.0));
      Tensor rough = x.sub(Scalars.of(1.0)).square().mul(bowl).mul(Scalars.of(8.0));
      return rough.add(y.sub(Scalars.of(4.0)).square(), Scalars.of(0.5));
    };
  }

  @Test
  void reachesTheMinimumOfThePapersExampleAtIterateEleven() {
    ParameterVector theta = parameters(0.2, 0);
    Hutchinson exact = new Hutchinson(RandomSource.seeded(1), Hutchinson.Probe.RADEMACHER, 1);
    Sophia sophia = new Sophia(theta, config(0.5, 0, 1, 0, 1), exact);
    int first = 0;
    for (int t = 1; t <= 20 && first == 0; t++) {
      sophia.step(landscape(theta));
      double[] at = values(theta.values());
      first = Math.abs(at[0] - 1) < 0.05 && Math.abs(at[1] - 4) < 0.05 ? t : 0;
    }
    assertThat(first).isEqualTo(11);
  }

  @Test
  void newtonGoesToTheLocalMaximumOfThePapersExample() {
    ParameterVector theta = parameters(0.2, 0);
    Objective objective = landscape(theta);
    for (int t = 0; t < 20; t++) {
      Tensor diagonal = objective.hessianVectorProduct(theta, vector(1, 1));
      theta.values().sub_(theta.gradient().div(diagonal));
    }
    assertThat(values(theta.values())).containsExactly(new double[] {0, 4}, within(1e-9));
  }

  @Test
  void eigenbasisStepIsNewtonWithoutClipping() {
    Tensor hessian = matrix(new double[] {3, 1}, new double[] {1, 2});
    Tensor gradient = vector(5, -4);
    Tensor step = Sophia.clippedNewtonStep(hessian, gradient, 1, 1e9);
    // −H⁻¹ g with H⁻¹ = (2 −1; −1 3)/5
    assertThat(values(step)).containsExactly(new double[] {-14.0 / 5, 17.0 / 5}, within(1e-10));
  }

  @Test
  void eigenbasisStepTurnsWithTheCoordinates() {
    double c = Math.cos(0.7);
    double s = Math.sin(0.7);
    Tensor turn = matrix(new double[] {c, -s}, new double[] {s, c});
    Tensor hessian = matrix(new double[] {30, 1}, new double[] {1, 0.2});
    Tensor gradient = vector(5, -4);
    Tensor step = Sophia.clippedNewtonStep(hessian, gradient, 0.5, 0.3);
    Tensor turned =
        Sophia.clippedNewtonStep(
            turn.matmul(hessian).matmul(turn.t()), turn.mv(gradient), 0.5, 0.3);
    assertThat(values(turned)).containsExactly(values(turn.mv(step)), within(1e-10));
  }

  @Test
  void injectionOrderDoesNotMatter() {
    ParameterVector first = parameters(1, 2);
    Sophia gradientFirst = sophia(first, config(0.1, 0.9, 0.5, 0, 10));
    first.gradient().copy_(vector(0.3, -0.2));
    gradientFirst.updateHessian(vector(9, 9), 1);
    gradientFirst.update();
    ParameterVector second = parameters(1, 2);
    Sophia hessianFirst = sophia(second, config(0.1, 0.9, 0.5, 0, 10));
    hessianFirst.updateHessian(vector(7, 7), 1);
    hessianFirst.updateHessian(vector(9, 9), 1);
    second.gradient().copy_(vector(0.3, -0.2));
    hessianFirst.update();
    assertThat(values(second.values())).containsExactly(values(first.values()));
  }

  @Test
  void nonFiniteEstimateIsSkippedWithOneWarning() {
    ParameterVector theta = parameters(1, 2);
    Sophia sophia = sophia(theta, config(0.1, 0, 0.5, 0, 10));
    try (Warnings warnings = Warnings.of(Sophia.class)) {
      sophia.updateHessian(vector(1, Double.NaN), 1);
      sophia.updateHessian(vector(Double.POSITIVE_INFINITY, 1), 1);
      theta.gradient().copy_(vector(1, 1));
      sophia.update();
      assertThat(warnings.messages()).singleElement().asString().contains("'x'", "step 1");
    }
    assertThat(sophia.preconditionerNorm()[0]).isZero();
  }

  @Test
  void failedMeasureLeavesParametersAndStateUnharmed() {
    ParameterVector theta = parameters(1, 2);
    Sophia sophia = sophia(theta, config(0.1, 0.9, 0.5, 0.1, 1));
    theta.gradient().copy_(vector(1, 1));
    sophia.updateHessian(vector(3, 3), 1);
    sophia.update();
    Tensor before = copy(theta.values());
    State saved = new State();
    sophia.save(saved);
    Objective broken = () -> theta.parameters().get(0).sum().mul(Scalars.of(Double.NaN));
    assertThatThrownBy(() -> sophia.measure(broken)).isInstanceOf(NonFiniteException.class);
    State now = new State();
    sophia.save(now);
    assertThat(theta.values().equal(before)).isTrue();
    assertThat(now.tensor("m").equal(saved.tensor("m"))).isTrue();
    assertThat(now.tensor("h").equal(saved.tensor("h"))).isTrue();
    assertThat(sophia.steps()).isEqualTo(1);
  }

  @Test
  void settingsAreChecked() {
    Sophia.Config good = Sophia.Config.gaussNewtonBartlett(1e-3);
    assertThatCode(() -> Sophia.Config.hutchinson(1e-3)).doesNotThrowAnyException();
    assertThat(good.gamma()).isEqualTo(0.05);
    assertThatThrownBy(() -> config(-1, 0.9, 1, 0, 1)).hasMessageContaining("learningRate is -1");
    assertThatThrownBy(() -> config(1, 1, 1, 0, 1)).hasMessageContaining("beta1 is 1.0");
    assertThatThrownBy(() -> config(1, 0.9, -0.1, 0, 1)).hasMessageContaining("gamma is -0.1");
    assertThatThrownBy(() -> config(1, 0.9, 1, -1, 1)).hasMessageContaining("weightDecay is -1");
    assertThatThrownBy(() -> config(1, 0.9, 1, 0, 0)).hasMessageContaining("interval is 0");
    assertThatThrownBy(() -> new Sophia.Config(1, 0, 0, 1, 0, 0, 1, 0, Sophia.Order.PAPER))
        .hasMessageContaining("batchFraction is 0.0");
    assertThatThrownBy(() -> Sophia.clippedNewtonStep(torch.eye(2), torch.ones(2), 1, 0))
        .hasMessageContaining("rho is 0.0");
  }

  @Test
  void estimatesOfTheWrongShapeAreRefused() {
    Sophia sophia = sophia(parameters(1, 2), config(0.1, 0.9, 1, 0, 1));
    assertThatThrownBy(() -> sophia.updateHessian(vector(1, 2, 3), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("Hessian estimate", "[3]", "[2]");
    assertThatThrownBy(() -> sophia.updateHessian(vector(1, 2), 0))
        .hasMessageContaining("predictions is 0");
  }

  @Test
  void labelsCannotBeDrawnFromAPlainObjective() {
    ParameterVector theta = parameters(1);
    Sophia sophia =
        new Sophia(
            theta,
            Sophia.Config.gaussNewtonBartlett(0.1),
            new GaussNewtonBartlett(RandomSource.seeded(1)));
    Sophia whole =
        new Sophia(
            theta, config(0.1, 0.9, 1, 0, 1), new GaussNewtonBartlett(RandomSource.seeded(1)));
    assertThatThrownBy(() -> sophia.measure(diagonalQuadratic(theta, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fraction of the mini-batch is 0.5");
    assertThatThrownBy(() -> whole.measure(diagonalQuadratic(theta, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PredictiveObjective");
  }
}
