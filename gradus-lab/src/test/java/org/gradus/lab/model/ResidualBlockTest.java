package org.gradus.lab.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.RandomSource;
import org.gradus.core.Tensors;
import org.gradus.perexample.LayerRecorder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResidualBlockTest {
  @ParameterizedTest
  @CsvSource({"16, 1, 8", "32, 2, 4", "32, 1, 8", "16, 2, 4"})
  void strideHalvesTheImage(long channels, long stride, long side) {
    RandomSource random = RandomSource.seeded(1);
    Tensor images = random.normal(new long[] {2, 16, 8, 8}, new TensorOptions(ScalarType.Float));
    Tensor out =
        new ResidualBlock(new Layers(random), 16, channels, stride)
            .forward(images, LayerRecorder.none());
    assertThat(Tensors.shape(out)).containsExactly(2, channels, side, side);
  }
}
