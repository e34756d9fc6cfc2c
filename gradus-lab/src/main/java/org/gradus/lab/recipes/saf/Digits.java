package org.gradus.lab.recipes.saf;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Likelihood;
import org.gradus.core.Seeds;
import org.gradus.core.Tensors;
import org.gradus.lab.data.ImageData;
import org.gradus.lab.data.NamedData;
import org.gradus.lab.model.ModelSpec;
import org.gradus.lab.model.Models;
import org.gradus.lab.recipes.Scores;
import org.gradus.lab.recipes.Tasks;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.train.Batch;
import org.gradus.train.TrainingData;

/**
 * The 8 × 8 digits: 1000 to train on, part of their labels replaced by random ones, 797 to test on.
 *
 * @param name for piece keys
 * @param inputs training images, of shape [1000, 64]
 * @param labels training labels as given
 * @param test the test set
 */
record Digits(String name, Tensor inputs, long[] labels, TrainingData test) {
  static final int BATCH = 50;
  private static final int TRAIN = 1000;
  private static final int PIXELS = 64;
  private static final int CLASSES = 10;
  private static final ModelSpec MODEL = new ModelSpec.Mlp(List.of(128, 128));

  /**
   * The set of a seed.
   *
   * @param noise part of the training labels that is drawn anew, uniformly
   */
  static Digits of(double noise, long seed) {
    ImageData data = (ImageData) NamedData.standard().open("digits");
    int all = data.targets().rows();
    Tensor images = images(data, all);
    long[] classes = IntStream.range(0, all).mapToLong(i -> data.targets().indices()[i]).toArray();
    long[] labels = LongStream.of(classes).limit(TRAIN).toArray();
    SplittableRandom random = new SplittableRandom(Seeds.derive(seed, "label noise", 0));
    for (int i = 0; i < TRAIN; i++) {
      if (random.nextDouble() < noise) {
        labels[i] = random.nextInt(CLASSES);
      }
    }
    Tensor held = Tensors.keep(images.narrow(0, TRAIN, all - TRAIN));
    Tensor truth = Tensors.keep(Tensor.create(LongStream.of(classes).skip(TRAIN).toArray()));
    return new Digits(
        "digits-noise" + noise,
        Tensors.keep(images.narrow(0, 0, TRAIN)),
        labels,
        TrainingData.of(held, truth));
  }

  private static Tensor images(ImageData data, int count) {
    float[] values = new float[count * PIXELS];
    for (int i = 0; i < values.length; i++) {
      values[i] = data.pixels()[i] & 0xff;
    }
    Tensor images = Tensor.create(values).view(count, PIXELS);
    return images.sub(images.mean()).div(images.std());
  }

  int examples() {
    return labels.length;
  }

  int stepsPerEpoch() {
    return examples() / BATCH;
  }

  /** All training examples, with the labels as given. */
  Batch everything() {
    return training().batch(LongStream.range(0, examples()).toArray());
  }

  private TrainingData training() {
    return TrainingData.of(inputs, Tensors.keep(Tensor.create(labels)));
  }

  /** What is trained. */
  TrainingTask task() {
    return new TrainingTask(
        name,
        seed -> Models.build(MODEL, new long[] {PIXELS}, CLASSES, seed),
        training(),
        Tasks.inOrder(test, (int) test.size()),
        Likelihood.CATEGORICAL,
        BATCH,
        Double.POSITIVE_INFINITY,
        Scores::accuracy);
  }
}
