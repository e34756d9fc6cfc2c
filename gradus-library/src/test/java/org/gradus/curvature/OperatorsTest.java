package org.gradus.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.classes;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.parameters;
import static org.gradus.Fixtures.quadratic;
import static org.gradus.Fixtures.sameBits;
import static org.gradus.Fixtures.values;
import static org.gradus.Fixtures.vector;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Fixtures;
import org.gradus.Fixtures.Mlp;
import org.gradus.core.Likelihood;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.PredictiveObjective;
import org.gradus.core.Scalars;
import org.gradus.train.Network;
import org.junit.jupiter.api.Test;

class OperatorsTest {
  private final Mlp net = new Mlp(1, ScalarType.Double);
  private final ParameterVector theta = Fixtures.parametersOf(Network.of(net, net::forward));
  private final Tensor inputs = normal(2, ScalarType.Double, 6, 5);
  private final Tensor targets = classes(0, 1, 2, 1, 0, 2);

  private PredictiveObjective rows(long from, long count) {
    return Fixtures.predictive(
        Likelihood.CATEGORICAL,
        () -> net.forward(inputs.narrow(0, from, count)),
        targets.narrow(0, from, count));
  }

  private Tensor direction(long seed) {
    return normal(seed, ScalarType.Double, theta.size());
  }

  @Test
  void hessianProductsAreSymmetricAndDifferencesOfGradients() {
    Tensor u = direction(4);
    Tensor v = direction(5);
    Objective objective = rows(0, 6);
    try (HessianOperator hessian = HessianOperator.of(theta, objective)) {
      Tensor image = hessian.times(v);
      double left = u.dot(image).item_double();
      double right = v.dot(hessian.times(u)).item_double();
      assertThat(left).isCloseTo(right, within(1e-10 * Math.abs(left)));
      double step = 1e-5;
      Tensor start = theta.values().clone();
      theta.values().add_(v, Scalars.of(step));
      objective.gradient(theta);
      Tensor ahead = theta.gradient().clone();
      theta.values().copy_(start).add_(v, Scalars.of(-step));
      objective.gradient(theta);
      Tensor slope = ahead.sub(theta.gradient()).div(Scalars.of(2 * step));
      assertThat(values(image)).containsExactly(values(slope), within(1e-5));
    }
  }

  @Test
  void theHessianOfAQuadraticIsExact() {
    ParameterVector x = parameters(1, -2);
    Tensor a = Matrices.two(3, 1, -2);
    try (HessianOperator hessian = HessianOperator.of(x, quadratic(x, a))) {
      assertThat(values(hessian.times(vector(1, 10)))).containsExactly(13, -19);
    }
  }

  @Test
  void batchesAreWeightedByTheirSizes() {
    Tensor v = direction(6);
    List<PredictiveObjective> parts = List.of(rows(0, 4), rows(4, 2));
    try (HessianOperator whole = HessianOperator.of(theta, rows(0, 6));
        HessianOperator split = HessianOperator.of(theta, parts, 4, 2)) {
      assertThat(values(split.times(v))).containsExactly(values(whole.times(v)), within(1e-13));
    }
    assertThat(values(GaussNewtonOperator.of(theta, parts, 4, 2).times(v)))
        .containsExactly(values(GaussNewtonOperator.of(theta, rows(0, 6)).times(v)), within(1e-13));
  }

  @Test
  void theGaussNewtonMatrixIsPositiveSemidefinite() {
    RitzValues ritz = Lanczos.run(GaussNewtonOperator.of(theta, rows(0, 6)), 30, direction(7));
    assertThat(ritz.smallest()).isGreaterThan(-1e-12);
    assertThat(ritz.largest()).isGreaterThan(0.1);
  }

  @Test
  void measuringDoesNotMoveTheParameters() {
    Tensor before = theta.values().clone();
    try (HessianOperator hessian = HessianOperator.of(theta, rows(0, 6))) {
      Lanczos.run(hessian, 5, direction(8));
    }
    SamSharpness sharpness = SamSharpness.measure(rows(0, 6), theta, SamSharpness.DEFAULT_RHO);
    assertThat(sharpness.sharpness()).isPositive();
    assertThat(sameBits(theta.values(), before)).isTrue();
  }

  @Test
  void samSharpnessOfAQuadraticIsItsRise() {
    // f = x², g = 2: one step of ρ up from 1 gives (1 + ρ)².
    ParameterVector x = parameters(1);
    SamSharpness found = SamSharpness.measure(quadratic(x, vector(2).view(1, 1)), x, 0.1);
    assertThat(found.loss()).isEqualTo(1);
    assertThat(found.sharpness()).isCloseTo(0.21, within(1e-12));
  }

  @Test
  void sizesMustFitTheBatches() {
    assertThatThrownBy(() -> HessianOperator.of(theta, List.of(rows(0, 6)), 3, 4))
        .hasMessage("number of batch sizes is 2; it must be that of batches, 1");
    assertThatThrownBy(() -> HessianOperator.of(theta, List.of(rows(0, 6)), 0))
        .hasMessageContaining("batch size is 0");
    assertThatThrownBy(() -> HessianOperator.of(theta, rows(0, 6)).times(vector(1)))
        .hasMessageContaining("[1]");
  }
}
