package org.gradus.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.classes;
import static org.gradus.Fixtures.leaf;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.predictive;
import static org.gradus.Fixtures.replay;
import static org.gradus.Fixtures.values;
import static org.gradus.Fixtures.vector;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Likelihood;
import org.gradus.core.NamedTensor;
import org.gradus.core.ParameterVector;
import org.gradus.core.PredictiveObjective;
import org.gradus.core.RandomSource;
import org.junit.jupiter.api.Test;

/** Softmax regression of n = 4 rows, 2 features, 3 classes: weights of shape [2, 3]. */
class GaussNewtonBartlettTest {
  private final Tensor inputs = normal(1, ScalarType.Double, 4, 2);
  private final Tensor weights = leaf(normal(2, ScalarType.Double, 2, 3));
  private final ParameterVector theta = ParameterVector.of(List.of(new NamedTensor("w", weights)));
  private final Tensor targets = classes(0, 2, 1, 0);

  private PredictiveObjective objective(Tensor x, Tensor y) {
    return predictive(Likelihood.CATEGORICAL, () -> x.matmul(weights), y);
  }

  /** A uniform number in the middle of class c's share of each row's unit interval. */
  private static Tensor uniforms(double[][] p, int[] labels) {
    double[] u = new double[labels.length];
    for (int i = 0; i < labels.length; i++) {
      for (int c = 0; c < labels[i]; c++) {
        u[i] += p[i][c];
      }
      u[i] += p[i][labels[i]] / 2;
    }
    return vector(u);
  }

  private double[][] probabilities() {
    double[] flat = values(inputs.matmul(weights).softmax(1));
    double[][] p = new double[4][3];
    for (int i = 0; i < 12; i++) {
      p[i / 3][i % 3] = flat[i];
    }
    return p;
  }

  @Test
  void expectationOverAllLabelsIsTheGaussNewtonDiagonal() {
    double[][] p = probabilities();
    double[] expected = new double[6];
    for (int code = 0; code < 81; code++) {
      int[] labels = {code % 3, code / 3 % 3, code / 9 % 3, code / 27};
      double weight = 1;
      for (int i = 0; i < 4; i++) {
        weight *= p[i][labels[i]];
      }
      GaussNewtonBartlett estimator = new GaussNewtonBartlett(replay(uniforms(p, labels)));
      DiagonalEstimator.Estimate estimate = estimator.estimate(objective(inputs, targets), theta);
      assertThat(estimate.predictions()).isEqualTo(4);
      double[] diagonal = values(estimate.diagonal());
      for (int k = 0; k < 6; k++) {
        assertThat(diagonal[k]).isNotNegative();
        expected[k] += weight * diagonal[k];
      }
    }
    double[] x = values(inputs);
    for (int j = 0; j < 2; j++) {
      for (int c = 0; c < 3; c++) {
        double exact = 0;
        for (int i = 0; i < 4; i++) {
          exact += x[2 * i + j] * x[2 * i + j] * p[i][c] * (1 - p[i][c]) / 4;
        }
        assertThat(expected[3 * j + c]).isCloseTo(exact, within(1e-12));
      }
    }
  }

  @Test
  void ignoredRowsChangeNothing() {
    Tensor draws = vector(0.1, 0.5, 0.9, 0.3);
    DiagonalEstimator.Estimate plain =
        new GaussNewtonBartlett(replay(draws)).estimate(objective(inputs, targets), theta);
    Tensor padding = normal(3, ScalarType.Double, 2, 2);
    Tensor padded = torch.cat(new TensorVector(inputs, padding), 0);
    long ignored = Likelihood.IGNORED;
    DiagonalEstimator.Estimate same =
        new GaussNewtonBartlett(replay(vector(0.1, 0.5, 0.9, 0.3, 0.2, 0.7)))
            .estimate(objective(padded, classes(0, 2, 1, 0, ignored, ignored)), theta);
    assertThat(same.predictions()).isEqualTo(4);
    assertThat(values(same.diagonal())).containsExactly(values(plain.diagonal()), within(1e-15));
  }

  @Test
  void labelsAreTheNumberOfCumulativeProbabilitiesAtMostTheUniform() {
    double[][] p = probabilities();
    Tensor outputs = inputs.matmul(weights);
    for (int c = 0; c < 3; c++) {
      Tensor drawn =
          Likelihood.CATEGORICAL.sample(
              outputs, targets, replay(uniforms(p, new int[] {c, c, c, c})));
      assertThat(values(drawn)).containsOnly(c);
      assertThat(drawn.requires_grad()).isFalse();
    }
  }

  @Test
  void gaussianLikelihoodCountsRows() {
    Tensor x = normal(5, ScalarType.Double, 6, 2);
    Tensor noise = normal(6, ScalarType.Double, 6, 3);
    PredictiveObjective regression =
        predictive(
            Likelihood.GAUSSIAN, () -> x.matmul(weights), normal(7, ScalarType.Double, 6, 3));
    DiagonalEstimator.Estimate estimate =
        new GaussNewtonBartlett(replay(noise)).estimate(regression, theta);
    assertThat(estimate.predictions()).isEqualTo(6);
    // ĝ = −(1/n) Xᵀ noise, ĥ = n ĝ².
    Tensor g = x.t().matmul(noise).reshape(-1);
    assertThat(values(estimate.diagonal()))
        .containsExactly(values(g.square().div(org.gradus.core.Scalars.of(6.0))), within(1e-12));
  }

  @Test
  void clippingScalesTheDrawnGradient() {
    Tensor draws = vector(0.1, 0.5, 0.9, 0.3);
    Tensor plain =
        new GaussNewtonBartlett(replay(draws))
            .estimate(objective(inputs, targets), theta)
            .diagonal();
    double norm = theta.gradient().norm().item_double();
    Tensor clipped =
        new GaussNewtonBartlett(replay(draws), norm / 2)
            .estimate(objective(inputs, targets), theta)
            .diagonal();
    assertThat(values(clipped))
        .containsExactly(values(plain.div(org.gradus.core.Scalars.of(4.0))), within(1e-14));
    assertThatThrownBy(() -> new GaussNewtonBartlett(RandomSource.seeded(1), 0))
        .hasMessageContaining("clipNorm is 0.0");
  }

  @Test
  void outputsThatAreNoLogitsAreRefused() {
    PredictiveObjective sequence =
        predictive(Likelihood.CATEGORICAL, () -> inputs.matmul(weights).reshape(1, 4, 3), targets);
    assertThatThrownBy(
            () -> new GaussNewtonBartlett(RandomSource.seeded(1)).estimate(sequence, theta))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("model output", "[1, 4, 3]", "logits");
  }
}
