package org.gradus.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.classes;
import static org.gradus.Fixtures.diagonalQuadratic;
import static org.gradus.Fixtures.matrix;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.parameters;
import static org.gradus.Fixtures.parametersOf;
import static org.gradus.Fixtures.quadratic;
import static org.gradus.Fixtures.replay;
import static org.gradus.Fixtures.values;
import static org.gradus.Fixtures.vector;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Fixtures.Mlp;
import org.gradus.core.Likelihood;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.train.Batch;
import org.gradus.train.BatchObjective;
import org.gradus.train.Network;
import org.junit.jupiter.api.Test;

class DirectionalSharpnessTest {
  @Test
  void theWorkedExample() {
    ParameterVector theta = parameters(1, 1);
    List<DirectionalSharpness> measures =
        DirectionalSharpness.of(
            List.of(diagonalQuadratic(theta, 100, 1)),
            theta,
            List.of(vector(-100, -1), vector(-1, -1)));
    DirectionalSharpness sgd = measures.get(0);
    DirectionalSharpness sign = measures.get(1);
    assertThat(sgd.sharpness()).isCloseTo((100 * 1e4 + 1) / (1e4 + 1), within(1e-12));
    assertThat(sign.sharpness()).isCloseTo(50.5, within(1e-12));
    assertThat(sgd.correlation()).isCloseTo(-100.005, within(1e-3));
    assertThat(sign.correlation()).isCloseTo(-71.418, within(1e-3));
    assertThat(sgd.norm()).isCloseTo(Math.sqrt(10001), within(1e-12));
    assertThat(sgd.bestStep()).isCloseTo(-sgd.correlation() / sgd.sharpness(), within(1e-15));
    assertThat(sign.bestDecrease()).isCloseTo(101.0 * 101 / 2 / 101, within(1e-12));
  }

  /** f = ½ Σ hᵢ xᵢ², a hundredth of the curvatures 1000, from x = 1: what clipping removes. */
  @Test
  void aFewSharpCoordinatesMakeTheGradientSharp() {
    double[] h = new double[1000];
    Arrays.fill(h, 1);
    Arrays.fill(h, 0, 10, 1e3);
    double[] ones = new double[1000];
    Arrays.fill(ones, 1);
    ParameterVector theta = parameters(ones);
    Objective objective = diagonalQuadratic(theta, h);
    assertThat(DirectionalSharpness.of(objective, theta, vector(h)).sharpness())
        .isCloseTo((10 * 1e9 + 990) / (10 * 1e6 + 990), within(1e-9));
    assertThat(DirectionalSharpness.of(objective, theta, vector(ones)).sharpness())
        .isCloseTo(10.99, within(1e-12));
  }

  @Test
  void isARayleighQuotientBoundedByTheEigenvalues() {
    Tensor root = normal(1, ScalarType.Double, 6, 6);
    Tensor a = root.add(root.t());
    var eigen = torch.linalg_eigh(a);
    double[] eigenvalues = values(eigen.get0());
    Tensor vectors = eigen.get1();
    ParameterVector theta = parameters(1, 2, 3, 4, 5, 6);
    Objective objective = quadratic(theta, a);
    for (int i = 0; i < 6; i++) {
      Tensor eigenvector = vectors.select(1, i).mul(Scalars.of(-3.0));
      assertThat(DirectionalSharpness.of(objective, theta, eigenvector).sharpness())
          .isCloseTo(eigenvalues[i], within(1e-12));
      Tensor d = normal(10 + i, ScalarType.Double, 6);
      double sharpness = DirectionalSharpness.of(objective, theta, d).sharpness();
      assertThat(sharpness).isBetween(eigenvalues[0], eigenvalues[5]);
      assertThat(DirectionalSharpness.of(objective, theta, d.mul(Scalars.of(-7.5))).sharpness())
          .isCloseTo(sharpness, within(1e-12));
    }
  }

  private static Objective batch(Mlp net, long seed) {
    Batch batch =
        new Batch(
            normal(seed, ScalarType.Double, 4, 5), classes(0, 1, 2, 1), new long[] {0, 1, 2, 3});
    return new BatchObjective(Network.of(net, net::forward), batch, Likelihood.CATEGORICAL, 0);
  }

  @Test
  void agreesWithFiniteDifferencesAndAveragesBatches() {
    Mlp net = new Mlp(1, ScalarType.Double);
    ParameterVector theta = parametersOf(Network.of(net, net::forward));
    List<Objective> batches = List.of(batch(net, 2), batch(net, 3));
    Tensor d = normal(4, ScalarType.Double, theta.size());
    DirectionalSharpness measure = DirectionalSharpness.of(batches, theta, List.of(d)).get(0);
    double h = 1e-3;
    LineScan forward = LineScan.of(batches, theta, d, new LineScan.Config(h, 1, 5, 0, false));
    LineScan backward =
        LineScan.of(batches, theta, d.neg(), new LineScan.Config(h, 1, 5, 0, false));
    double start = forward.losses().get(0);
    double up = forward.losses().get(1);
    double down = backward.losses().get(1);
    assertThat((up - 2 * start + down) / (h * h)).isCloseTo(measure.sharpness(), within(1e-5));
    assertThat((up - down) / (2 * h)).isCloseTo(measure.correlation(), within(1e-5));
  }

