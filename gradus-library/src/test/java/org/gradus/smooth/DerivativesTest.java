package org.gradus.smooth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.gradus.core.PortableRandom;
import org.gradus.core.SparseMatrix;
import org.junit.jupiter.api.Test;

/** Gradients and Hessians of every family against finite differences. */
class DerivativesTest {
  static SparseMatrix features(int rows, int columns, long seed) {
    double[] normal = PortableRandom.normal(seed, rows * columns);
    int[] starts = new int[rows + 1];
    int[] indices = new int[rows * columns];
    double[] values = new double[rows * columns];
    int at = 0;
    for (int k = 0; k < normal.length; k++) {
      if (Math.abs(normal[k]) > 0.5) {
        indices[at] = k % columns;
        values[at++] = normal[k];
      }
      starts[k / columns + 1] = at;
    }
    return new SparseMatrix(
        rows, columns, starts, Arrays.copyOf(indices, at), Arrays.copyOf(values, at));
  }

  static LinearModel logistic(int rows, int columns, double ridge, long seed) {
    double[] labels =
        Arrays.stream(PortableRandom.uniform(seed + 1, rows)).map(u -> u < 0.4 ? 1 : -1).toArray();
    return LinearModel.mean(features(rows, columns, seed), new LogisticLoss(labels), ridge);
  }

  static LinearModel softmax(int rows, int columns, int classes, double ridge, long seed) {
    int[] labels =
        Arrays.stream(PortableRandom.uniform(seed + 1, rows))
            .mapToInt(u -> (int) (u * classes))
            .toArray();
    return LinearModel.mean(features(rows, columns, seed), new SoftmaxLoss(labels, classes), ridge);
  }

  private record Case(SmoothFunction f, CurvatureModel exact) {}

