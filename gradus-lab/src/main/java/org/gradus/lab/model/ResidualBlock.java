package org.gradus.lab.model;

import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.gradus.perexample.LayerRecorder;

/**
 * relu(bn(conv(relu(bn(conv(x))))) + shortcut(x)), the shortcut a 1 × 1 convolution with batch norm
 * where the shape changes and the identity elsewhere (He et al., arXiv 1512.03385, option B).
 */
final class ResidualBlock extends Module {
  private final Conv2dImpl first;
  private final BatchNorm2dImpl firstNorm;
  private final Conv2dImpl second;
  private final BatchNorm2dImpl secondNorm;
  private final Conv2dImpl shortcut;
  private final BatchNorm2dImpl shortcutNorm;

  ResidualBlock(Layers make, long in, long out, long stride) {
    first = make.convolution(this, "conv1", in, out, 3, stride);
    firstNorm = make.batchNorm(this, "norm1", out);
    second = make.convolution(this, "conv2", out, out, 3, 1);
    secondNorm = make.batchNorm(this, "norm2", out);
    boolean reshapes = in != out || stride != 1;
    shortcut = reshapes ? make.convolution(this, "shortcut", in, out, 1, stride) : null;
    shortcutNorm = reshapes ? make.batchNorm(this, "shortcutNorm", out) : null;
  }

  Tensor forward(Tensor x, LayerRecorder recorder) {
    Tensor hidden = recorder.batchNorm(firstNorm, recorder.convolution(first, x)).relu_();
    Tensor kept =
        shortcut == null ? x : recorder.batchNorm(shortcutNorm, recorder.convolution(shortcut, x));
    return recorder.batchNorm(secondNorm, recorder.convolution(second, hidden)).add_(kept).relu_();
  }
}