  @Test
  void removingTheLargestEntriesShowsWhatTheyCause() {
    ParameterVector theta = parameters(0, 0, 0, 0);
    Objective objective = diagonalQuadratic(theta, 100, 1, 1, 1);
    Tensor d = vector(3, 1, 1, 1);
    assertThat(DirectionalSharpness.of(objective, theta, d).sharpness())
        .isCloseTo(75.25, within(1e-12));
    DirectionMask mask = DirectionMask.withoutLargest(d, 0.01);
    assertThat(values(mask.rest())).containsExactly(0, 1, 1, 1);
    assertThat(mask.removed()).isEqualTo(1);
    assertThat(mask.share()).isCloseTo(0.25, within(1e-15));
    assertThat(DirectionalSharpness.of(objective, theta, mask.rest()).sharpness())
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void theControlRemovesAsManyAtRandom() {
    Tensor d = vector(3, 1, 1, 1);
    DirectionMask mask = DirectionMask.withoutRandom(d, 2, replay(vector(0.1, 0.9, 0.3, 0.8)));
    assertThat(values(mask.rest())).containsExactly(3, 0, 1, 0);
    assertThat(mask.removed()).isEqualTo(2);
    Tensor many = normal(1, ScalarType.Float, 5000);
    assertThat(DirectionMask.withoutRandom(many, 500, RandomSource.seeded(1)).removed())
        .isEqualTo(500);
  }

  @Test
  void sizesAreCountedByOrdersOfMagnitude() {
    DirectionSizes sizes = DirectionSizes.of(vector(0, 3, -4, 1e-15, 10, 1e-20, 11));
    assertThat(sizes.max()).isEqualTo(11);
    assertThat(sizes.mean()).isCloseTo(28.0 / 7, within(1e-12));
    assertThat(sizes.norm()).isCloseTo(Math.sqrt(9 + 16 + 100 + 121), within(1e-12));
    assertThat(sizes.histogram()).hasSize(30);
    assertThat(Arrays.stream(sizes.histogram()).sum()).isEqualTo(4);
    assertThat(sizes.histogram()[0]).isEqualTo(1);
    assertThat(sizes.histogram()[29]).isEqualTo(3);
  }

  @Test
  void aDirectionMustBeOne() {
    ParameterVector theta = parameters(1, 1);
    Objective objective = diagonalQuadratic(theta, 1, 1);
    assertThatThrownBy(() -> DirectionalSharpness.of(objective, theta, vector(0, 0)))
        .hasMessage("norm of the direction is 0.0; it must be a finite number > 0");
    assertThatThrownBy(() -> DirectionalSharpness.of(objective, theta, vector(1)))
        .hasMessageContaining("of shape [2]");
    assertThatThrownBy(() -> DirectionalSharpness.of(List.of(), theta, List.of(vector(1, 1))))
        .hasMessageContaining("number of batches is 0");
    assertThatThrownBy(() -> DirectionMask.withoutLargest(vector(1), 1))
        .hasMessageContaining("share is 1.0");
  }

  @Test
  void aTwoClassFactorIsTheGaussNewtonMatrixAndLosesItsLongColumns() {
    // Two logits of one sample x: z = (w·x, 0), so the margin's gradient is x itself.
    ParameterVector theta = parameters(0.1, -0.2, 0.3);
    Tensor inputs = matrix(new double[] {1, 0, 5}, new double[] {1, 2, -4});
    var objective =
        org.gradus.Fixtures.predictive(
            Likelihood.CATEGORICAL,
            () -> {
              Tensor z = inputs.mv(theta.parameters().get(0)).unsqueeze(1);
              return torch.cat(new org.bytedeco.pytorch.TensorVector(z, torch.zeros_like(z)), 1);
            },
            classes(0, 1));
    TwoClassFactor factor = TwoClassFactor.of(objective, theta, slice -> true);
    Tensor v = vector(0.3, -1, 2);
    Tensor product = factor.rows().t().mv(factor.rows().mv(v)).div(Scalars.of(2.0));
    Tensor exact = org.gradus.core.Autodiff.gaussNewtonVectorProduct(objective, theta, v);
    assertThat(values(product)).containsExactly(values(exact), within(1e-14));
    // Column lengths are about 0.7, 0.9 and 3.1: only the last exceeds 1.5 times their mean.
    TwoClassFactor rest = factor.withoutLongColumns(1.5);
    assertThat(rest.zeroColumns()).isEqualTo(1);
    assertThat(rest.squaredNorm()).isLessThan(factor.squaredNorm() / 5);
    assertThat(factor.withoutRandomColumns(2, RandomSource.seeded(1)).zeroColumns()).isEqualTo(2);
    assertThat(factor.withoutRandomColumns(0, RandomSource.seeded(1)).squaredNorm())
        .isEqualTo(factor.squaredNorm());
    assertThatThrownBy(() -> TwoClassFactor.of(objective, theta, slice -> false))
        .hasMessageContaining("chosen parameters is 0");
  }
}
