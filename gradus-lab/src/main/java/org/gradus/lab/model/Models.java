package org.gradus.lab.model;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.RandomSource;
import org.gradus.core.Tensors;
import org.gradus.perexample.LayerRecorder;
import org.gradus.perexample.RecordingNetwork;
import org.gradus.train.Network;

/** Builds networks from their specification. */
public final class Models {
  private static final int SMALLEST_CNN_IMAGE = 4;

  private Models() {}

  /**
   * Builds a model.
   *
   * <p>All but TorchScript models can be asked for per-example gradients ({@link
   * RecordingNetwork}).
   *
   * <p>Initial weights are drawn from a generator of this seed: the same seed gives the same
   * weights on every machine. A TorchScript model starts from the weights in its file instead.
   *
   * @param spec which model
   * @param inputShape the shape of one example: {features}, {channels, height, width}, or {} for a
   *     text
   * @param outputs classes, 1 for a regression, or the size of the vocabulary
   * @param seed decides the initial weights
   * @return the network, in training mode; it outlives any surrounding pointer scope
   * @throws IllegalArgumentException in one line, if the model does not suit the inputs
   */
  public static Network build(ModelSpec spec, long[] inputShape, int outputs, long seed) {
    Check.atLeast("outputs", outputs, 1);
    Layers make = new Layers(RandomSource.seeded(seed));
    if (spec instanceof ModelSpec.TorchScript own) {
      return TorchScriptCheck.load(own, inputShape, outputs);
    }
    if (spec instanceof ModelSpec.Gpt sizes) {
      requireText(spec, inputShape);
      Gpt model = new Gpt(make, sizes, outputs);
      return network(model, model::forward);
    }
    requireExamples(spec, inputShape);
    if (spec instanceof ModelSpec.Linear) {
      return mlp(make, inputShape, List.of(), outputs);
    }
    if (spec instanceof ModelSpec.Mlp sizes) {
      return mlp(make, inputShape, sizes.hidden(), outputs);
    }
    requireImage(spec, inputShape);
    if (spec instanceof ModelSpec.Cnn sizes) {
      Cnn model = new Cnn(make, inputShape, sizes.sizedFor(inputShape), outputs);
      return network(model, model::forward);
    }
    ResNet model = new ResNet(make, inputShape[0], ((ModelSpec.ResNet) spec).depth(), outputs);
    return network(model, model::forward);
  }

  private static Network mlp(Layers make, long[] inputShape, List<Integer> hidden, int outputs) {
    long inputs = Arrays.stream(inputShape).reduce(1, Math::multiplyExact);
    Mlp model = new Mlp(make, inputs, hidden, outputs);
    return network(model, model::forward);
  }

  private static Network network(Module module, BiFunction<Tensor, LayerRecorder, Tensor> forward) {
    return RecordingNetwork.of(Tensors.keep(module), forward);
  }

  private static void requireText(ModelSpec spec, long[] inputShape) {
    if (inputShape.length > 0) {
      throw unsuitable(spec, inputShape, "a text");
    }
  }

  private static void requireExamples(ModelSpec spec, long[] inputShape) {
    if (inputShape.length == 0) {
      throw unsuitable(spec, inputShape, "tables and images");
    }
  }

  private static void requireImage(ModelSpec spec, long[] inputShape) {
    if (inputShape.length != 3) {
      throw unsuitable(spec, inputShape, "images");
    }
    if (Math.min(inputShape[1], inputShape[2]) < SMALLEST_CNN_IMAGE) {
      throw unsuitable(spec, inputShape, "images of at least 4 x 4 pixels");
    }
  }

  private static IllegalArgumentException unsuitable(
      ModelSpec spec, long[] inputShape, String takes) {
    return new IllegalArgumentException(
        "model '%s' takes %s, but the data are %s; what suits: %s"
            .formatted(spec.text(), takes, describe(inputShape), suitable(inputShape)));
  }

  private static String describe(long[] shape) {
    if (shape.length == 0) {
      return "a text";
    }
    return shape.length == 3
        ? "images of shape " + Arrays.toString(shape)
        : "a table (examples of shape %s)".formatted(Arrays.toString(shape));
  }

  private static String suitable(long[] shape) {
    if (shape.length == 0) {
      return "gpt";
    }
    return shape.length == 3 && Math.min(shape[1], shape[2]) >= SMALLEST_CNN_IMAGE
        ? "cnn, resnet8, resnet20, mlp, linear"
        : "mlp, linear";
  }
}
