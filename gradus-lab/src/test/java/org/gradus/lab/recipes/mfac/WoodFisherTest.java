package org.gradus.lab.recipes.mfac;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.RandomSource;
import org.gradus.curvature.InverseFisher;
import org.junit.jupiter.api.Test;

class WoodFisherTest {
  @Test
  void theRecursionGivesTheSameMatrix() {
    Tensor g =
        RandomSource.seeded(1).normal(new long[] {6, 12}, new TensorOptions(ScalarType.Double));
    for (int block : new int[] {1, 4, 12}) {
      Tensor ours = InverseFisher.of(g, 0.1, block).diagonal();
      Tensor theirs = WoodFisher.diagonal(g, 0.1, block);
      assertThat(ours.sub(theirs).abs().max().item_double()).isLessThan(1e-12);
    }
  }
}
