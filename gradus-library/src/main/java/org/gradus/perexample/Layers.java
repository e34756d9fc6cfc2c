package org.gradus.perexample;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.EmbeddingOptions;
import org.bytedeco.pytorch.LayerNormImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/** What each kind of layer makes of its input and the gradient d at its output. */
final class Layers {
  private Layers() {}

  static List<Factor> linear(LinearImpl layer, Tensor input, Tensor d) {
    long n = input.size(0);
    Tensor a = input.reshape(n, 1, -1, input.size(-1));
    Tensor gradients = d.reshape(n, 1, -1, d.size(-1));
    List<Factor> factors = new ArrayList<>();
    factors.add(new OuterFactor(layer.weight(), (from, k) -> a.narrow(0, from, k), gradients));
    addBias(factors, layer.bias(), gradients.sum(1, 2));
    return factors;
  }

  static List<Factor> convolution(Conv2dImpl layer, Unfolding unfolding, Tensor input, Tensor d) {
    List<Factor> factors = new ArrayList<>();
    factors.add(
        new OuterFactor(
            layer.weight(),
            (from, k) -> unfolding.patches(input.narrow(0, from, k)),
            unfolding.positions(d)));
    addBias(factors, layer.bias(), d.sum(2, 3));
    return factors;
  }

  static List<Factor> embedding(EmbeddingImpl layer, Tensor ids, Tensor d) {
    long n = ids.size(0);
    Tensor at = ids.reshape(n, -1);
    Tensor gradients = d.reshape(n, at.size(1), -1);
    LongOptional padding = layer.options().padding_idx();
    if (padding.has_value()) {
      gradients = gradients.mul(at.ne(Scalars.of(padding.get())).unsqueeze(2));
    }
    return List.of(new LookupFactor(layer.weight(), at, gradients));
  }

  static List<Factor> layerNorm(LayerNormImpl layer, Tensor input, Tensor d) {
    long[] axes = layer.options().normalized_shape().get();
    Tensor standard =
        torch.layer_norm(
            input,
            axes,
            new TensorOptional(),
            new TensorOptional(),
            layer.options().eps().get(),
            false);
    long n = input.size(0);
    long width = 1;
    for (long axis : axes) {
      width *= axis;
    }
    return scaleAndShift(
        layer.weight(),
        layer.bias(),
        d.mul(standard).reshape(n, -1, width).sum(1),
        d.reshape(n, -1, width).sum(1));
  }

  static List<Factor> batchNorm(BatchNorm2dImpl layer, Tensor input, Tensor d) {
    Tensor standard =
        torch.batch_norm(
            input,
            new TensorOptional(),
            new TensorOptional(),
            new TensorOptional(layer.running_mean()),
            new TensorOptional(layer.running_var()),
            false,
            0,
            layer.options().eps().get(),
            false);
    return scaleAndShift(layer.weight(), layer.bias(), d.mul(standard).sum(2, 3), d.sum(2, 3));
  }

  private static List<Factor> scaleAndShift(
      Tensor scale, Tensor shift, Tensor ofScale, Tensor ofShift) {
    return scale.defined()
        ? List.of(new RowFactor(scale, ofScale), new RowFactor(shift, ofShift))
        : List.of();
  }

  private static void addBias(List<Factor> factors, Tensor bias, Tensor rows) {
    if (bias.defined()) {
      factors.add(new RowFactor(bias, rows));
    }
  }

  /** An embedding whose gradient is more than a sum over look-ups, or changes the table, fails. */
  static void requirePlain(EmbeddingImpl layer) {
    EmbeddingOptions options = layer.options();
    if (options.max_norm().has_value() || options.scale_grad_by_freq().get()) {
      throw new IllegalArgumentException(
          "an embedding with max_norm or scale_grad_by_freq ("
              + Tensors.describe(layer.weight())
              + ") has no recorded per-example gradients");
    }
  }

  static IllegalArgumentException mixesExamples() {
    return new IllegalArgumentException(
        "per-example gradients are undefined with batch norm in training mode: its statistics mix"
            + " the examples; use evaluation mode, or a model with layer norm");
  }
}
