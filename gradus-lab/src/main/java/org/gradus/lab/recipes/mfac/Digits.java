package org.gradus.lab.recipes.mfac;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.gradus.core.Likelihood;
import org.gradus.core.Seeds;
import org.gradus.lab.model.ModelSpec;
import org.gradus.lab.recipes.Images;
import org.gradus.lab.recipes.Scores;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.train.Batch;
import org.gradus.train.BatchObjective;
import org.gradus.train.Network;

/** The digits with the network of all experiments. */
final class Digits {
  private static final ModelSpec MODEL = new ModelSpec.Mlp(List.of(64, 64));
  private static final int FISHER_BATCH = 8;

  private Digits() {}

  /** The task with batches of 32. */
  static TrainingTask task() {
    return withBatches(Images.digits(MODEL), 32);
  }

  /** A task with other batches. */
  static TrainingTask withBatches(TrainingTask task, int batchSize) {
    return new TrainingTask(
        task.name().replaceAll("[:,]", "-") + "-batch" + batchSize,
        task.network(),
        task.data(),
        task.validation(),
        task.likelihood(),
        batchSize,
        task.clipNorm(),
        task.score());
  }

  /** The i-th mini-batch of 8 random images, for Fisher gradients. */
  static BatchObjective small(TrainingTask task, Network network, long seed, long i) {
    SplittableRandom random = new SplittableRandom(Seeds.derive(seed, "Fisher batch", i));
    long[] rows = random.longs(FISHER_BATCH, 0, task.data().size()).toArray();
    return new BatchObjective(network, task.data().batch(rows), Likelihood.CATEGORICAL, 0);
  }

  /** The mean loss on all training images. */
  static double trainLoss(TrainingTask task, Network network) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Batch all = task.data().batch(LongStream.range(0, task.data().size()).toArray());
      return new BatchObjective(network, all, Likelihood.CATEGORICAL, 0).loss().item_double();
    }
  }

  /** The share of test images classified right. */
  static double accuracy(TrainingTask task, Network network) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      double right = 0;
      long images = 0;
      for (Batch batch : task.validation()) {
        right += batch.size() * Scores.accuracy(network.forward(batch.inputs()), batch.targets());
        images += batch.size();
      }
      return right / images;
    }
  }
}