  private static List<Case> cases() {
    LogSumExp lse = new LogSumExp(PortableRandom.normal(1, 40), PortableRandom.normal(2, 8), 0.7);
    ResidualPower linear =
        new ResidualPower(
            new LinearResiduals(PortableRandom.normal(3, 40), PortableRandom.normal(4, 8)), 4);
    ResidualPower rosenbrock = new ResidualPower(new RosenbrockResiduals(), 5);
    ResidualPower chebyshev = new ResidualPower(new ChebyshevResiduals(6), 4);
    ResidualPower square = new ResidualPower(new ChebyshevResiduals(6), 2);
    LinearModel logistic = logistic(20, 6, 0.1, 5);
    LinearModel softmax = softmax(20, 3, 4, 0.1, 6);
    LinearModel squares =
        LinearModel.mean(features(20, 6, 7), new SquaredLoss(PortableRandom.normal(8, 20)), 0.2);
    return List.of(
        new Case(lse, lse.exact()),
        new Case(linear, linear.exact()),
        new Case(linear, linear.inexact()),
        new Case(rosenbrock, rosenbrock.exact()),
        new Case(chebyshev, chebyshev.exact()),
        new Case(square, square.exact()),
        new Case(logistic, ModelCurvature.exact(logistic)),
        new Case(logistic, ModelCurvature.products(logistic)),
        new Case(softmax, ModelCurvature.exact(softmax)),
        new Case(softmax, ModelCurvature.products(softmax)),
        new Case(squares, ModelCurvature.exact(squares)));
  }

  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    for (Case c : cases()) {
      int n = c.f.dimension();
      double[] x = PortableRandom.normal(20, n);
      double[] g = new double[n];
      assertThat(c.f.gradient(x, g)).isCloseTo(c.f.value(x), within(1e-13 * (1 + c.f.value(x))));
      for (int i = 0; i < n; i++) {
        double h = 1e-6;
        double[] up = x.clone();
        double[] down = x.clone();
        up[i] += h;
        down[i] -= h;
        double slope = (c.f.value(up) - c.f.value(down)) / (2 * h);
        assertThat(g[i]).isCloseTo(slope, within(1e-6 * (1 + Vectors.norm(g))));
      }
    }
  }

  @Test
  void hessiansAreThoseOfFiniteDifferences() {
    for (Case c : cases()) {
      int n = c.f.dimension();
      double[] x = PortableRandom.normal(21, n);
      double[] g = new double[n];
      c.f.gradient(x, g);
      Curvature curvature = c.exact.at(x, g);
      for (int i = 0; i < n; i++) {
        double[] column = column(curvature, i, n);
        double h = 1e-6;
        double[] up = new double[n];
        double[] down = new double[n];
        double[] e = new double[n];
        e[i] = h;
        c.f.gradient(Vectors.sum(x, 1, e), up);
        c.f.gradient(Vectors.sum(x, -1, e), down);
        for (int j = 0; j < n; j++) {
          double second = (up[j] - down[j]) / (2 * h);
          assertThat(column[j]).isCloseTo(second, within(1e-6 * (1 + Vectors.norm(column))));
        }
      }
    }
  }

  private static double[] column(Curvature curvature, int i, int n) {
    if (curvature instanceof Curvature.Dense dense) {
      return Arrays.copyOfRange(dense.matrix(), i * n, (i + 1) * n);
    }
    double[] e = new double[n];
    e[i] = 1;
    double[] result = new double[n];
    ((Curvature.Products) curvature).product().apply(e, result);
    return result;
  }

  @Test
  void theFisherMatrixIsTheMeanOfOuterProducts() {
    LinearModel model = softmax(9, 3, 4, 0, 11);
    double[] x = PortableRandom.normal(12, 12);
    double[] expected = new double[144];
    double[] all = new double[12];
    for (int i = 0; i < 9; i++) {
      SparseMatrix a = model.features();
      int from = a.rowStarts()[i];
      int to = a.rowStarts()[i + 1];
      SparseMatrix row =
          new SparseMatrix(
              1,
              3,
              new int[] {0, to - from},
              Arrays.copyOfRange(a.columnIndices(), from, to),
              Arrays.copyOfRange(a.values(), from, to));
      int label = ((SoftmaxLoss) model.loss()).labels()[i];
      double[] g = new double[12];
      LinearModel.sum(row, new SoftmaxLoss(new int[] {label}, 4)).gradient(x, g);
      Matrices.addOuter(expected, 1.0 / 9, g);
      Vectors.add(all, 1.0 / 9, g);
    }
    double[] g = new double[12];
    model.gradient(x, g);
    double[] fisher = ((Curvature.Dense) ModelCurvature.fisher(model).at(x, g)).matrix();
    Curvature.LowRank low = (Curvature.LowRank) ModelCurvature.fisherLowRank(model).at(x, g);
    double[] gram = Matrices.gram(low.factor(), low.rows(), 12);
    for (int k = 0; k < 144; k++) {
      assertThat(fisher[k]).isCloseTo(expected[k], within(1e-14));
      assertThat(gram[k]).isCloseTo(expected[k], within(1e-14));
    }
    for (int i = 0; i < 12; i++) {
      assertThat(g[i]).isCloseTo(all[i], within(1e-14));
    }
  }

  @Test
  void weightedGaussNewtonIsOffByTheGradientSquared() {
    LogSumExp f = new LogSumExp(PortableRandom.normal(1, 40), PortableRandom.normal(2, 8), 0.7);
    double[] x = PortableRandom.normal(3, 5);
    double[] g = new double[5];
    f.gradient(x, g);
    double[] difference =
        Vectors.sum(
            ((Curvature.Dense) f.weightedGaussNewton().at(x, g)).matrix(),
            -1,
            ((Curvature.Dense) f.exact().at(x, g)).matrix());
    Matrices.addOuter(difference, -1 / 0.7, g);
    assertThat(Vectors.norm(difference)).isLessThan(1e-14);
  }

  @Test
  void theFisherTermAloneStepsAlongTheMetricGradient() {
    SmoothProblem problem = SmoothProblems.linearResiduals(8, 5, 4, 1e-2, 1);
    ResidualPower f = (ResidualPower) problem.function();
    double[] x = problem.start();
    double[] g = new double[5];
    f.gradient(x, g);
    double u = Vectors.norm(f.residuals().values(x));
    ShiftedSystem system = ShiftedSystem.of(f.fisher().at(x, g), problem.metric(), 1);
    assertThat(system.shift(0.3)).isTrue();
    double[] d = new double[5];
    system.solve(Vectors.scaled(-1, g), d);
    double dual = problem.metric().dualNorm(g);
    double factor = 0.3 + 2 * dual * dual / Math.pow(u, 4);
    double[] along = problem.metric().solve(g);
    for (int i = 0; i < 5; i++) {
      assertThat(d[i]).isCloseTo(-along[i] / factor, within(1e-12 * Vectors.norm(d)));
    }
  }

  @Test
  void atASolutionCurvaturesAreZero() {
    ResidualPower f = new ResidualPower(new RosenbrockResiduals(), 4);
    double[] zero = new double[2];
    assertThat(((Curvature.RankOne) f.fisher().at(new double[] {1, 1}, zero)).weight()).isZero();
    assertThat(((Curvature.Dense) f.exact().at(new double[] {1, 1}, zero)).matrix())
        .containsOnly(0);
  }

  @Test
  void badModelsAreNamed() {
    SparseMatrix a = features(4, 3, 1);
    assertThatThrownBy(() -> new LogisticLoss(new double[] {1, 0}))
        .hasMessageContaining("labels[1] is 0.0");
    assertThatThrownBy(() -> new SoftmaxLoss(new int[] {0, 3}, 3))
        .hasMessageContaining("labels[1] is 3");
    assertThatThrownBy(() -> LinearModel.sum(a, new SquaredLoss(new double[3])))
        .hasMessageContaining("rows of features is 4");
    assertThatThrownBy(() -> new SquaredLoss(new double[] {Double.NaN}))
        .hasMessageContaining("targets[0]");
    LinearModel ridge = LinearModel.mean(a, new SquaredLoss(new double[4]), 0.1);
    assertThatThrownBy(() -> ModelCurvature.fisherLowRank(ridge)).hasMessageContaining("ridge");
    SparseMatrix broken =
        new SparseMatrix(1, 1, new int[] {0, 1}, new int[] {0}, new double[] {Double.NaN});
    assertThatThrownBy(() -> LinearModel.sum(broken, new SquaredLoss(new double[1])))
        .hasMessageContaining("features.values[0]");
  }
}
