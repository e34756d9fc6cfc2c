package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.diagonalQuadratic;
import static org.gradus.Fixtures.leaf;
import static org.gradus.Fixtures.matrix;
import static org.gradus.Fixtures.parameters;
import static org.gradus.Fixtures.quadratic;
import static org.gradus.Fixtures.replay;
import static org.gradus.Fixtures.values;
import static org.gradus.Fixtures.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Warnings;
import org.gradus.core.NamedTensor;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.junit.jupiter.api.Test;

class AdaHessianTest {
  /** β₁ = β₂ = 0, ε = 0: the step is g/D. */
  private static final AdaHessian.Config NEWTON =
      new AdaHessian.Config(1, 0, 0, 0, 0, 1, 1, 1, BlockRule.none(), false);

  private static AdaHessian of(ParameterVector theta, AdaHessian.Config config) {
    return new AdaHessian(theta, config, RandomSource.seeded(5));
  }

  private static double[] diagonal(AdaHessian optimizer) {
    State state = new State();
    optimizer.save(state);
    return values(state.tensor("D"));
  }

  private static AdaHessian.Config config(
      double rate, double epsilon, double decay, double power, int each) {
    return new AdaHessian.Config(
        rate, 0.9, 0.999, epsilon, decay, power, 1, each, BlockRule.none(), false);
  }

  @Test
  void oneStepLandsOnTheMinimumOfASeparableQuadratic() {
    ParameterVector theta = parameters(1, -2, 3);
    AdaHessian optimizer = of(theta, NEWTON);
    optimizer.step(diagonalQuadratic(theta, 4, 1, 0.25));
    assertThat(diagonal(optimizer)).containsExactly(4, 1, 0.25);
    assertThat(values(theta.values())).containsExactly(new double[] {0, 0, 0}, within(1e-15));
  }

  @Test
  void powerZeroIsMomentumAlsoWhereTheDiagonalIsZero() {
    double rate = 0.1;
    double epsilon = 0.01;
    ParameterVector theta = parameters(1, 2);
    AdaHessian optimizer = of(theta, config(rate, epsilon, 0, 0, 1));
    double[] x = {1, 2};
    double[] m = {0, 0};
    double[][] gradients = {{1, -3}, {0.5, 2}, {-2, 0.25}};
    for (int t = 1; t <= gradients.length; t++) {
      theta.gradient().copy_(vector(gradients[t - 1]));
      optimizer.hessianDiagonal(vector(0, t == 1 ? 0 : 7));
      optimizer.update();
      for (int i = 0; i < 2; i++) {
        m[i] = 0.9 * m[i] + 0.1 * gradients[t - 1][i];
        x[i] -= rate * m[i] / (1 - Math.pow(0.9, t)) / (1 + epsilon);
      }
      assertThat(values(theta.values())).containsExactly(x, within(1e-12));
    }
  }

  @Test
  void negativeCurvatureMovesAlongTheNegativeGradient() {
    ParameterVector theta = parameters(1);
    AdaHessian optimizer = of(theta, AdaHessian.Config.of(0.1));
    optimizer.step(diagonalQuadratic(theta, -2));
    assertThat(diagonal(optimizer)).containsExactly(2);
    assertThat(values(theta.values())[0]).isCloseTo(1 + 0.1 * 2 / (2 + 1e-4), within(1e-15));
  }

  @Test
  void weightDecayAloneShrinks() {
    ParameterVector theta = parameters(3, -4);
    AdaHessian optimizer = of(theta, config(0.1, 1e-4, 0.5, 1, 1));
    for (int t = 1; t <= 5; t++) {
      optimizer.update();
      assertThat(values(theta.values()))
          .containsExactly(
              new double[] {3 * Math.pow(0.95, t), -4 * Math.pow(0.95, t)}, within(1e-15));
    }
  }

  @Test
  void followsTheScalarLoopOnAQuadraticWithInjectedProbes() {
    double[][] a = {{3, 1, 0}, {1, 2, -1}, {0, -1, 4}};
    double[][] probes = {{1, -1, 1}, {-1, -1, 1}, {1, 1, 1}, {1, 1, -1}};
    ParameterVector theta = parameters(1, -2, 0.5);
    AdaHessian optimizer =
        new AdaHessian(
            theta,
            new AdaHessian.Config(0.15, 0.9, 0.99, 1e-4, 0.01, 0.5, 1, 1, BlockRule.none(), false),
            replay(vector(probes[0]), vector(probes[1]), vector(probes[2]), vector(probes[3])));
    Reference reference = new Reference(a, new double[] {1, -2, 0.5});
    for (int t = 1; t <= 12; t++) {
      optimizer.step(quadratic(theta, matrix(a)));
      reference.step(t, probes[(t - 1) % probes.length]);
      assertThat(values(theta.values())).containsExactly(reference.x, within(1e-12));
    }
  }

