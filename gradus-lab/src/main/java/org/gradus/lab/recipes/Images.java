package org.gradus.lab.recipes;

import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Likelihood;
import org.gradus.core.Tensors;
import org.gradus.lab.data.ImageData;
import org.gradus.lab.data.NamedData;
import org.gradus.lab.model.ModelSpec;
import org.gradus.lab.model.Models;
import org.gradus.train.TrainingData;

/** Image tasks: CIFAR-10 at half resolution for results, digits for measurements. */
public final class Images {
  /** The name of the data set that may be absent. */
  public static final String CIFAR = "cifar10";

  /** Said of a claim that needs MNIST where it is absent. */
  public static final String NO_MNIST =
      "MNIST's test images are not on this machine; set GRADUS_DATA to the folder that holds"
          + " mnist-t10k-images-idx3-ubyte.gz and mnist-t10k-labels-idx1-ubyte.gz";

  private static final String MNIST = "mnist";
  private static final int CLASSES = 10;
  private static final int BATCH = 64;
  private static final int TRAIN = 4000;
  private static final int HELD_OUT = 1000;

  private Images() {}

  /**
   * CIFAR-10 averaged to 16 × 16 pixels, ResNet-8, batches of 64: trained on the first images of
   * the training part, validated on the 1000 after them, or on the set's test part.
   *
   * @param images how many train, at most 4000
   * @param test whether to validate on the test part
   */
  public static TrainingTask cifar(int images, boolean test) {
    ImageData data = (ImageData) NamedData.standard().open(CIFAR);
    int from = test ? data.testStart() : TRAIN;
    int all = test ? data.targets().rows() - from : HELD_OUT;
    int to = from + Math.min(all, images);
    return task(
        "cifar-" + (test ? "test" : "held-out") + images,
        new ModelSpec.ResNet(8),
        examples(data, 0, images, 2),
        examples(data, from, to, 2));
  }

  /** The embedded digits with any model, batches of 64. */
  public static TrainingTask digits(ModelSpec model) {
    ImageData data = (ImageData) NamedData.standard().open("digits");
    int cut = data.targets().rows() * 4 / 5;
    return task(
        "digits-" + model.text().replaceAll("[^A-Za-z0-9]+", "-"),
        model,
        examples(data, 0, cut, 1),
        examples(data, cut, data.targets().rows(), 1));
  }

  /** Whether {@link #mnist} has its files here. */
  public static boolean hasMnist() {
    return NamedData.standard().isPresent(MNIST);
  }

  /**
   * Rows of MNIST's 10 000 test images: the first 8000 train, the others test.
   *
   * @param from the first row
   * @param to the row after the last
   */
  public static TrainingData mnist(int from, int to) {
    return examples((ImageData) NamedData.standard().open(MNIST), from, to, 1).data;
  }

  private static TrainingTask task(
      String name, ModelSpec model, Examples train, Examples validation) {
    return new TrainingTask(
        name,
        seed -> Models.build(model, train.shape, CLASSES, seed),
        train.data,
        Tasks.inOrder(validation.data, 500),
        Likelihood.CATEGORICAL,
        BATCH,
        Double.POSITIVE_INFINITY,
        Scores::accuracy);
  }

  private record Examples(TrainingData data, long[] shape) {}

  /** Rows as tensors, pixels averaged over squares and scaled to about mean 0 and deviation 1. */
  private static Examples examples(ImageData data, int from, int to, int square) {
    int height = data.height() / square;
    int width = data.width() / square;
    int planes = data.channels();
    float[] values = new float[(to - from) * planes * height * width];
    int at = 0;
    for (int plane = from * planes; plane < to * planes; plane++) {
      for (int cell = 0; cell < height * width; cell++) {
        values[at++] = mean(data, plane, cell / width * square, cell % width * square, square);
      }
    }
    long[] classes =
        IntStream.range(from, to).mapToLong(i -> data.targets().indices()[i]).toArray();
    long[] shape = {planes, height, width};
    Tensor inputs = standardised(Tensor.create(values).view(to - from, planes, height, width));
    return new Examples(
        TrainingData.of(Tensors.keep(inputs), Tensors.keep(Tensor.create(classes))), shape);
  }

  private static float mean(ImageData data, int plane, int row, int column, int square) {
    int sum = 0;
    for (int i = 0; i < square; i++) {
      int start = (plane * data.height() + row + i) * data.width() + column;
      for (int j = 0; j < square; j++) {
        sum += data.pixels()[start + j] & 0xff;
      }
    }
    return (float) sum / (square * square);
  }

  private static Tensor standardised(Tensor images) {
    return images.sub(images.mean()).div(images.std());
  }
}
