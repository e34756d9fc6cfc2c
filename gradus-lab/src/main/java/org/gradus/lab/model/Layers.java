package org.gradus.lab.model;

import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.BatchNormOptions;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.LayerNormImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.LinearOptions;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.MaxPool2dImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/**
 * Makes layers as children of a module, their initial weights drawn from one generator in the order
 * the layers are made: libtorch's own initialization would draw from the process-wide generator.
 *
 * <p>By default PyTorch's distributions: weights and biases of linear and convolutional layers
 * uniform in ±1/√(inputs of one output). Norms start as the identity.
 */
final class Layers {
  private final RandomSource random;

  Layers(RandomSource random) {
    this.random = random;
  }

  /** x ↦ x Wᵀ + b. */
  LinearImpl linear(Module parent, String name, long in, long out) {
    LinearImpl layer = parent.register_module(name, Tensors.keep(new LinearImpl(in, out)));
    uniform(layer.weight(), in);
    uniform(layer.bias(), in);
    return layer;
  }

  /** As {@link #linear}, with weights from N(0, deviation²) and no or zero bias. */
  LinearImpl normalLinear(
      Module parent, String name, long in, long out, boolean bias, double deviation) {
    LinearOptions options = new LinearOptions(in, out);
    options.bias().put(bias);
    LinearImpl layer = parent.register_module(name, Tensors.keep(new LinearImpl(options)));
    normal(layer.weight(), deviation);
    if (bias) {
      try (NoGradGuard guard = new NoGradGuard()) {
        layer.bias().zero_();
      }
    }
    return layer;
  }

  /** A 3 × 3 convolution with bias that keeps the image size. */
  Conv2dImpl convolution(Module parent, String name, long in, long out) {
    Conv2dImpl layer = convolution(parent, name, in, out, 3, 1, true);
    uniform(layer.bias(), in * 9);
    return layer;
  }

  /** A square convolution without bias, padded by half its kernel. */
  Conv2dImpl convolution(Module parent, String name, long in, long out, long kernel, long stride) {
    return convolution(parent, name, in, out, kernel, stride, false);
  }

  private Conv2dImpl convolution(
      Module parent, String name, long in, long out, long kernel, long stride, boolean bias) {
    Conv2dOptions options = new Conv2dOptions(in, out, new LongPointer(kernel, kernel));
    options.stride().put(new long[] {stride, stride});
    options.padding().put(new LongPointer(kernel / 2, kernel / 2));
    options.bias().put(bias);
    Conv2dImpl layer = parent.register_module(name, Tensors.keep(new Conv2dImpl(options)));
    uniform(layer.weight(), in * kernel * kernel);
    return layer;
  }

  /** The larger of each 2 × 2 pixels. */
  MaxPool2dImpl pool(Module parent, String name) {
    return parent.register_module(name, Tensors.keep(new MaxPool2dImpl(new LongPointer(2, 2))));
  }

  BatchNorm2dImpl batchNorm(Module parent, String name, long channels) {
    return parent.register_module(
        name, Tensors.keep(new BatchNorm2dImpl(new BatchNormOptions(channels))));
  }

  LayerNormImpl layerNorm(Module parent, String name, long width) {
    return parent.register_module(
        name, Tensors.keep(new LayerNormImpl(new LongVector(new long[] {width}))));
  }

  /** A row of N(0, deviation²) for each token. */
  EmbeddingImpl embedding(Module parent, String name, long tokens, long width, double deviation) {
    EmbeddingImpl layer =
        parent.register_module(name, Tensors.keep(new EmbeddingImpl(tokens, width)));
    normal(layer.weight(), deviation);
    return layer;
  }

  private void uniform(Tensor parameter, long inputs) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      double bound = 1 / Math.sqrt((double) inputs);
      Tensor draws = random.uniform(Tensors.shape(parameter), parameter.options());
      parameter.copy_(draws.mul_(Scalars.of(2 * bound)).sub_(Scalars.of(bound)));
    }
  }

  private void normal(Tensor parameter, double deviation) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor draws = random.normal(Tensors.shape(parameter), parameter.options());
      parameter.copy_(draws.mul_(Scalars.of(deviation)));
    }
  }
}
