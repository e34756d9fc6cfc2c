package org.gradus.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.diagonalQuadratic;
import static org.gradus.Fixtures.matrix;
import static org.gradus.Fixtures.parameters;
import static org.gradus.Fixtures.quadratic;
import static org.gradus.Fixtures.replay;
import static org.gradus.Fixtures.values;
import static org.gradus.Fixtures.vector;

import org.bytedeco.pytorch.Tensor;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.junit.jupiter.api.Test;

class HutchinsonTest {
  @Test
  void meanOverAllSignVectorsIsTheDiagonal() {
    double[][] a = new double[6][6];
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 6; j++) {
        a[i][j] = Math.sin(1 + i * j) + (i == j ? i - 2 : 0);
      }
    }
    ParameterVector theta = parameters(1, 2, 3, 4, 5, 6);
    Tensor[] probes = new Tensor[64];
    for (int k = 0; k < probes.length; k++) {
      double[] z = new double[6];
      for (int i = 0; i < 6; i++) {
        z[i] = (k >> i & 1) == 0 ? 1 : -1;
      }
      probes[k] = vector(z);
    }
    Hutchinson all = new Hutchinson(replay(probes), Hutchinson.Probe.RADEMACHER, probes.length);
    double[] diagonal = values(all.estimate(quadratic(theta, matrix(a)), theta).diagonal());
    for (int i = 0; i < 6; i++) {
      assertThat(diagonal[i]).isCloseTo(a[i][i], within(1e-12));
    }
  }

  @Test
  void signsAreExactForADiagonalHessian() {
    ParameterVector theta = parameters(1, 2, 3);
    Hutchinson one = new Hutchinson(RandomSource.seeded(9), Hutchinson.Probe.RADEMACHER, 1);
    assertThat(values(one.estimate(diagonalQuadratic(theta, 4, -1, 0.25), theta).diagonal()))
        .containsExactly(4, -1, 0.25);
    assertThat(values(theta.values())).containsExactly(1, 2, 3);
  }

  @Test
  void gaussianProbesAreUnbiased() {
    ParameterVector theta = parameters(1);
    Hutchinson many = new Hutchinson(RandomSource.seeded(2), Hutchinson.Probe.GAUSSIAN, 4000);
    // The mean of 4000 squares of normals: standard deviation 3 √(2/4000) = 0.067.
    assertThat(values(many.estimate(diagonalQuadratic(theta, 3), theta).diagonal())[0])
        .isCloseTo(3, within(0.27));
  }

  @Test
  void needsAProbe() {
    assertThatThrownBy(() -> new Hutchinson(RandomSource.seeded(1), Hutchinson.Probe.GAUSSIAN, 0))
        .hasMessageContaining("probes is 0");
  }
}