  /** The sheet's steps 1 to 4 in plain numbers: η = 0.15, β = (0.9, 0.99), λ = 0.01, k = ½. */
  private static final class Reference {
    private final double[][] a;
    private final double[] x;
    private final double[] m;
    private final double[] v;

    Reference(double[][] a, double[] x) {
      this.a = a;
      this.x = x;
      m = new double[x.length];
      v = new double[x.length];
    }

    void step(int t, double[] z) {
      double[] g = product(x);
      double[] hz = product(z);
      for (int i = 0; i < x.length; i++) {
        double d = Math.abs(z[i] * hz[i]);
        m[i] = 0.9 * m[i] + 0.1 * g[i];
        v[i] = 0.99 * v[i] + (1 - 0.99) * d * d;
        double mean = m[i] / (1 - Math.pow(0.9, t));
        double root = Math.pow(Math.sqrt(v[i] / (1 - Math.pow(0.99, t))), 0.5);
        x[i] -= 0.15 * (mean / (root + 1e-4) + 0.01 * x[i]);
      }
    }

    private double[] product(double[] y) {
      double[] result = new double[y.length];
      for (int i = 0; i < y.length; i++) {
        for (int j = 0; j < y.length; j++) {
          result[i] += a[i][j] * y[j];
        }
      }
      return result;
    }
  }

  @Test
  void delayedDiagonalIsRefreshedAtStepsOneFourAndSeven() {
    List<Integer> probedAt = new ArrayList<>();
    int[] step = {0};
    RandomSource counting = counting(() -> probedAt.add(step[0]));
    ParameterVector theta = parameters(1, 2);
    AdaHessian optimizer = new AdaHessian(theta, config(0.1, 1e-4, 0, 1, 3), counting);
    Objective quartic = () -> theta.parameters().get(0).pow(Scalars.of(4.0)).sum();
    double[] last = {};
    for (step[0] = 1; step[0] <= 8; step[0]++) {
      optimizer.step(quartic);
      double[] now = diagonal(optimizer);
      if (step[0] % 3 == 1) {
        assertThat(now).isNotEqualTo(last);
      } else {
        assertThat(now).containsExactly(last);
      }
      last = now;
    }
    assertThat(probedAt).containsExactly(1, 4, 7);
  }

  private static RandomSource counting(Runnable called) {
    RandomSource seeded = RandomSource.seeded(1);
    return new RandomSource() {
      @Override
      public Tensor uniform(long[] shape, TensorOptions options) {
        return seeded.uniform(shape, options);
      }

      @Override
      public Tensor normal(long[] shape, TensorOptions options) {
        return seeded.normal(shape, options);
      }

      @Override
      public Tensor signs(long[] shape, TensorOptions options) {
        called.run();
        return seeded.signs(shape, options);
      }

      @Override
      public void save(State state) {
        seeded.save(state);
      }

      @Override
      public void load(State state) {
        seeded.load(state);
      }
    };
  }

  @Test
  void severalProbesAreAveragedBeforeTheMagnitude() {
    // z = (1, 1) and (1, −1) give z ∘ Az = (2, 0) and (−2, −4), whose mean is (0, −2).
    ParameterVector theta = parameters(1, 1);
    Tensor a = matrix(new double[] {0, 2}, new double[] {2, -2});
    AdaHessian optimizer =
        new AdaHessian(
            theta,
            new AdaHessian.Config(1, 0, 0, 1, 0, 1, 2, 1, BlockRule.none(), false),
            replay(vector(1, 1), vector(1, -1)));
    optimizer.measure(quadratic(theta, a));
    assertThat(diagonal(optimizer)).containsExactly(0, 2);
  }

  @Test
  void probesOfTheSheetsExample() {
    ParameterVector theta = parameters(1, 1);
    AdaHessian optimizer = of(theta, NEWTON);
    optimizer.hessianDiagonal(vector(2, -4).add(vector(-2, 0)).div(Scalars.of(2.0)));
    assertThat(diagonal(optimizer)).containsExactly(0, 2);
  }

  @Test
  void signedAverageKeepsTheSigns() {
    Tensor weight = leaf(torch.zeros(new long[] {1, 2}, new TensorOptions(ScalarType.Double)));
    ParameterVector theta = ParameterVector.of(List.of(new NamedTensor("w", weight)));
    AdaHessian signed =
        of(theta, new AdaHessian.Config(1, 0, 0, 1, 0, 1, 1, 1, BlockRule.rows(), true));
    signed.hessianDiagonal(vector(3, -1));
    assertThat(diagonal(signed)).containsExactly(1, 1);
  }

