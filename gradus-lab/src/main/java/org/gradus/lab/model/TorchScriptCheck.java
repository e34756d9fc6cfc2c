package org.gradus.lab.model;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Tensors;
import org.gradus.train.Network;

/** Loads a TorchScript model and tries it on a batch of zeros, so that errors come early. */
final class TorchScriptCheck {
  private static final long EXAMPLES = 2;

  private TorchScriptCheck() {}

  static Network load(ModelSpec.TorchScript spec, long[] inputShape, int outputs) {
    Network network = Network.torchScript(spec.file());
    // In training mode the trial batch would enter the running statistics.
    network.train(false);
    boolean text = inputShape.length == 0;
    long[] given = text ? new long[] {EXAMPLES, spec.context()} : prepend(EXAMPLES, inputShape);
    long[] wanted = text ? append(given, outputs) : new long[] {EXAMPLES, outputs};
    long[] found = trial(network, spec, given, text ? ScalarType.Long : ScalarType.Float);
    if (!Arrays.equals(found, wanted)) {
      throw new IllegalArgumentException(
          "%s gives outputs of shape %s for inputs of shape %s; the data need %s"
              .formatted(
                  spec.file(),
                  Arrays.toString(found),
                  Arrays.toString(given),
                  Arrays.toString(wanted)));
    }
    network.train(true);
    return network;
  }

  private static long[] trial(
      Network network, ModelSpec.TorchScript spec, long[] shape, ScalarType type) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor outputs = network.forward(torch.zeros(shape, new TensorOptions(type)));
      return Tensors.shape(outputs);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "%s does not take inputs of shape %s (%s): %s"
              .formatted(spec.file(), Arrays.toString(shape), type, lastLine(e)),
          e);
    }
  }

  /** The reason itself: libtorch puts the position in the model's code before it. */
  private static String lastLine(RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    int from = message.indexOf("RuntimeError: ");
    return (from < 0 ? message : message.substring(from + "RuntimeError: ".length()))
        .lines()
        .findFirst()
        .orElse("");
  }

  private static long[] prepend(long first, long[] rest) {
    return LongStream.concat(LongStream.of(first), Arrays.stream(rest)).toArray();
  }

  private static long[] append(long[] first, long last) {
    return LongStream.concat(Arrays.stream(first), LongStream.of(last)).toArray();
  }
}
