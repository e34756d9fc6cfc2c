package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.classes;
import static org.gradus.Fixtures.copy;
import static org.gradus.Fixtures.matrix;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.parameters;
import static org.gradus.Fixtures.predictive;
import static org.gradus.Fixtures.quadratic;
import static org.gradus.Fixtures.slope;
import static org.gradus.Fixtures.values;
import static org.gradus.Fixtures.vector;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Fixtures.Mlp;
import org.gradus.train.Network;
import org.junit.jupiter.api.Test;

class AutodiffTest {
  private final Mlp net = new Mlp(3, ScalarType.Double);
  private final ParameterVector theta =
      ParameterVector.of(Network.of(net, net::forward).parameters());
  private final Tensor inputs = normal(4, ScalarType.Double, 6, 5);
  private final PredictiveObjective classification =
      predictive(Likelihood.CATEGORICAL, () -> net.forward(inputs), classes(0, 1, 2, 2, 1, 0));
  private final PredictiveObjective regression =
      predictive(
          Likelihood.GAUSSIAN, () -> net.forward(inputs), normal(5, ScalarType.Double, 6, 3));

  /** Evaluates at θ + s·direction and puts θ back. */
  private double along(Tensor direction, double s, java.util.function.DoubleSupplier f) {
    Tensor saved = copy(theta.values());
    theta.values().add_(direction, Scalars.of(s));
    try {
      return f.getAsDouble();
    } finally {
      theta.values().copy_(saved);
    }
  }

  @Test
  void gradientAgreesWithFiniteDifferences() {
    for (PredictiveObjective objective : new PredictiveObjective[] {classification, regression}) {
      Evaluation evaluation = objective.gradient(theta);
      Tensor gradient = copy(theta.gradient());
      assertThat(evaluation.loss()).isEqualTo(objective.loss().item_double());
      assertThat(evaluation.gradientNorm()).isEqualTo(gradient.norm().item_double());
      for (int k = 0; k < 5; k++) {
        Tensor v = normal(10 + k, ScalarType.Double, theta.size());
        double expected = slope(s -> along(v, s, () -> objective.loss().item_double()), 1e-5);
        assertThat(gradient.dot(v).item_double()).isCloseTo(expected, within(1e-8));
      }
    }
  }

  @Test
  void hessianProductAgreesWithFiniteDifferences() {
    Tensor v = normal(10, ScalarType.Double, theta.size());
    Tensor w = normal(11, ScalarType.Double, theta.size());
    for (PredictiveObjective objective : new PredictiveObjective[] {classification, regression}) {
      Tensor product = objective.hessianVectorProduct(theta, v);
      double expected =
          slope(
              s ->
                  along(
                      v,
                      s,
                      () -> {
                        objective.gradient(theta);
                        return theta.gradient().dot(w).item_double();
                      }),
              1e-5);
      assertThat(product.dot(w).item_double()).isCloseTo(expected, within(1e-7));
    }
  }

  @Test
  void hessianProductOfAQuadraticIsTheMatrixProduct() {
    ParameterVector x = parameters(1, -2, 0.5);
    Tensor a = matrix(new double[] {3, 1, 0}, new double[] {1, 2, -1}, new double[] {0, -1, 4});
    Tensor v = vector(0.3, -0.7, 1.1);
    assertThat(values(quadratic(x, a).hessianVectorProduct(x, v)))
        .containsExactly(values(a.mv(v)), within(1e-12));
  }

  @Test
  void severalProductsShareOneGraph() {
    Tensor v = normal(10, ScalarType.Double, theta.size());
    try (Differentiation derivatives = classification.differentiate(theta)) {
      assertThat(derivatives.evaluation().loss()).isEqualTo(classification.loss().item_double());
      Tensor once = derivatives.hessianVectorProduct(v);
      Tensor twice = derivatives.hessianVectorProduct(v.mul(Scalars.of(2.0)));
      assertThat(values(twice)).containsExactly(values(once.mul(Scalars.of(2.0))), within(1e-14));
    }
  }

  @Test
  void productOutlivesTheGraphButNotTheCallersScope() {
    Tensor v = normal(10, ScalarType.Double, theta.size());
    Tensor product;
    try (PointerScope scope = new PointerScope()) {
      product = classification.hessianVectorProduct(theta, v);
      assertThat(product.norm().item_double()).isPositive();
    }
    assertThat(product.isNull()).isTrue();
  }

  @Test
  void differentiationLeavesNoScopeOpen() {
    try (PointerScope scope = new PointerScope();
        Differentiation derivatives = classification.differentiate(theta)) {
      assertThat(derivatives.evaluation().gradientNorm()).isPositive();
      assertThat(PointerScope.getInnerScope()).isSameAs(scope);
    }
  }

