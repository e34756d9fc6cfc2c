package org.gradus.lab.task;

import java.util.Arrays;
import org.gradus.train.Batch;
import org.gradus.train.TrainingData;

/**
 * Windows of a text at even distances: side by side over the whole text, or, if it is long, {@value
 * #MOST} of them with gaps. The same ones each time.
 */
final class EvenWindows implements TrainingData {
  /** At least 50 batches of 32. */
  static final long MOST = 2048;

  private final TrainingData all;
  private final long count;
  private final long stride;

  EvenWindows(TrainingData all, int context) {
    this.all = all;
    count = Math.min(MOST, (all.size() - 1) / context + 1);
    stride = count == 1 ? 1 : (all.size() - 1) / (count - 1);
  }

  @Override
  public long size() {
    return count;
  }

  @Override
  public Batch batch(long[] rows) {
    Batch batch = all.batch(Arrays.stream(rows).map(row -> row * stride).toArray());
    return new Batch(batch.inputs(), batch.targets(), rows);
  }
}
