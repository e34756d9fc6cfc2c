package org.gradus.smooth.coordinate;

import java.util.Map;
import java.util.WeakHashMap;
import org.gradus.core.Check;
import org.gradus.core.SymmetricEigen;

/**
 * Curvature bounds of blocks, remembered for as long as the block's array lives: fixed blocks are
 * analysed once in a run.
 */
public final class BlockBounds {
  /** Below this part of the largest eigenvalue a negative one is rounding. */
  private static final double INDEFINITE = 1e-8;

  private final BlockFunction function;

  // Arrays are compared by identity: the same fixed block is found again, a new one never is.
  private final Map<int[], Entry> known = new WeakHashMap<>();

  /** For the blocks of a function. */
  public BlockBounds(BlockFunction function) {
    this.function = function;
  }

  /** H_b, row-major; not to be written to. */
  public double[] matrix(int[] block) {
    return entry(block).matrix;
  }

  /**
   * L_b = λ_max(H_b).
   *
   * @throws IllegalArgumentException if H_b is not positive semi-definite
   */
  public double lipschitz(int[] block) {
    Entry entry = entry(block);
    if (Double.isNaN(entry.lipschitz)) {
      double[] values = SymmetricEigen.values(entry.matrix, block.length);
      double largest = values[block.length - 1];
      if (values[0] < -INDEFINITE * largest) {
        throw Check.invalid(
            "the smallest eigenvalue of a block of the Hessian's bound", values[0], "at least 0");
      }
      entry.lipschitz = largest;
    }
    return entry.lipschitz;
  }

  /** H_b⁺ r. */
  double[] solve(int[] block, double[] right) {
    Entry entry = entry(block);
    if (entry.system == null) {
      entry.system = new PsdSystem(entry.matrix, block.length);
    }
    return entry.system.solve(right);
  }

  /** (H_b + ridge I)⁻¹ r; always called with the same ridge. */
  double[] solveShifted(int[] block, double ridge, double[] right) {
    Entry entry = entry(block);
    if (entry.shifted == null) {
      double[] matrix = entry.matrix.clone();
      for (int p = 0; p < block.length; p++) {
        matrix[p * block.length + p] += ridge;
      }
      entry.shifted = new PsdSystem(matrix, block.length);
    }
    return entry.shifted.solve(right);
  }

  private Entry entry(int[] block) {
    return known.computeIfAbsent(
        block,
        b -> {
          double[] matrix = new double[b.length * b.length];
          function.blockBound(b, matrix);
          return new Entry(matrix);
        });
  }

  private static final class Entry {
    private final double[] matrix;
    private double lipschitz = Double.NaN;
    private PsdSystem system;
    private PsdSystem shifted;

    Entry(double[] matrix) {
      this.matrix = matrix;
    }
  }
}
