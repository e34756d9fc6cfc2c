package org.gradus.smooth;

import org.gradus.core.Check;
import org.gradus.core.SparseMatrix;

/**
 * Hessians of a {@link LinearModel}: exact, Gauss-Newton (the same for these losses, which are
 * convex in their margins), and empirical Fisher.
 *
 * <p>With Sᵢ the second derivative of ℓᵢ, or for the Fisher matrix the outer product of its first,
 * H = s Σᵢ (aᵢ aᵢᵀ) ⊗ Sᵢ + ρ I. For s = 1/examples the Fisher matrix is the mean of the outer
 * products of the examples' gradients, matching the mean loss.
 */
public final class ModelCurvature {
  private ModelCurvature() {}

  /** ∇²f in full: Σᵢ nnz(aᵢ)² k² / 2 operations. */
  public static CurvatureModel exact(LinearModel model) {
    return (x, gradient) -> new Curvature.Dense(dense(model, curvatures(model, x)));
  }

  /** ∇²f by products: two passes over the features each. */
  public static CurvatureModel products(LinearModel model) {
    return (x, gradient) -> {
      double[] curvatures = curvatures(model, x);
      return new Curvature.Products((v, result) -> product(model, curvatures, v, result));
    };
  }

  /** The empirical Fisher matrix in full. */
  public static CurvatureModel fisher(LinearModel model) {
    int k = model.loss().outputs();
    return (x, gradient) -> {
      double[] slopes = slopes(model, x);
      double[] outer = new double[slopes.length * k];
      for (int at = 0; at < slopes.length; at++) {
        int example = at / k;
        for (int d = 0; d < k; d++) {
          outer[at * k + d] = slopes[at] * slopes[example * k + d];
        }
      }
      return new Curvature.Dense(dense(model, outer));
    };
  }

  /**
   * The empirical Fisher matrix by its factor, rows √s ∇ℓᵢ ⊗ aᵢ: for fewer examples than unknowns.
   *
   * @throws IllegalArgumentException if the model has a ridge, which is not of low rank
   */
  public static CurvatureModel fisherLowRank(LinearModel model) {
    if (model.ridge() != 0) {
      throw Check.invalid("ridge of a low-rank Fisher matrix", model.ridge(), "0");
    }
    return (x, gradient) -> new Curvature.LowRank(model.loss().examples(), factor(model, x));
  }

  private static double[] factor(LinearModel model, double[] x) {
    double[] slopes = slopes(model, x);
    SparseMatrix a = model.features();
    int k = model.loss().outputs();
    int n = model.dimension();
    double root = Math.sqrt(model.scale());
    double[] rows = new double[Math.multiplyExact(a.rows(), n)];
    for (int i = 0; i < a.rows(); i++) {
      for (int e = a.rowStarts()[i]; e < a.rowStarts()[i + 1]; e++) {
        for (int c = 0; c < k; c++) {
          rows[i * n + a.columnIndices()[e] * k + c] += root * a.values()[e] * slopes[i * k + c];
        }
      }
    }
    return rows;
  }

  private static double[] curvatures(LinearModel model, double[] x) {
    double[] margins = model.margins(x);
    double[] curvatures = new double[Math.multiplyExact(margins.length, model.loss().outputs())];
    model.loss().curvatures(margins, curvatures);
    return curvatures;
  }

  private static double[] slopes(LinearModel model, double[] x) {
    double[] margins = model.margins(x);
    double[] slopes = new double[margins.length];
    model.loss().slopes(margins, slopes);
    return slopes;
  }

  private static void product(LinearModel model, double[] curvatures, double[] v, double[] result) {
    int k = model.loss().outputs();
    double[] margins = model.margins(v);
    double[] weighted = new double[margins.length];
    for (int at = 0; at < margins.length; at++) {
      for (int d = 0; d < k; d++) {
        weighted[at] += curvatures[at * k + d] * margins[at / k * k + d];
      }
    }
    model.transposedProduct(weighted, result);
    for (int j = 0; j < v.length; j++) {
      result[j] = model.scale() * result[j] + model.ridge() * v[j];
    }
  }

  /** s Σᵢ (aᵢ aᵢᵀ) ⊗ Sᵢ + ρ I. */
  private static double[] dense(LinearModel model, double[] s) {
    SparseMatrix a = model.features();
    int[] starts = a.rowStarts();
    int[] columns = a.columnIndices();
    double[] values = a.values();
    int k = model.loss().outputs();
    int n = model.dimension();
    double[] h = new double[Math.multiplyExact(n, n)];
    for (int i = 0; i < a.rows(); i++) {
      for (int e = starts[i]; e < starts[i + 1]; e++) {
        for (int f = starts[i]; f < starts[i + 1]; f++) {
          if (columns[f] <= columns[e]) {
            addBlock(h, n, k, columns[e], columns[f], model.scale() * values[e] * values[f], s, i);
          }
        }
      }
    }
    for (int j = 0; j < n; j++) {
      h[j * n + j] += model.ridge();
    }
    Matrices.mirror(h, n);
    return h;
  }

  private static void addBlock(
      double[] h, int n, int k, int row, int column, double weight, double[] s, int example) {
    for (int c = 0; c < k; c++) {
      int from = (row * k + c) * n + column * k;
      int of = (example * k + c) * k;
      for (int d = 0; d < k; d++) {
        h[from + d] += weight * s[of + d];
      }
    }
  }
}
