package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.leaf;
import static org.gradus.Fixtures.matrix;
import static org.gradus.Fixtures.values;
import static org.gradus.Fixtures.vector;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.NamedTensor;
import org.gradus.core.ParameterVector;
import org.gradus.core.State;
import org.junit.jupiter.api.Test;

class AdafactorTest {
  private static ParameterVector parameters(Tensor... tensors) {
    return ParameterVector.of(
        java.util.stream.IntStream.range(0, tensors.length)
            .mapToObj(i -> new NamedTensor("p" + i, leaf(tensors[i])))
            .toList());
  }

  @Test
  void aRankOneGradientGivesSignsAtTheFirstStep() {
    ParameterVector theta = parameters(matrix(new double[] {1, 1}, new double[] {1, 1}));
    Adafactor adafactor = new Adafactor(theta, Adafactor.Config.of(1));
    theta.gradient().copy_(vector(2, -6, -0.5, 1.5));
    adafactor.update();
    assertThat(values(theta.values())).containsExactly(new double[] {0, 2, 2, 0}, within(1e-12));
  }

  @Test
  void followsItsFormulaOnMatricesVectorsAndWithAClip() {
    double[] w = {0.5, -1, 2, 0.1, 0.2, -0.3};
    double[] b = {1e-4, 0};
    ParameterVector theta =
        parameters(
            matrix(new double[] {w[0], w[1], w[2]}, new double[] {w[3], w[4], w[5]}), vector(b));
    Adafactor adafactor = new Adafactor(theta, Adafactor.Config.of(0.1), CoordinateClip.of(0.25));
    double[] rows = new double[2];
    double[] columns = new double[3];
    double[] square = new double[2];
    double[] x = {w[0], w[1], w[2], w[3], w[4], w[5], b[0], b[1]};
    for (int t = 1; t <= 3; t++) {
      double[] g = {1, -2, 0.5 * t, 3, 0.25, -0.75, 0.1 * t, -4};
      theta.gradient().copy_(vector(g));
      adafactor.update();
      double c = 2;
      double beta = 1 - Math.pow(t, -0.8);
      double rowTotal = 0;
      for (int i = 0; i < 2; i++) {
        double mean =
            (g[3 * i] * g[3 * i] + g[3 * i + 1] * g[3 * i + 1] + g[3 * i + 2] * g[3 * i + 2]) / 3;
        rows[i] = beta * rows[i] + (1 - beta) * (mean + 1e-30);
        rowTotal += rows[i] / 2;
        square[i] = beta * square[i] + (1 - beta) * (g[6 + i] * g[6 + i] + 1e-30);
      }
      for (int j = 0; j < 3; j++) {
        columns[j] =
            beta * columns[j] + (1 - beta) * ((g[j] * g[j] + g[3 + j] * g[3 + j]) / 2 + 1e-30);
      }
      double[] u = new double[8];
      for (int k = 0; k < 8; k++) {
        double v = k < 6 ? rows[k / 3] * columns[k % 3] / rowTotal : square[k - 6];
        u[k] = Math.signum(g[k]) * Math.min(Math.abs(g[k]), c) / Math.sqrt(v);
      }
      move(x, u, 0, 6);
      move(x, u, 6, 8);
      assertThat(values(theta.values())).containsExactly(x, within(1e-14));
    }
  }

  private static void move(double[] x, double[] u, int from, int to) {
    double scale = 0.1 * Math.max(1e-3, rms(x, from, to)) / Math.max(1, rms(u, from, to));
    for (int k = from; k < to; k++) {
      x[k] -= scale * u[k];
    }
  }

  private static double rms(double[] x, int from, int to) {
    double sum = 0;
    for (int k = from; k < to; k++) {
      sum += x[k] * x[k];
    }
    return Math.sqrt(sum / (to - from));
  }

  @Test
  void storesRowsAndColumnsOfAMatrixOnly() {
    Tensor kernels = org.bytedeco.pytorch.global.torch.ones(2, 3, 4, 5);
    Adafactor adafactor = new Adafactor(parameters(kernels), Adafactor.Config.of(1));
    adafactor.update();
    State state = new State();
    adafactor.save(state);
    assertThat(state.child("p0").tensor("rows").numel()).isEqualTo(2 * 3 * 4);
    assertThat(state.child("p0").tensor("columns").numel()).isEqualTo(2 * 3 * 5);
    assertThatThrownBy(() -> new Adafactor.Config(1, 2, 0, 0, 1))
        .hasMessage("decayPower is 2.0; it must be in [0.0, 1.0]");
  }

  @Test
  void aZeroGradientMovesNothing() {
    ParameterVector theta = parameters(matrix(new double[] {1, 2}), vector(3));
    new Adafactor(theta, Adafactor.Config.of(1)).update();
    assertThat(values(theta.values())).containsExactly(1, 2, 3);
    assertThat(List.of(theta.slices().get(0).rank(), theta.slices().get(1).rank()))
        .containsExactly(2, 1);
  }
}
