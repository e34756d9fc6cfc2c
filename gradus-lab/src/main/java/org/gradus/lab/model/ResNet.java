package org.gradus.lab.model;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Tensors;
import org.gradus.perexample.LayerRecorder;

/**
 * The residual network of 6 n + 2 layers for small images (He et al., arXiv 1512.03385, section
 * 4.2): three stages of n blocks with 16, 32 and 64 channels, then the mean over the image.
 *
 * <p>Inputs [n, channels, height, width], outputs [n, classes].
 */
final class ResNet extends Module {
  private static final int FIRST_CHANNELS = 16;
  private static final int STAGES = 3;

  private final Conv2dImpl first;
  private final BatchNorm2dImpl firstNorm;
  private final List<ResidualBlock> blocks = new ArrayList<>();
  private final LinearImpl output;

  ResNet(Layers make, long channels, int depth, long outputs) {
    first = make.convolution(this, "conv", channels, FIRST_CHANNELS, 3, 1);
    firstNorm = make.batchNorm(this, "norm", FIRST_CHANNELS);
    int blocksPerStage = (depth - 2) / (2 * STAGES);
    long in = FIRST_CHANNELS;
    for (int stage = 0; stage < STAGES; stage++) {
      long out = (long) FIRST_CHANNELS << stage;
      for (int i = 0; i < blocksPerStage; i++) {
        ResidualBlock block = new ResidualBlock(make, in, out, stage > 0 && i == 0 ? 2 : 1);
        blocks.add(register_module("block" + (blocks.size() + 1), Tensors.keep(block)));
        in = out;
      }
    }
    output = make.linear(this, "output", in, outputs);
  }

  Tensor forward(Tensor images, LayerRecorder recorder) {
    Tensor x = recorder.batchNorm(firstNorm, recorder.convolution(first, images)).relu_();
    for (ResidualBlock block : blocks) {
      x = block.forward(x, recorder);
    }
    return recorder.linear(output, torch.adaptive_avg_pool2d(x, 1, 1).flatten(1, -1));
  }
}
