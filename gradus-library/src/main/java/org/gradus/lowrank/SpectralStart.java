package org.gradus.lowrank;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Check;
import org.gradus.core.Parallel;
import org.gradus.core.SparseMatrix;
import org.gradus.core.Tensors;

/**
 * Where the alternation starts: the k leading left singular vectors of (1/p) P_Ω(M), with entries
 * larger than incoherence allows set to zero, made orthonormal again.
 *
 * <p>The vectors come from a randomised SVD (Halko, Martinsson, Tropp, arXiv 0909.4061): range of B
 * (Bᵀ B)^q G for a Gaussian G of k + 10 columns, an orthonormal basis taken after each product.
 */
final class SpectralStart {
  private static final int OVERSAMPLING = 10;
  private static final double LEAST_DIAGONAL = 1e-12;
  private static final long GRAIN = 1 << 15;

  private final ObservedEntries entries;
  private final int rank;

  SpectralStart(ObservedEntries entries, int rank) {
    this.entries = entries;
    this.rank = rank;
  }

  /**
   * The clipped and orthonormal start.
   *
   * @param incoherence μ ≥ 1: entries of magnitude above 2 μ √(k/m) become 0
   * @throws IllegalArgumentException if clipping leaves fewer than k independent columns
   */
  double[] basis(CompletionDraws draws, int powerIterations, double incoherence) {
    double[] vectors = singularVectors(draws, powerIterations);
    double limit = 2 * incoherence * Math.sqrt((double) rank / entries.rows());
    for (int i = 0; i < vectors.length; i++) {
      if (Math.abs(vectors[i]) > limit) {
        vectors[i] = 0;
      }
    }
    Orthonormal clipped = Orthonormal.of(vectors, rank);
    if (clipped.diagonalRatio() < LEAST_DIAGONAL) {
      throw Check.invalid(
          "incoherence",
          incoherence,
          "larger: clipping the start at 2 mu sqrt(k/m) = "
              + limit
              + " leaves fewer than rank = "
              + rank
              + " independent columns");
    }
    return clipped.basis();
  }

  /** The leading left singular vectors, row-major [m, k], orthonormal. */
  double[] singularVectors(CompletionDraws draws, int powerIterations) {
    int width = Math.min(rank + OVERSAMPLING, Math.min(entries.rows(), entries.columns()));
    double p = entries.count() / ((double) entries.rows() * entries.columns());
    double[] test = draws.testMatrix(entries.columns(), width);
    double[] left = Orthonormal.of(product(entries.byRow(), test, width, 1 / p), width).basis();
    for (int i = 0; i < powerIterations; i++) {
      double[] right =
          Orthonormal.of(product(entries.byColumn(), left, width, 1 / p), width).basis();
      left = Orthonormal.of(product(entries.byRow(), right, width, 1 / p), width).basis();
    }
    double[] transposed = product(entries.byColumn(), left, width, 1 / p);
    return rotated(left, transposed, width);
  }

  /** Q W for the k leading left singular vectors W of QᵀB, given (QᵀB)ᵀ. */
  private double[] rotated(double[] left, double[] transposed, int width) {
    try (PointerScope scope = new PointerScope()) {
      Tensor small = Tensors.matrix(Orthonormal.of(transposed, width).factor(), width, width).t();
      Tensor w = torch.linalg_svd(small).get0().narrow(1, 0, rank);
      return Tensors.doubles(Tensors.matrix(left, left.length / width, width).mm(w));
    }
  }

  /** scale · A X for a row-major X of the given width. */
  private static double[] product(SparseMatrix a, double[] x, int width, double scale) {
    double[] y = new double[Math.multiplyExact(a.rows(), width)];
    Parallel.ranges(
        a.rows(),
        GRAIN,
        (from, to) -> {
          for (int i = (int) from; i < to; i++) {
            for (int e = a.rowStarts()[i]; e < a.rowStarts()[i + 1]; e++) {
              double value = scale * a.values()[e];
              int column = a.columnIndices()[e] * width;
              for (int c = 0; c < width; c++) {
                y[i * width + c] += value * x[column + c];
              }
            }
          }
        });
    return y;
  }
}
