package org.gradus.train;

import org.bytedeco.pytorch.Tensor;

/** Examples by row number, from which batches are drawn. */
public interface TrainingData {
  /** The number of examples. */
  long size();

  /**
   * The number of examples an epoch draws, without repetition: all of them, unless the data are so
   * many and so alike (the windows of a text) that a pass over all is no useful unit.
   *
   * @return at least 1 and at most {@link #size()}
   */
  default long epochSize() {
    return size();
  }

  /**
   * The examples of these rows.
   *
   * @param rows row numbers, each at least 0 and below {@link #size()}
   */
  Batch batch(long[] rows);

  /**
   * Some of these examples as data of their own, which share the tensors.
   *
   * @param rows which, at least one: row i of the result is row {@code rows[i]} here
   */
  default TrainingData subset(long[] rows) {
    return new SubsetData(this, rows);
  }

  /**
   * Examples held as two tensors.
   *
   * @param inputs of shape [n, …]
   * @param targets of shape [n] or [n, …]
   */
  static TrainingData of(Tensor inputs, Tensor targets) {
    return new TensorData(inputs, targets);
  }

  /**
   * Next-token prediction on a text: example i is the window of {@code context} tokens from i on,
   * its targets the same window one token later.
   *
   * @param tokens a vector of n token numbers
   * @param context the window's length, at least 1 and below n
   */
  static TrainingData sequence(Tensor tokens, int context) {
    return new SequenceData(tokens, context);
  }
}
