package org.gradus.transport;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_dgemv;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.Tensor;

/**
 * A few consecutive rows of a dense row-major matrix, small enough to stay in a core's cache.
 *
 * <p>A method that needs A v and Aᵀ u for u computed from A v goes through the blocks once and does
 * both products on each, so that A is read from memory once and not twice. The products call
 * OpenBLAS without a tensor operation around them: on blocks this small its overhead would count.
 */
final class RowBlock {
  /** Entries of a block: 256 KiB, half of a common L2 cache. */
  private static final int ENTRIES = 1 << 15;

  private final Tensor values;
  private final DoublePointer address;
  private final int from;
  private final int rows;
  private final int columns;

  private RowBlock(Tensor values, int from) {
    this.values = values;
    this.address = values.data_ptr_double();
    this.from = from;
    this.rows = (int) values.size(0);
    this.columns = (int) values.size(1);
  }

  /** How many rows a block of a matrix of this width has; the last may have fewer. */
  static int height(int rows, int columns) {
    return Math.min(rows, Math.max(1, ENTRIES / columns));
  }

  /** All rows of a stored matrix, each block a view of it. */
  static RowBlock[] of(Tensor matrix) {
    int rows = (int) matrix.size(0);
    return partition(rows, height(rows, (int) matrix.size(1)), matrix, false);
  }

  /**
   * All rows of a matrix that is not stored: every block is a view of the same scratch memory.
   *
   * @param scratch [height, columns]
   */
  static RowBlock[] sharing(Tensor scratch, int rows) {
    return partition(rows, (int) scratch.size(0), scratch, true);
  }

  private static RowBlock[] partition(int rows, int height, Tensor memory, boolean shared) {
    RowBlock[] blocks = new RowBlock[(rows + height - 1) / height];
    for (int b = 0; b < blocks.length; b++) {
      int from = b * height;
      long start = shared ? 0 : from;
      blocks[b] = new RowBlock(memory.narrow(0, start, Math.min(height, rows - from)), from);
    }
    return blocks;
  }

  /** The block itself, [rows, columns]. */
  Tensor values() {
    return values;
  }

  /** Index of the first row. */
  int from() {
    return from;
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  /** Copies the block into an array. */
  void get(double[] into) {
    address.get(into, 0, rows * columns);
  }

  /** Copies an array into the block. */
  void put(double[] source) {
    address.put(source, 0, rows * columns);
  }

  /** out ← A v, with out of length {@link #rows}. */
  void multiply(DoublePointer v, DoublePointer out) {
    cblas_dgemv(CblasRowMajor, CblasNoTrans, rows, columns, 1, address, columns, v, 1, 0, out, 1);
  }

  /** out ← out + Aᵀ u, with u of length {@link #rows}. */
  void addTransposedProduct(DoublePointer u, DoublePointer out) {
    cblas_dgemv(CblasRowMajor, CblasTrans, rows, columns, 1, address, columns, u, 1, 1, out, 1);
  }
}
