package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SparseMatrixTest {
  /** [[1, 0, 2], [0, 0, 0]]. */
  private static final SparseMatrix MATRIX =
      new SparseMatrix(2, 3, new int[] {0, 2, 2}, new int[] {0, 2}, new double[] {1, 2});

  @Test
  void multiplies() {
    double[] product = {9, 9};
    MATRIX.multiply(new double[] {1, 10, 100}, product);
    assertThat(product).containsExactly(201, 0);
    double[] transposed = {0, 1, 0};
    MATRIX.addTransposedProduct(new double[] {3, 5}, transposed);
    assertThat(transposed).containsExactly(3, 1, 6);
  }

  @Test
  void arraysMustDescribeTheShape() {
    assertThatThrownBy(() -> new SparseMatrix(2, 3, new int[2], new int[0], new double[0]))
        .hasMessageContaining("rowStarts");
    assertThatThrownBy(() -> new SparseMatrix(2, 3, new int[] {0, 2, 1}, new int[1], new double[1]))
        .hasMessage("rowStarts[2] is 1; it must be >= rowStarts[1]");
    assertThatThrownBy(() -> new SparseMatrix(1, 3, new int[] {0, 1}, new int[] {3}, new double[1]))
        .hasMessage("columnIndices[0] is 3; it must be in [0, 3)");
    assertThatThrownBy(() -> new SparseMatrix(1, 3, new int[] {0, 1}, new int[] {1}, new double[2]))
        .hasMessageContaining("the number of columnIndices and values is 1 and 2");
  }
}
