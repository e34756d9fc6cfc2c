package org.gradus.lab.recipes.adadagrad;

import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.NamedTensor;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;
import org.gradus.perexample.LayerRecorder;
import org.gradus.perexample.RecordingNetwork;
import org.gradus.train.Network;

/**
 * The paper's network for MNIST: two 5 × 5 convolutions of 16 and 32 channels, each with ReLU and
 * pooling, and a linear layer: 28 938 parameters.
 */
final class PaperCnn extends Module {
  private final Conv2dImpl first =
      register_module("first", Tensors.keep(new Conv2dImpl(convolution(1, 16))));
  private final Conv2dImpl second =
      register_module("second", Tensors.keep(new Conv2dImpl(convolution(16, 32))));
  private final LinearImpl output =
      register_module("output", Tensors.keep(new LinearImpl(32 * 7 * 7, 10)));

  private PaperCnn() {}

  /** The network of a seed: all weights uniform in ±1/√(inputs of one output). */
  static Network network(long seed) {
    PaperCnn model = Tensors.keep(new PaperCnn());
    Network network = RecordingNetwork.of(model, model::forward);
    RandomSource random = RandomSource.seeded(seed);
    double bound = 0;
    try (NoGradGuard guard = new NoGradGuard()) {
      for (NamedTensor parameter : network.parameters()) {
        Tensor tensor = parameter.tensor();
        // A bias follows its weight and has its bound.
        bound = tensor.dim() > 1 ? 1 / Math.sqrt((double) tensor.numel() / tensor.size(0)) : bound;
        Tensor draws = random.uniform(Tensors.shape(tensor), tensor.options());
        tensor.copy_(draws.mul_(Scalars.of(2 * bound)).sub_(Scalars.of(bound)));
      }
    }
    return network;
  }

  private static Conv2dOptions convolution(long in, long out) {
    Conv2dOptions options = new Conv2dOptions(in, out, new LongPointer(5, 5));
    options.padding().put(new LongPointer(2, 2));
    return options;
  }

  private Tensor forward(Tensor images, LayerRecorder recorder) {
    Tensor x = torch.max_pool2d(recorder.convolution(first, images).relu_(), 2, 2);
    x = torch.max_pool2d(recorder.convolution(second, x).relu_(), 2, 2);
    return recorder.linear(output, x.flatten(1, -1));
  }
}
