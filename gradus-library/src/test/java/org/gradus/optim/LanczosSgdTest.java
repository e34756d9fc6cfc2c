package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.diagonalQuadratic;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.parameters;
import static org.gradus.Fixtures.quadratic;
import static org.gradus.Fixtures.sameBits;
import static org.gradus.Fixtures.values;
import static org.gradus.Fixtures.vector;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.NonFiniteException;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.curvature.Matrices;
import org.gradus.optim.LanczosSgd.Config;
import org.gradus.optim.LanczosSgd.Pair;
import org.junit.jupiter.api.Test;

class LanczosSgdTest {
  private static LanczosSgd optimizer(ParameterVector theta, Config config) {
    return new LanczosSgd(theta, config, RandomSource.seeded(3));
  }

  @Test
  void withAllPairsItIsTheDampedNewtonStepOfTheMagnitudes() {
    double[] spectrum = {-3, -0.5, 0.1, 2, 8};
    Tensor hessian = Matrices.withEigenvalues(spectrum);
    ParameterVector theta = parameters(values(normal(1, ScalarType.Double, 5)));
    Tensor start = theta.values().clone();
    double beta = 0.7;
    optimizer(theta, new Config(1, 5, beta, 0, 0)).step(quadratic(theta, hessian));
    Tensor q = Matrices.rotation(5);
    double[] inverse = new double[5];
    for (int i = 0; i < 5; i++) {
      inverse[i] = 1 / (Math.abs(spectrum[i]) + beta);
    }
    Tensor d = q.mv(torch.diag(vector(inverse)).mv(q.t().mv(hessian.mv(start))));
    assertThat(values(theta.values())).containsExactly(values(start.sub(d)), within(1e-10));
  }

  @Test
  void withoutPairsItIsGradientDescentByBeta() {
    ParameterVector theta = parameters(1, 2);
    theta.gradient().copy_(vector(3, -4));
    optimizer(theta, Config.of(50)).update();
    assertThat(values(theta.values())).containsExactly(new double[] {-0.5, 4}, within(1e-15));
  }

  @Test
  void injectedPairsShortenTheirDirectionsOnly() {
    ParameterVector theta = parameters(0, 0);
    LanczosSgd optimizer = optimizer(theta, new Config(1, 5, 2, 0.5, 0));
    optimizer.curvature(List.of(new Pair(-7.5, vector(0, 1))));
    theta.gradient().copy_(vector(4, 30));
    optimizer.update();
    assertThat(values(theta.values())).containsExactly(new double[] {-2, -3}, within(1e-14));
  }

  @Test
  void weightDecayIsInTheGradientNotInTheHessian() {
    ParameterVector theta = parameters(2);
    // f = 2 x²: g = 8 + 0.5 · 2, |h| = 4.
    optimizer(theta, new Config(1, 1, 1, 0, 0.5)).step(diagonalQuadratic(theta, 4));
    assertThat(values(theta.values())[0]).isCloseTo(2 - 9.0 / 5, within(1e-14));
  }

  @Test
  void aFailedMeasureLeavesTheParameters() {
    ParameterVector theta = parameters(2, 3);
    LanczosSgd optimizer = optimizer(theta, Config.of(1));
    Tensor before = theta.values().clone();
    assertThatThrownBy(
            () ->
                optimizer.measure(
                    () -> theta.parameters().get(0).sum().mul(Scalars.of(Double.NaN))))
        .isInstanceOf(NonFiniteException.class);
    assertThat(sameBits(theta.values(), before)).isTrue();
  }

  @Test
  void badInputIsNamed() {
    assertThatThrownBy(() -> new Config(1, 0, 1, 0, 0)).hasMessageContaining("steps is 0");
    assertThatThrownBy(() -> new Config(1, 5, 0, 0, 0)).hasMessageContaining("damping is 0.0");
    LanczosSgd optimizer = optimizer(parameters(1, 2), Config.of(1));
    assertThatThrownBy(() -> optimizer.curvature(List.of(new Pair(1, vector(1)))))
        .hasMessageContaining("Ritz vector");
  }
}
