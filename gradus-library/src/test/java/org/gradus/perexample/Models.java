package org.gradus.perexample;

import java.util.function.BiFunction;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.BatchNormOptions;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.LayerNormImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Fixtures;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;
import org.gradus.train.Network;

/** Small models with every kind of layer that can be recorded. */
final class Models {
  /** A module and its forward pass through a recorder. */
  record Model(Module module, BiFunction<Tensor, LayerRecorder, Tensor> forward) {
    Network recording() {
      return RecordingNetwork.of(module, forward);
    }

    /** The same model, of which nothing is known but its outputs. */
    Network foreign() {
      return Network.of(module, x -> forward.apply(x, LayerRecorder.none()));
    }
  }

  private Models() {}

  private static Model start(Module module, BiFunction<Tensor, LayerRecorder, Tensor> forward) {
    Tensors.keep(module);
    for (long i = 0; i < module.parameters().size(); i++) {
      Tensor parameter = module.parameters().get(i);
      Tensor values = Fixtures.normal(90 + i, ScalarType.Double, Tensors.shape(parameter));
      parameter.detach().copy_(values.mul(Scalars.of(0.4)));
    }
    return new Model(module, forward);
  }

  /** 6 inputs, 3 outputs, one hidden layer with a layer norm. */
  static Model dense(ScalarType type) {
    Module net = new Module();
    LinearImpl first = net.register_module("first", new LinearImpl(6, 5));
    LayerNormImpl norm =
        net.register_module("norm", new LayerNormImpl(new LongVector(new long[] {5})));
    LinearImpl last = net.register_module("last", new LinearImpl(5, 3));
    net.to(type, false);
    return start(
        net,
        (x, layers) ->
            layers.linear(last, layers.layerNorm(norm, layers.linear(first, x)).relu_()));
  }

  /** Images of 2 x 8 x 7: stride, padding, dilation, groups and a batch norm. */
  static Model images(ScalarType type) {
    Module net = new Module();
    Conv2dImpl first = net.register_module("first", new Conv2dImpl(convolution(2, 4, 1, 2, 1, 1)));
    BatchNorm2dImpl norm =
        net.register_module("norm", new BatchNorm2dImpl(new BatchNormOptions(4)));
    Conv2dImpl second =
        net.register_module("second", new Conv2dImpl(convolution(4, 6, 2, 1, 2, 2)));
    LinearImpl last = net.register_module("last", new LinearImpl(6 * 4 * 4, 3));
    net.to(type, false);
    norm.running_mean().copy_(Fixtures.normal(7, type, 4));
    norm.running_var().copy_(Fixtures.normal(8, type, 4).square().add(Scalars.of(0.5)));
    return start(
        net,
        (x, layers) -> {
          Tensor hidden = layers.batchNorm(norm, layers.convolution(first, x)).tanh();
          Tensor again = layers.convolution(second, hidden).relu_();
          return layers.linear(last, again.flatten(1, -1));
        });
  }

  private static Conv2dOptions convolution(
      long in, long out, long groups, long stride, long padding, long dilation) {
    Conv2dOptions options = new Conv2dOptions(in, out, new LongPointer(3, 3));
    options.groups().put(groups);
    options.stride().put(new long[] {stride, stride});
    options.padding().put(new LongPointer(padding, padding));
    options.dilation().put(new long[] {dilation, dilation});
    return options;
  }

  /**
   * Texts of 5 out of 4 tokens: embeddings of tokens and of positions, a bias-free layer, norms.
   *
   * @param width of the vectors: wide ones take the weight's Gram form, narrow ones write it out
   */
  static Model texts(ScalarType type, long width) {
    Module net = new Module();
    EmbeddingImpl tokens = net.register_module("tokens", new EmbeddingImpl(4, width));
    EmbeddingImpl places = net.register_module("places", new EmbeddingImpl(5, width));
    LayerNormImpl norm =
        net.register_module("norm", new LayerNormImpl(new LongVector(new long[] {width})));
    LinearImpl last = net.register_module("last", new LinearImpl(width, 4));
    net.to(type, false);
    Tensor at = Tensors.keep(Tensor.create(0L, 1L, 2L, 3L, 4L));
    return start(
        net,
        (x, layers) -> {
          Tensor seen =
              layers.embedding(tokens, x, x.size(0)).add(layers.embedding(places, at, x.size(0)));
          Tensor mixed = torch.cumsum(layers.layerNorm(norm, seen), 1);
          return layers.linear(last, mixed.tanh());
        });
  }
}
