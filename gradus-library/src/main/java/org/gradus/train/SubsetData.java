package org.gradus.train;

import org.gradus.core.Check;

/** Some rows of other data, numbered anew. */
final class SubsetData implements TrainingData {
  private final TrainingData all;
  private final long[] kept;

  SubsetData(TrainingData all, long[] kept) {
    Check.atLeast("subset size", kept.length, 1);
    for (long row : kept) {
      if (row < 0 || row >= all.size()) {
        throw Check.invalid("row of a subset", row, "in [0, " + all.size() + ")");
      }
    }
    this.all = all;
    this.kept = kept.clone();
  }

  @Override
  public long size() {
    return kept.length;
  }

  @Override
  public Batch batch(long[] rows) {
    long[] there = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      there[i] = kept[Math.toIntExact(rows[i])];
    }
    Batch batch = all.batch(there);
    return new Batch(batch.inputs(), batch.targets(), rows);
  }
}
