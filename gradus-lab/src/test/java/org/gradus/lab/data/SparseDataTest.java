package org.gradus.lab.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.gradus.core.SparseMatrix;
import org.junit.jupiter.api.Test;

class SparseDataTest {
  @Test
  void zerosAreLeftOutAndRowsKept() {
    SparseMatrix matrix = SparseData.sparse(new double[] {0, 2, 0, 0, 0, 0, 3, 0, 4}, 3);
    assertThat(matrix.rowStarts()).containsExactly(0, 1, 1, 3);
    assertThat(matrix.columnIndices()).containsExactly(1, 0, 2);
    assertThat(matrix.values()).containsExactly(2, 3, 4);
  }

  @Test
  void digitsAreScaledToTheUnitInterval() {
    SparseData digits = SparseData.digits(50);
    assertThat(digits.features().rows()).isEqualTo(50);
    assertThat(digits.features().columns()).isEqualTo(64);
    assertThat(Arrays.stream(digits.features().values()).max().orElseThrow()).isEqualTo(1);
    assertThat(Arrays.stream(digits.features().values()).min().orElseThrow()).isPositive();
    assertThat(digits.classes()).hasSize(50).contains(0, 9);
  }

  @Test
  void twoClassesBecomeSigns() {
    SparseMatrix none = new SparseMatrix(3, 1, new int[4], new int[0], new double[0]);
    assertThat(new SparseData(none, new int[] {0, 1, 1}).signs()).containsExactly(-1, 1, 1);
  }
}
