package org.gradus.smooth.coordinate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.gradus.core.SymmetricEigen;
import org.junit.jupiter.api.Test;

/** Derivatives and the bounds on them, for every kind of function. */
class CurvatureBoundsTest {
  private static List<BlockFunction> functions() {
    return List.of(
        Fixtures.leastSquares(9, 7, 1),
        Fixtures.logistic(12, 7, 0, 2),
        Fixtures.logistic(12, 7, 0.3, 3),
        Fixtures.softmax(15, 3, 4, 0, 4),
        Fixtures.softmax(15, 3, 4, 0.2, 5),
        Fixtures.lattice(4, 6),
        new SplitFunction(Fixtures.logistic(12, 4, 0.1, 7)),
        new LinearTerm(Fixtures.softmax(10, 2, 3, 0.1, 8), 0.7));
  }

  @Test
  void gradientsAndHessiansAreThoseOfFiniteDifferences() {
    for (BlockFunction f : functions()) {
      int n = f.dimension();
      double[] x = Fixtures.point(n, 11);
      BlockState state = f.at(x);
      int[] all = Fixtures.all(f);
      double[] hessian = new double[n * n];
      state.hessian(all, hessian);
      double h = 1e-5;
      for (int i = 0; i < n; i++) {
        double[] ahead = x.clone();
        double[] behind = x.clone();
        ahead[i] += h;
        behind[i] -= h;
        double slope = (f.at(ahead).value() - f.at(behind).value()) / (2 * h);
        assertThat(state.gradient()[i]).isCloseTo(slope, within(1e-6 * (1 + Math.abs(slope))));
        for (int j = 0; j < n; j++) {
          double second = (f.at(ahead).gradient()[j] - f.at(behind).gradient()[j]) / (2 * h);
          assertThat(hessian[i * n + j]).isCloseTo(second, within(1e-6 * (1 + Math.abs(second))));
        }
      }
    }
  }

  @Test
  void partsOfTheGradientAreThoseOfTheWhole() {
    for (BlockFunction f : functions()) {
      int n = f.dimension();
      int[] block = Fixtures.block(n, 3, 5);
      double[] part = new double[3];
      f.at(Fixtures.point(n, 12)).gradient(block, part);
      double[] whole = f.at(Fixtures.point(n, 12)).gradient();
      for (int p = 0; p < 3; p++) {
        assertThat(part[p]).isCloseTo(whole[block[p]], within(1e-12 * (1 + Math.abs(part[p]))));
      }
    }
  }

  @Test
  void movesAndTrialsAgreeWithTheFunctionItself() {
    for (BlockFunction f : functions()) {
      int n = f.dimension();
      double[] x = Fixtures.point(n, 13);
      int[] block = Fixtures.block(n, 3, 6);
      double[] d = {0.3, -0.2, 0.1};
      BlockState state = f.at(x);
      state.gradient();
      double trial = state.valueAfter(block, d);
      state.move(block, d);
      for (int p = 0; p < 3; p++) {
        x[block[p]] += d[p];
      }
      BlockState fresh = f.at(x);
      double scale = 1 + Math.abs(fresh.value());
      assertThat(state.x()).containsExactly(x);
      assertThat(trial).isCloseTo(fresh.value(), within(1e-12 * scale));
      assertThat(state.value()).isCloseTo(fresh.value(), within(1e-12 * scale));
      for (int i = 0; i < n; i++) {
        assertThat(state.gradient()[i]).isCloseTo(fresh.gradient()[i], within(1e-11 * scale));
      }
    }
  }

  @Test
  void theBoundIsAboveTheHessianOfABlock() {
    for (BlockFunction f : functions()) {
      int n = f.dimension();
      for (int seed = 0; seed < 5; seed++) {
        int[] block = Fixtures.block(n, 1 + seed % 4, 20 + seed);
        int m = block.length;
        double[] slack = Fixtures.bound(f, block);
        double scale = SymmetricEigen.values(slack, m)[m - 1];
        double[] hessian = new double[m * m];
        f.at(Fixtures.point(n, 30 + seed)).hessian(block, hessian);
        for (int k = 0; k < m * m; k++) {
          slack[k] -= hessian[k];
        }
        assertThat(Fixtures.smallestEigenvalue(slack, m)).isGreaterThanOrEqualTo(-1e-12 * scale);
      }
    }
  }

  @Test
  void diagonalsOfTheGreedyRulesAreAboveTheBound() {
    for (BlockFunction f : functions()) {
      int[] block = Fixtures.block(f.dimension(), 4, 40);
      double[] matrix = Fixtures.bound(f, block);
      double[] scaled = new double[16];
      double[] summed = new double[16];
      for (int p = 0; p < 4; p++) {
        for (int q = 0; q < 4; q++) {
          scaled[p * 4 + q] -= matrix[p * 4 + q];
          summed[p * 4 + q] -= matrix[p * 4 + q];
          summed[p * 4 + p] += Math.abs(matrix[p * 4 + q]);
        }
        scaled[p * 4 + p] += 4 * f.coordinateBound(block[p]);
      }
      double slack = -1e-12 * SymmetricEigen.values(matrix, 4)[3];
      assertThat(Fixtures.smallestEigenvalue(scaled, 4)).isGreaterThanOrEqualTo(slack);
      assertThat(Fixtures.smallestEigenvalue(summed, 4)).isGreaterThanOrEqualTo(slack);
    }
  }

  @Test
  void theFullBoundsRowSumsProductsAndLargestEigenvalue() {
    for (BlockFunction f : functions()) {
      int n = f.dimension();
      double[] matrix = new double[n * n];
      double[] e = new double[n];
      for (int i = 0; i < n; i++) {
        e[i] = 1;
        double[] column = new double[n];
        f.boundProduct(e, column);
        e[i] = 0;
        System.arraycopy(column, 0, matrix, i * n, n);
      }
      double[] sums = f.boundRowSums();
      for (int i = 0; i < n; i++) {
        double sum = 0;
        for (int j = 0; j < n; j++) {
          assertThat(matrix[i * n + j]).isCloseTo(matrix[j * n + i], within(1e-11));
          sum += Math.abs(matrix[i * n + j]);
        }
        assertThat(sums[i]).isCloseTo(sum, within(1e-11 * sum));
      }
      double largest = SymmetricEigen.values(matrix, n)[n - 1];
      assertThat(LargestEigenvalue.of(f)).isCloseTo(largest, within(1e-12 * largest));
    }
  }

  @Test
  void oneCoordinateHasItsOwnConstant() {
    for (BlockFunction f : functions()) {
      for (int i = 0; i < f.dimension(); i++) {
        assertThat(Fixtures.bound(f, i)[0])
            .isCloseTo(f.coordinateBound(i), within(1e-12 * f.coordinateBound(i)));
      }
    }
  }
}
