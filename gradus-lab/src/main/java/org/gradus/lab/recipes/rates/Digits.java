package org.gradus.lab.recipes.rates;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Tensors;
import org.gradus.lab.model.ModelSpec;
import org.gradus.lab.recipes.Images;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.train.Batch;
import org.gradus.train.BatchObjective;
import org.gradus.train.Network;
import org.gradus.train.TrainingData;

/** The embedded digits with ReLU networks, any batch size, and labels made wrong on purpose. */
final class Digits {
  private static final int CLASSES = 10;
  private static final long NOISE_SEED = 34;

  private Digits() {}

  /**
   * A task.
   *
   * @param hidden widths
   * @param noise the share of training labels replaced by random ones
   */
  static TrainingTask task(List<Integer> hidden, int batch, double noise) {
    TrainingTask base = Images.digits(new ModelSpec.Mlp(hidden));
    return new TrainingTask(
        base.name() + ".noise" + noise,
        base.network(),
        noise == 0 ? base.data() : noisy(base.data(), noise),
        base.validation(),
        base.likelihood(),
        batch,
        Double.POSITIVE_INFINITY,
        base.score());
  }

  private static TrainingData noisy(TrainingData data, double noise) {
    SplittableRandom random = new SplittableRandom(NOISE_SEED);
    Batch all = all(data);
    long[] labels = new long[(int) data.size()];
    all.targets().contiguous().data_ptr_long().get(labels);
    for (int i = 0; i < labels.length; i++) {
      if (random.nextDouble() < noise) {
        labels[i] = random.nextInt(CLASSES);
      }
    }
    return TrainingData.of(all.inputs(), Tensors.keep(Tensor.create(labels)));
  }

  /** All examples as one batch. */
  static Batch all(TrainingData data) {
    return data.batch(LongStream.range(0, data.size()).toArray());
  }

  /** Different random examples as one batch. */
  static Batch draw(TrainingData data, int count, long seed) {
    return data.batch(permutation(data, seed).limit(count).toArray());
  }

  /** As many disjoint batches as there are, in random order. */
  static List<Batch> partition(TrainingData data, int size, long seed) {
    long[] order = permutation(data, seed).toArray();
    return LongStream.range(0, order.length / size)
        .mapToObj(
            i ->
                data.batch(
                    LongStream.range(i * size, (i + 1) * size).map(k -> order[(int) k]).toArray()))
        .toList();
  }

  private static LongStream permutation(TrainingData data, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] order = LongStream.range(0, data.size()).toArray();
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      long kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return LongStream.of(order);
  }

  /** A batch as an objective that leaves running statistics alone. */
  static BatchObjective objective(TrainingTask task, Network network, Batch batch) {
    return new BatchObjective(network, batch, task.likelihood(), 0);
  }
}
