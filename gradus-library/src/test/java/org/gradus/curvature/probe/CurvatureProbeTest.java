package org.gradus.curvature.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.parameters;
import static org.gradus.Fixtures.sameBits;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Fixtures;
import org.gradus.core.Likelihood;
import org.gradus.core.Monitor;
import org.gradus.core.ParameterVector;
import org.gradus.core.PredictiveObjective;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.Solution.Status;
import org.gradus.core.Trace;
import org.gradus.curvature.Estimate;
import org.gradus.curvature.probe.CurvatureProbe.Config;
import org.gradus.curvature.stability.StabilityReport.Verdict;
import org.junit.jupiter.api.Test;

/** Least squares, whose Hessian XᵀX/n everything can be compared with. */
class CurvatureProbeTest {
  private static final int EXAMPLES = 22;
  private static final int FEATURES = 6;

  private final Tensor inputs = normal(1, ScalarType.Double, EXAMPLES, FEATURES);
  private final Tensor targets = normal(2, ScalarType.Double, EXAMPLES);
  private final ParameterVector theta = parameters(1, -1, 2, 0.5, 0, 3);

  private PredictiveObjective rows(long from, long count) {
    return Fixtures.predictive(
        Likelihood.GAUSSIAN,
        () -> inputs.narrow(0, from, count).mv(theta.parameters().get(0)),
        targets.narrow(0, from, count));
  }

  /** Three batches of 6 and one of 4. */
  private List<PredictiveObjective> batches() {
    return List.of(rows(0, 6), rows(6, 6), rows(12, 6), rows(18, 4));
  }

  private CurvatureReport measure(Monitor monitor) {
    return CurvatureProbe.measure(
        theta, batches(), Config.standard(), RandomSource.seeded(3), monitor);
  }

  @Test
  void everyMeasureAgreesWithTheDenseHessian() {
    Tensor before = theta.values().clone();
    Tensor hessian = inputs.t().mm(inputs).div(Scalars.of((double) EXAMPLES));
    Tensor spectrum = torch.linalg_eigvalsh(hessian);
    double top = spectrum.max().item_double();
    CurvatureReport report = measure(Monitor.SILENT);
    assertThat(report.parameters()).isEqualTo(FEATURES);
    assertThat(report.examples()).isEqualTo(EXAMPLES);
    assertThat(report.here().loss())
        .isCloseTo(rows(0, EXAMPLES).loss().item_double(), within(1e-12));
    requireWithin(report.traces().trace(), hessian.trace().item_double());
    requireWithin(report.traces().frobenius(), hessian.norm().item_double());
    requireWithin(report.density().trace(), hessian.trace().item_double());
    assertThat(report.largest().first().value()).isCloseTo(top, within(1e-4 * top));
    assertThat(report.smallest().first().value())
        .isCloseTo(spectrum.min().item_double(), within(1e-4 * top));
    assertThat(report.gaussNewton().largest().value()).isCloseTo(top, within(1e-4 * top));
    assertThat(report.sam().sharpness()).isPositive();
    assertThat(report.status()).isEqualTo(Status.CONVERGED);
    assertThat(report.heavyBall().orElseThrow().momentum()).isBetween(0.0, 1.0);
    assertThat(sameBits(theta.values(), before)).isTrue();
  }

  private static void requireWithin(Estimate estimate, double exact) {
    assertThat(estimate.value()).isCloseTo(exact, within(4 * estimate.standardError() + 1e-9));
  }

  @Test
  void theReportAnswersForAnyRateAndBatchSize() {
    CurvatureReport report = measure(Monitor.SILENT);
    double top = report.gaussNewton().largest().value();
    assertThat(report.stability(1.9 / top, 1).gradientDescent()).isEqualTo(Verdict.WITHIN);
    assertThat(report.stability(2.1 / top, 1).gradientDescent()).isEqualTo(Verdict.BEYOND);
    double largest = report.largest().first().value();
    double full = report.batchLaw(1000).maximalLearningRate(1000);
    assertThat(full).isCloseTo(2 / largest, within(1e-12));
    assertThat(report.batchLaw(1000).maximalLearningRate(4)).isLessThan(full);
    assertThat(report.noise().batches()).isEqualTo(3);
    assertThat(report.damping(0.5)).isCloseTo(0.5 + report.noise().variance(), within(1e-15));
  }

  @Test
  void theMonitorCountsProductsAndMayStop() {
    List<Long> heard = new ArrayList<>();
    Monitor stopping =
        new Monitor() {
          @Override
          public void report(Trace.Point point) {
            heard.add(point.iteration());
          }

          @Override
          public boolean cancelled() {
            return heard.size() >= 5;
          }
        };
    CurvatureReport report = measure(stopping);
    assertThat(report.status()).isEqualTo(Status.CANCELLED);
    assertThat(report.products()).isEqualTo(heard.size()).isLessThan(15);
    assertThat(heard).isSorted().startsWith(1L, 2L, 3L);
  }

  @Test
  void oneMiniBatchHasNoNoise() {
    assertThatThrownBy(
            () ->
                CurvatureProbe.measure(
                    theta,
                    List.of(rows(0, 6)),
                    Config.standard(),
                    RandomSource.seeded(3),
                    Monitor.SILENT))
        .hasMessageContaining("mini-batches of the curvature set is 1");
  }
}
