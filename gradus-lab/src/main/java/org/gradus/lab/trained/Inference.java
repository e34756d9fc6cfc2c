package org.gradus.lab.trained;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Tensors;
import org.gradus.lab.task.Encoded;
import org.gradus.train.Network;

/** Forward passes in evaluation mode, without gradients, in bounded native memory. */
final class Inference {
  private static final int BATCH = 256;

  private Inference() {}

  /**
   * The outputs for all examples.
   *
   * @param values row-major over (example, shape)
   * @return row-major over (example, output)
   */
  static float[] outputs(Network network, float[] values, int rows, long[] shape, int width) {
    network.train(false);
    float[] outputs = new float[Math.multiplyExact(rows, width)];
    try (PointerScope all = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor inputs = Encoded.inputs(values, rows, shape);
      for (int from = 0; from < rows; from += BATCH) {
        int count = Math.min(BATCH, rows - from);
        try (PointerScope scope = new PointerScope()) {
          read(network.forward(inputs.narrow(0, from, count)), outputs, from * width);
        }
      }
    }
    return outputs;
  }

  /**
   * Probabilities of the next character after each of the given ones.
   *
   * @param tokens at most the model's context of them
   * @return row-major over (token, character)
   */
  static float[] nextCharacters(Network network, long[] tokens, int width) {
    network.train(false);
    float[] probabilities = new float[Math.multiplyExact(tokens.length, width)];
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor text = Tensor.create(tokens, 1, tokens.length);
      read(torch.softmax(network.forward(text), -1), probabilities, 0);
    }
    return probabilities;
  }

  private static void read(Tensor from, float[] into, int at) {
    Tensor plain = from.contiguous();
    int length = Math.toIntExact(plain.numel());
    if (length > into.length - at) {
      throw new IllegalStateException(
          "the network gives " + Tensors.describe(from) + ", more than its card says");
    }
    plain.data_ptr_float().get(into, at, length);
  }
}
