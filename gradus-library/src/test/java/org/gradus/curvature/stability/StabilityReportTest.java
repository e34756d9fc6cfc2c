package org.gradus.curvature.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.classes;
import static org.gradus.Fixtures.matrix;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.values;
import static org.gradus.Fixtures.vector;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Fixtures;
import org.gradus.Fixtures.Mlp;
import org.gradus.core.Likelihood;
import org.gradus.core.Monitor;
import org.gradus.core.NamedTensor;
import org.gradus.core.ParameterVector;
import org.gradus.core.PredictiveObjective;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.curvature.Estimate;
import org.gradus.curvature.GaussNewtonOperator;
import org.gradus.curvature.HessianOperator;
import org.gradus.curvature.Matrices;
import org.gradus.curvature.stability.StabilityReport.Verdict;
import org.gradus.train.Network;
import org.junit.jupiter.api.Test;

class StabilityReportTest {
  private final Mlp net = new Mlp(1, ScalarType.Double);
  private final ParameterVector theta = Fixtures.parametersOf(Network.of(net, net::forward));
  private final Tensor inputs = normal(2, ScalarType.Double, 6, 5);

  private PredictiveObjective fit(Tensor targets) {
    return Fixtures.predictive(Likelihood.GAUSSIAN, () -> net.forward(inputs), targets);
  }

  /** Targets that the model meets exactly. */
  private Tensor met() {
    return net.forward(inputs).detach();
  }

  private GaussNewtonSharpness exact(PredictiveObjective objective) {
    return GaussNewtonSharpness.exact(OutputJacobian.of(objective, theta), 6);
  }

  @Test
  void atZeroResidualTheMatrixIsTheHessian() {
    Tensor jacobian = OutputJacobian.of(fit(met()), theta);
    Tensor gaussNewton = jacobian.t().mm(jacobian).div(Scalars.of(6.0));
    Tensor v = normal(9, ScalarType.Double, theta.size());
    try (HessianOperator hessian = HessianOperator.of(theta, fit(met()))) {
      assertThat(values(gaussNewton.mv(v)))
          .containsExactly(values(hessian.times(v)), within(1e-10));
    }
    assertThat(values(gaussNewton.mv(v)))
        .containsExactly(
            values(GaussNewtonOperator.of(theta, fit(met().add(Scalars.of(3.0)))).times(v)),
            within(1e-10));
  }

  @Test
  void theTraceIsThatOfSamplesOfTheDenseMatrixAndOfProbes() {
    Tensor jacobian = OutputJacobian.of(fit(met()), theta);
    GaussNewtonSharpness sharpness = GaussNewtonSharpness.exact(jacobian, 6);
    double samples = jacobian.square().sum().item_double() / 6;
    double dense = jacobian.t().mm(jacobian).trace().item_double() / 6;
    assertThat(sharpness.trace().value()).isCloseTo(samples, within(1e-10));
    assertThat(sharpness.trace().value()).isCloseTo(dense, within(1e-10));
    GaussNewtonSharpness probed =
        GaussNewtonSharpness.estimate(
            GaussNewtonOperator.of(theta, fit(met())), 60, RandomSource.seeded(4), Monitor.SILENT);
    requireWithin(probed.trace(), samples);
    requireWithin(probed.frobenius(), sharpness.frobenius().value());
    assertThat(probed.largest().value())
        .isCloseTo(sharpness.largest().value(), within(2e-4 * sharpness.largest().value()));
  }

  private static void requireWithin(Estimate estimate, double exact) {
    assertThat(estimate.value()).isCloseTo(exact, within(4 * estimate.standardError()));
  }

  @Test
  void theThreeNormsAreOrderedAndDataMayBeDoubled() {
    Tensor rows = OutputJacobian.of(fit(met()), theta);
    GaussNewtonSharpness once = GaussNewtonSharpness.exact(rows, 6);
    assertThat(once.largest().value()).isLessThan(once.frobenius().value());
    assertThat(once.frobenius().value()).isLessThan(once.trace().value());
    Tensor doubled = torch.cat(new TensorVector(rows, rows), 0);
    GaussNewtonSharpness twice = GaussNewtonSharpness.exact(doubled, 12);
    assertThat(twice.trace().value()).isCloseTo(once.trace().value(), within(1e-10));
    assertThat(twice.largest().value()).isCloseTo(once.largest().value(), within(1e-10));
  }

