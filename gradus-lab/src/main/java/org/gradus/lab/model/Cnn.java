package org.gradus.lab.model;

import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.MaxPool2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.gradus.perexample.LayerRecorder;

/**
 * Two 3 × 3 convolutions, each with ReLU and 2 × 2 pooling, then a hidden and an output layer.
 *
 * <p>Inputs [n, channels, height, width], outputs [n, classes].
 */
final class Cnn extends Module {
  private final Conv2dImpl first;
  private final Conv2dImpl second;
  private final MaxPool2dImpl pool;
  private final LinearImpl hidden;
  private final LinearImpl output;

  Cnn(Layers make, long[] image, ModelSpec.Cnn sizes, long outputs) {
    first = make.convolution(this, "conv1", image[0], sizes.first());
    second = make.convolution(this, "conv2", sizes.first(), sizes.second());
    pool = make.pool(this, "pool");
    long pixels = (image[1] / 4) * (image[2] / 4);
    hidden = make.linear(this, "hidden", sizes.second() * pixels, sizes.hidden());
    output = make.linear(this, "output", sizes.hidden(), outputs);
  }

  Tensor forward(Tensor images, LayerRecorder recorder) {
    Tensor x = pool.forward(recorder.convolution(first, images).relu_());
    x = pool.forward(recorder.convolution(second, x).relu_());
    return recorder.linear(output, recorder.linear(hidden, x.flatten(1, -1)).relu_());
  }
}
