package org.gradus.lab.task;

import org.gradus.train.Batch;
import org.gradus.train.TrainingData;

/**
 * All windows of a text, of which an epoch draws some.
 *
 * @param all the window at every place
 * @param most how many an epoch draws, if there are as many
 */
record DrawnWindows(TrainingData all, long most) implements TrainingData {
  @Override
  public long size() {
    return all.size();
  }

  @Override
  public long epochSize() {
    return Math.min(most, all.size());
  }

  @Override
  public Batch batch(long[] rows) {
    return all.batch(rows);
  }
}