  @Test
  void theLimitsAreTwoOverTheLearningRate() {
    double largest = exact(fit(met())).largest().value();
    double trace = exact(fit(met())).trace().value();
    StabilityReport inside = report(fit(met()), 1.99 / trace, 1);
    assertThat(inside.stochastic()).isEqualTo(Verdict.WITHIN);
    assertThat(inside.gradientDescent()).isEqualTo(Verdict.WITHIN);
    assertThat(inside.loss()).isZero();
    StabilityReport between = report(fit(met()), 2.01 / trace, 1);
    assertThat(between.stochastic()).isEqualTo(Verdict.BEYOND);
    assertThat(between.gradientDescent()).isEqualTo(Verdict.WITHIN);
    assertThat(between.shareOfTraceLimit()).isCloseTo(1.005, within(1e-12));
    assertThat(report(fit(met()), 2.01 / trace, 2).stochastic()).isEqualTo(Verdict.WITHIN);
    StabilityReport outside = report(fit(met()), 2.01 / largest, 6);
    assertThat(outside.gradientDescent()).isEqualTo(Verdict.BEYOND);
    assertThat(outside.shareOfEigenvalueLimit()).isCloseTo(1.005, within(1e-12));
  }

  private StabilityReport report(PredictiveObjective objective, double rate, long batch) {
    return StabilityReport.measure(
        objective, theta, new StabilityBounds(rate, batch), RandomSource.seeded(1), Monitor.SILENT);
  }

  @Test
  void classesAreReportedAndNotJudged() {
    PredictiveObjective classification =
        Fixtures.predictive(
            Likelihood.CATEGORICAL, () -> net.forward(inputs), classes(0, 1, 2, 1, 0, 2));
    StabilityReport found = report(classification, 100, 1);
    assertThat(found.gradientDescent()).isEqualTo(Verdict.NOT_JUDGED);
    assertThat(found.stochastic()).isEqualTo(Verdict.NOT_JUDGED);
    assertThat(found.sharpness().trace().value()).isPositive();
  }

  @Test
  void theFrobeniusLimitFollowsTheAlignment() {
    assertThat(StabilityBounds.alignment(3, 0.5, 2)).isEqualTo(0.75);
    assertThat(new StabilityBounds(0.1, 3).frobeniusLimit(0.75)).isCloseTo(20, within(1e-12));
  }

  @Test
  void rescalingLayersKeepsThePathNormButNotTheTrace() {
    Tensor a = vector(1, -2);
    Tensor w = matrix(new double[] {3, 4}, new double[] {0, 1});
    assertThat(CapacityNorms.path(a, w)).isEqualTo(7);
    assertThat(CapacityNorms.path(a.mul(Scalars.of(4.0)), w.div(Scalars.of(4.0)))).isEqualTo(7);
    Tensor x = vector(1, 1);
    assertThat(traceOf(a, w, x)).isEqualTo(7 * 7 + 1 + 2 * (1 + 4));
    assertThat(traceOf(a.mul(Scalars.of(4.0)), w.div(Scalars.of(4.0)), x))
        .isEqualTo(50 / 16.0 + 10 * 16);
  }

  /** Σ relu(wx)² + a² 1(wx > 0) |x|² at one input. */
  private static double traceOf(Tensor a, Tensor w, Tensor x) {
    Tensor outer = Fixtures.leaf(a);
    Tensor inner = Fixtures.leaf(w);
    ParameterVector both =
        ParameterVector.of(List.of(new NamedTensor("a", outer), new NamedTensor("w", inner)));
    PredictiveObjective net =
        Fixtures.predictive(
            Likelihood.GAUSSIAN, () -> outer.dot(inner.mv(x).relu()).view(1), vector(0));
    Tensor jacobian = OutputJacobian.of(net, both);
    return GaussNewtonSharpness.exact(jacobian, 1).trace().value();
  }

  @Test
  void diagonalNetworksHaveANormAndABalance() {
    double[] a = {1, -2, 0};
    double[] b = {3, 2, 0};
    assertThat(CapacityNorms.l1(a, b)).isEqualTo(7);
    assertThat(CapacityNorms.balance(a, b)).isEqualTo(18 / 14.0);
    assertThat(CapacityNorms.balance(a, a)).isEqualTo(1);
  }

  @Test
  void badInputIsNamed() {
    assertThatThrownBy(() -> new StabilityBounds(0, 1)).hasMessageContaining("learningRate is 0.0");
    assertThatThrownBy(() -> new StabilityBounds(0.1, 0)).hasMessageContaining("batch is 0");
    assertThatThrownBy(() -> report(fit(met()), 0.1, 7)).hasMessageContaining("batch is 7");
    assertThatThrownBy(() -> GaussNewtonSharpness.exact(Matrices.diagonal(1, 2), 0))
        .hasMessageContaining("examples is 0");
    assertThatThrownBy(
            () -> CapacityNorms.path(vector(1), matrix(new double[] {1}, new double[] {2})))
        .hasMessageContaining("[m, d]");
    assertThatThrownBy(() -> CapacityNorms.l1(new double[1], new double[2]))
        .hasMessageContaining("1 and 2");
  }
}
