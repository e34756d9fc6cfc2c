package org.gradus.bench;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;
import org.gradus.lab.model.ModelSpec;
import org.gradus.lab.model.Models;
import org.gradus.train.Network;
import org.gradus.train.TrainingData;

/** The models whose steps are timed, the same as in {@code peers/steps.py}. */
public enum StepModel {
  MLP("mlp:128", 10, 64, 64),
  MLP_WIDE("mlp:512,512", 10, 64, 64),
  CNN("cnn:16,32,128", 10, 128, 1, 28, 28),
  RESNET8("resnet8", 10, 128, 3, 32, 32),
  GPT("gpt:4x128,heads=4,context=64", 65, 32);

  private static final int BATCHES = 8;
  private static final int CONTEXT = 64;

  private final String model;
  private final int outputs;
  private final int batch;

  @SuppressWarnings("ImmutableEnumChecker") // never written after construction
  private final long[] shape;

  StepModel(String model, int outputs, int batch, long... shape) {
    this.model = model;
    this.outputs = outputs;
    this.batch = batch;
    this.shape = shape;
  }

  /** The model and its batch size, in words. */
  String title() {
    return model + ", batch " + batch;
  }

  /** Examples in a batch. */
  int batch() {
    return batch;
  }

  /** The model with fresh weights, the same at each call. */
  Network network() {
    return Models.build(ModelSpec.parse(model), shape, outputs, 1);
  }

  /** Random examples, eight batches of them. */
  TrainingData data() {
    torch.manual_seed(1);
    if (shape.length == 0) {
      return TrainingData.sequence(classes((long) BATCHES * batch * CONTEXT + CONTEXT), CONTEXT);
    }
    long examples = (long) BATCHES * batch;
    long[] sizes = new long[shape.length + 1];
    sizes[0] = examples;
    System.arraycopy(shape, 0, sizes, 1, shape.length);
    return TrainingData.of(torch.randn(sizes), classes(examples));
  }

  private Tensor classes(long count) {
    return Tensors.keep(torch.rand(count).mul_(Scalars.of((double) outputs)).to(ScalarType.Long));
  }
}