  @Test
  void blocksAreChosenByParameterName() {
    TensorOptions options = new TensorOptions(ScalarType.Double);
    ParameterVector theta =
        ParameterVector.of(
            List.of(
                new NamedTensor("a", leaf(torch.ones(new long[] {1, 2}, options))),
                new NamedTensor("b", leaf(torch.ones(new long[] {1, 2}, options)))));
    AdaHessian optimizer =
        new AdaHessian(theta, NEWTON, RandomSource.seeded(1), Map.of("b", BlockRule.rows()));
    optimizer.hessianDiagonal(vector(1, 3, 1, 3));
    assertThat(diagonal(optimizer)).containsExactly(1, 3, 2, 2);
    assertThatThrownBy(
            () ->
                new AdaHessian(
                    theta, NEWTON, RandomSource.seeded(1), Map.of("c", BlockRule.rows())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'c'", "[a, b]");
  }

  @Test
  void linearParameterGetsZeroDiagonalAndOneWarning() {
    ParameterVector theta =
        ParameterVector.of(
            List.of(
                new NamedTensor("curved", leaf(vector(1))),
                new NamedTensor("flat", leaf(vector(1))),
                new NamedTensor("unused", leaf(vector(1)))));
    AdaHessian optimizer = of(theta, AdaHessian.Config.of(1e-5));
    Objective objective =
        () ->
            theta
                .parameters()
                .get(0)
                .square()
                .sum()
                .add(theta.parameters().get(1).sum().mul(Scalars.of(2.0)));
    try (Warnings warnings = Warnings.of(AdaHessian.class)) {
      optimizer.step(objective);
      optimizer.step(objective);
      assertThat(warnings.messages()).singleElement().asString().contains("'flat'");
    }
    assertThat(diagonal(optimizer)).containsExactly(2, 0, 0);
    // Two steps of learningRate · m̂/ε = 1e-5 · 2/1e-4; the unused one stays.
    assertThat(values(theta.values())[1]).isCloseTo(1 - 2 * 0.2, within(1e-12));
    assertThat(values(theta.values())[2]).isEqualTo(1);
  }

  @Test
  void nonFiniteProductNamesTheParameterAndHarmsNothing() {
    ParameterVector theta = parameters(1, 2);
    AdaHessian optimizer = of(theta, AdaHessian.Config.of(0.1));
    optimizer.step(diagonalQuadratic(theta, 1, 2));
    double[] x = values(theta.values());
    double[] before = diagonal(optimizer);
    assertThatThrownBy(() -> optimizer.hessianDiagonal(vector(1, Double.NaN)))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageContaining("'x'");
    Objective broken =
        () -> theta.parameters().get(0).sum().mul(Scalars.of(Double.POSITIVE_INFINITY));
    assertThatThrownBy(() -> optimizer.measure(broken)).isInstanceOf(NonFiniteException.class);
    assertThat(diagonal(optimizer)).containsExactly(before);
    assertThat(values(theta.values())).containsExactly(x);
    assertThat(optimizer.steps()).isEqualTo(1);
  }

  @Test
  void cutGraphSaysSo() {
    ParameterVector theta = parameters(1, 2);
    AdaHessian optimizer = of(theta, AdaHessian.Config.of(0.1));
    assertThatThrownBy(() -> optimizer.measure(() -> theta.parameters().get(0).detach().sum()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("graph was cut");
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() -> config(-1, 0, 0, 1, 1)).hasMessageContaining("learningRate is -1");
    assertThatThrownBy(() -> config(Double.NaN, 0, 0, 1, 1)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> config(1, -1e-4, 0, 1, 1)).hasMessageContaining("epsilon is");
    assertThatThrownBy(() -> config(1, 0, -1, 1, 1)).hasMessageContaining("weightDecay is");
    assertThatThrownBy(() -> config(1, 0, 0, 1.5, 1)).hasMessageContaining("hessianPower is 1.5");
    assertThatThrownBy(() -> config(1, 0, 0, 1, 0)).hasMessageContaining("updateEach is 0");
    assertThatThrownBy(() -> new AdaHessian.Config(1, 1, 0, 0, 0, 1, 1, 1, BlockRule.none(), false))
        .hasMessageContaining("beta1 is 1.0");
    assertThatThrownBy(() -> new AdaHessian.Config(1, 0, 0, 0, 0, 1, 0, 1, BlockRule.none(), false))
        .hasMessageContaining("probes is 0");
    assertThatThrownBy(() -> of(parameters(1, 2), NEWTON).hessianDiagonal(vector(1)))
        .hasMessageContainingAll("Hessian diagonal", "[1]", "[2]");
  }
}
