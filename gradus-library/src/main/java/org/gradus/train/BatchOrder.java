package org.gradus.train;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.gradus.core.Check;
import org.gradus.core.Seeds;

/**
 * Which examples each step sees: every epoch a fresh permutation, decided by the seed and the epoch
 * alone, so that a continued run sees what an uninterrupted one does and methods compared under one
 * seed see the same.
 */
final class BatchOrder {
  private final long examples;
  private final long epochSize;
  private final int batchSize;
  private final long seed;
  private long epoch = -1;
  private long[] permutation = {};

  BatchOrder(long examples, long epochSize, int batchSize, long seed) {
    this.examples = examples;
    this.epochSize = epochSize;
    this.batchSize = Check.atLeast("batchSize", batchSize, 1);
    this.seed = seed;
  }

  /** Steps in an epoch; an incomplete last batch counts. */
  long stepsPerEpoch() {
    return (epochSize + batchSize - 1) / batchSize;
  }

  /** The rows of a step, counted from 0 over all epochs. */
  long[] rows(long step) {
    int from = Math.toIntExact(step % stepsPerEpoch() * batchSize);
    int count = Math.toIntExact(Math.min(batchSize, epochSize - from));
    return rows(step / stepsPerEpoch(), from, count);
  }

  /** Some consecutive rows of an epoch. */
  long[] rows(long wanted, int from, int count) {
    shuffle(wanted);
    return Arrays.copyOfRange(permutation, from, from + count);
  }

  private void shuffle(long wanted) {
    if (wanted == epoch) {
      return;
    }
    SplittableRandom random = new SplittableRandom(Seeds.derive(seed, "batch order", wanted));
    permutation = new long[Math.toIntExact(examples)];
    for (int i = 0; i < permutation.length; i++) {
      int j = random.nextInt(i + 1);
      permutation[i] = permutation[j];
      permutation[j] = i;
    }
    epoch = wanted;
  }
}