  @Test
  void gaussNewtonProductIsTheDenseOne() {
    Tensor v = normal(10, ScalarType.Double, theta.size());
    assertThat(values(Autodiff.gaussNewtonVectorProduct(regression, theta, v)))
        .containsExactly(values(denseGaussNewton(regression, torch.eye(3)).mv(v)), within(1e-12));
    Tensor product = Autodiff.gaussNewtonVectorProduct(classification, theta, v);
    assertThat(values(product))
        .containsExactly(values(denseGaussNewton(classification, null).mv(v)), within(1e-12));
  }

  /** Σᵢ Jᵢᵀ Hᵢ Jᵢ / n with H the identity, or diag(p) − p pᵀ for null. */
  private Tensor denseGaussNewton(PredictiveObjective objective, Tensor identity) {
    Tensor sum = torch.zeros(new long[] {theta.size(), theta.size()}, theta.values().options());
    for (int i = 0; i < 6; i++) {
      Tensor jacobian = torch.zeros(new long[] {3, theta.size()}, theta.values().options());
      for (int c = 0; c < 3; c++) {
        int row = i;
        int column = c;
        Objective output = () -> objective.outputs().select(0, row).select(0, column);
        output.gradient(theta);
        jacobian.select(0, c).copy_(theta.gradient());
      }
      Tensor p = objective.outputs().detach().select(0, i).softmax(0);
      Tensor h = identity == null ? p.diag().sub(p.outer(p)) : identity.to(ScalarType.Double);
      sum.add_(jacobian.t().matmul(h).matmul(jacobian));
    }
    return sum.div_(Scalars.of(6.0));
  }

  @Test
  void gaussNewtonOfALossLinearInTheOutputsIsZero() {
    PredictiveObjective linear =
        new PredictiveObjective() {
          @Override
          public Tensor outputs() {
            return net.forward(inputs);
          }

          @Override
          public Tensor targets() {
            return classes(0);
          }

          @Override
          public Likelihood likelihood() {
            return Likelihood.GAUSSIAN;
          }

          @Override
          public Tensor loss(Tensor outputs) {
            return outputs.sum();
          }
        };
    Tensor v = normal(10, ScalarType.Double, theta.size());
    assertThat(values(Autodiff.gaussNewtonVectorProduct(linear, theta, v))).containsOnly(0);
  }

  @Test
  void lossLinearInAParameterHasNoCurvatureThere() {
    ParameterVector x = parameters(1, 2);
    Objective linear = () -> x.parameters().get(0).dot(vector(3, -1));
    assertThat(values(linear.hessianVectorProduct(x, vector(1, 1)))).containsExactly(0, 0);
    assertThat(values(x.gradient())).containsExactly(3, -1);
  }

  @Test
  void cutGraphIsAnError() {
    Objective detached = () -> net.forward(inputs).detach().sum();
    Objective unrecorded =
        () -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            return net.forward(inputs).sum();
          }
        };
    for (Objective cut : new Objective[] {detached, unrecorded}) {
      assertThatThrownBy(() -> cut.gradient(theta))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("loss", "graph was cut");
      assertThatThrownBy(() -> cut.differentiate(theta))
          .isInstanceOf(IllegalArgumentException.class);
    }
    PredictiveObjective outputs =
        predictive(Likelihood.GAUSSIAN, () -> net.forward(inputs).detach(), torch.zeros(6, 3));
    assertThatThrownBy(() -> Autodiff.gaussNewtonVectorProduct(outputs, theta, theta.newVector()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("model's output depends on no parameter");
  }

  @Test
  void lossMustBeAScalar() {
    assertThatThrownBy(() -> ((Objective) () -> net.forward(inputs)).gradient(theta))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("loss is", "[6, 3]", "scalar");
  }

  @Test
  void nonFiniteValuesAreErrorsThatMoveNothing() {
    Tensor before = copy(theta.values());
    Objective nan = () -> net.forward(inputs).sum().mul(Scalars.of(Double.NaN));
    assertThatThrownBy(() -> nan.gradient(theta))
        .isInstanceOf(NonFiniteException.class)
        .hasMessage("the loss is NaN");
    // √0 has an infinite slope.
    Objective steep = () -> net.forward(inputs).sum().mul(Scalars.of(0.0)).sqrt();
    assertThatThrownBy(() -> steep.gradient(theta))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageContaining("'first.weight'");
    assertThatThrownBy(() -> steep.differentiate(theta)).isInstanceOf(NonFiniteException.class);
    assertThat(theta.values().equal(before)).isTrue();
  }
}
