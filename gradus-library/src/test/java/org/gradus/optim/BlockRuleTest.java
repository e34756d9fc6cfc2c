package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.values;
import static org.gradus.Fixtures.vector;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.ParameterVector.Slice;
import org.junit.jupiter.api.Test;

class BlockRuleTest {
  private static Slice slice(Long... shape) {
    long length = Arrays.stream(shape).reduce(1L, (a, b) -> a * b);
    return new Slice("w", 0, length, List.of(shape));
  }

  private static double[] averaged(BlockRule rule) {
    Tensor entries = vector(1, 3, 5, 7, 9, 11);
    BlockRule.average(entries, rule.blockOf(slice(3L, 2L)));
    return values(entries);
  }

  @Test
  void rowsAndRunsOfTheSheetsExample() {
    assertThat(averaged(BlockRule.rows())).containsExactly(2, 2, 6, 6, 10, 10);
    assertThat(averaged(BlockRule.flat(3))).containsExactly(3, 3, 3, 9, 9, 9);
    assertThat(averaged(BlockRule.none())).containsExactly(1, 3, 5, 7, 9, 11);
    assertThat(averaged(BlockRule.convolutionKernels())).containsExactly(1, 3, 5, 7, 9, 11);
  }

  @Test
  void runsMustDivideTheTensor() {
    assertThatThrownBy(() -> BlockRule.flat(4).blockOf(slice(3L, 2L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'w'", "4", "6");
    assertThatThrownBy(() -> BlockRule.flat(0)).hasMessageContaining("block length is 0");
  }

  @Test
  void convolutionKernelsAreAveragedOverTheirSpatialAxes() {
    Tensor kernels = normal(1, ScalarType.Double, 4, 3, 3, 2).abs();
    Tensor entries = kernels.clone();
    BlockRule.average(entries, BlockRule.convolutionKernels().blockOf(slice(4L, 3L, 3L, 2L)));
    double[] was = values(kernels);
    double[] is = values(entries);
    for (int block = 0; block < 12; block++) {
      double[] part = Arrays.copyOfRange(is, block * 6, block * 6 + 6);
      assertThat(part).containsOnly(part[0]);
      double sum = Arrays.stream(was, block * 6, block * 6 + 6).sum();
      assertThat(part[0] * 6 / sum).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void blocksByRank() {
    BlockRule kernels = BlockRule.convolutionKernels();
    assertThat(kernels.blockOf(slice())).isEqualTo(1);
    assertThat(kernels.blockOf(slice(6L))).isEqualTo(1);
    assertThat(kernels.blockOf(slice(2L, 3L, 5L))).isEqualTo(5);
    assertThat(kernels.blockOf(slice(2L, 2L, 3L, 4L, 5L))).isEqualTo(60);
    assertThat(BlockRule.rows().blockOf(slice(2L, 3L, 5L))).isEqualTo(5);
    assertThat(BlockRule.rows().blockOf(slice(2L, 2L, 3L, 5L))).isEqualTo(15);
    assertThat(BlockRule.rows().blockOf(slice(7L))).isEqualTo(1);
    assertThat(BlockRule.flat(3).blockOf(slice(7L))).isEqualTo(1);
    assertThatThrownBy(() -> BlockRule.rows().blockOf(slice(1L, 1L, 1L, 1L, 1L)))
        .hasMessageContainingAll("'w'", "5");
    assertThatThrownBy(() -> kernels.blockOf(slice(1L, 1L, 1L, 1L, 1L, 1L)))
        .hasMessageContainingAll("'w'", "6");
  }
}
