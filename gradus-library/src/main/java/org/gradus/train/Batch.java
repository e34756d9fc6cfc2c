package org.gradus.train;

import java.util.Arrays;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.Tensors;

/**
 * A mini-batch.
 *
 * @param inputs the model's input, first axis the examples
 * @param targets classes or values; for sequences one row of tokens an example
 * @param ids which examples these are: their rows in the training data, for methods that keep a
 *     record per example
 */
public record Batch(Tensor inputs, Tensor targets, long[] ids) {
  /** Checks that there is at least one example and that the counts agree. */
  public Batch {
    Objects.requireNonNull(inputs, "inputs");
    Objects.requireNonNull(targets, "targets");
    if (inputs.dim() == 0 || inputs.size(0) == 0) {
      throw Check.invalid("batch inputs", Tensors.describe(inputs), "at least one example");
    }
    if (targets.dim() == 0 || targets.size(0) != inputs.size(0) || ids.length != inputs.size(0)) {
      throw new IllegalArgumentException(
          "a batch of %d inputs has targets %s and %d ids; the counts must agree"
              .formatted(inputs.size(0), Tensors.describe(targets), ids.length));
    }
  }

  /** The number of examples. */
  public long size() {
    return inputs.size(0);
  }

  /** Some consecutive examples, as views. */
  Batch range(long from, long count) {
    return new Batch(
        inputs.narrow(0, from, count),
        targets.narrow(0, from, count),
        Arrays.copyOfRange(ids, Math.toIntExact(from), Math.toIntExact(from + count)));
  }
}
