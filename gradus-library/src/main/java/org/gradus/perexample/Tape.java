package org.gradus.perexample;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.LayerNormImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/**
 * What the layers of one forward pass saw, and a leaf at each layer's output at which autograd
 * leaves the gradient.
 *
 * <p>The leaf is −0, added to the output: x + (−0) is x bit for bit, while +0 would turn −0 into 0.
 * It is one stored number, expanded to the output's shape.
 *
 * <p>Memory, until closed: the layers' inputs, which the graph holds anyway.
 */
final class Tape implements LayerRecorder, AutoCloseable {
  /** Turns a layer's input and the gradient at its output into its parameters' factors. */
  @FunctionalInterface
  interface Parts {
    List<Factor> of(Tensor input, Tensor outputGradient);
  }

  /**
   * One call of a layer.
   *
   * @param parameters the layer's, those that are not defined included
   * @param parts what they make of input and output gradient
   * @param input what the layer read
   * @param inputVersion how often the input had been written to by then
   * @param leaf what was added to its output
   */
  record Call(List<Tensor> parameters, Parts parts, Tensor input, long inputVersion, Tensor leaf) {
    List<Factor> factors(Tensor outputGradient) {
      if (input._version() != inputVersion) {
        throw new IllegalStateException(
            "the input of a layer (%s) was changed in place after the layer had read it"
                .formatted(Tensors.describe(parameters.get(0))));
      }
      return parts.of(input, outputGradient);
    }
  }

  private final List<Call> calls = new ArrayList<>();
  private Runnable stopRecording;
  private long examples;
  private int passes;

  /**
   * A tape that is being recorded.
   *
   * @param stopRecording ends it
   */
  Tape(Runnable stopRecording) {
    this.stopRecording = stopRecording;
  }

  /** The recorder of the next pass: this tape for the first. */
  LayerRecorder beginPass(long batch) {
    passes++;
    if (passes > 1) {
      return LayerRecorder.none();
    }
    examples = batch;
    return this;
  }

  /** Ends the recording and keeps what was recorded. */
  void stop() {
    stopRecording.run();
    stopRecording = () -> {};
  }

  /** Forward passes while recording. */
  int passes() {
    return passes;
  }

  /** The number of examples of the recorded pass. */
  long examples() {
    return examples;
  }

  List<Call> calls() {
    return calls;
  }

  @Override
  public Tensor linear(LinearImpl layer, Tensor x) {
    return listen(
        List.of(layer.weight(), layer.bias()),
        (input, d) -> Layers.linear(layer, input, d),
        x,
        layer.forward(x));
  }

  @Override
  public Tensor convolution(Conv2dImpl layer, Tensor x) {
    Unfolding unfolding = Unfolding.of(layer);
    return listen(
        List.of(layer.weight(), layer.bias()),
        (input, d) -> Layers.convolution(layer, unfolding, input, d),
        x,
        layer.forward(x));
  }

  @Override
  public Tensor embedding(EmbeddingImpl layer, Tensor ids, long n) {
    Layers.requirePlain(layer);
    Tensor all = ids;
    Tensor rows = layer.forward(ids);
    if (ids.dim() == 1) {
      all = ids.unsqueeze(0).expand(n, ids.size(0));
      rows = rows.unsqueeze(0).expand(n, rows.size(0), rows.size(1));
    }
    return listen(
        List.of(layer.weight()), (input, d) -> Layers.embedding(layer, input, d), all, rows);
  }

  @Override
  public Tensor layerNorm(LayerNormImpl layer, Tensor x) {
    return listen(
        List.of(layer.weight(), layer.bias()),
        (input, d) -> Layers.layerNorm(layer, input, d),
        x,
        layer.forward(x));
  }

  @Override
  public Tensor batchNorm(BatchNorm2dImpl layer, Tensor x) {
    if (layer.is_training()) {
      throw Layers.mixesExamples();
    }
    return listen(
        List.of(layer.weight(), layer.bias()),
        (input, d) -> Layers.batchNorm(layer, input, d),
        x,
        layer.forward(x));
  }

  private Tensor listen(List<Tensor> parameters, Parts parts, Tensor input, Tensor output) {
    Tensor leaf;
    try (NoGradGuard guard = new NoGradGuard()) {
      Tensor minusZero = torch.zeros(new long[] {1}, output.options()).mul_(Scalars.of(-1.0));
      leaf = Tensors.keep(minusZero.expand_as(output).detach());
    }
    leaf.requires_grad_(true);
    // detach() shares storage and version counter, so that a later write is noticed.
    Tensor read = Tensors.keep(input.detach());
    parameters.forEach(Tensors::keep);
    calls.add(new Call(parameters, parts, read, read._version(), leaf));
    return output.add(leaf);
  }

  @Override
  public void close() {
    stop();
    for (Call call : calls) {
      call.input().close();
      call.leaf().close();
    }
    calls.clear();
  }
}
