package org.gradus.selection;

import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.train.TrainingData;

/**
 * Tells whether two data sets have the same examples in the same order, as far as size and targets
 * say.
 *
 * @param size the number of examples
 * @param targets a hash of all targets in order
 */
public record DataFingerprint(long size, long targets) {
  private static final long BATCH = 4096;
  private static final long PRIME = 0x100000001b3L;

  /** The fingerprint of a data set; reads it once. */
  public static DataFingerprint of(TrainingData data) {
    long hash = 0xcbf29ce484222325L;
    for (long from = 0; from < data.size(); from += BATCH) {
      long to = Math.min(from + BATCH, data.size());
      try (PointerScope scope = new PointerScope()) {
        hash = add(hash, data.batch(LongStream.range(from, to).toArray()).targets());
      }
    }
    return new DataFingerprint(data.size(), hash);
  }

  /** FNV-1a over the values' bits, a word at a time, its high bits folded down after each. */
  private static long add(long hash, Tensor targets) {
    double[] values = new double[Math.toIntExact(targets.numel())];
    targets.to(ScalarType.Double).contiguous().data_ptr_double().get(values);
    long mixed = hash;
    for (double value : values) {
      mixed = (mixed ^ Double.doubleToLongBits(value)) * PRIME;
      mixed ^= mixed >>> 32;
    }
    return mixed;
  }

  /**
   * Checks that this is the fingerprint of the other data, too.
   *
   * @param what what carries this one, for the message
   */
  void require(String what, DataFingerprint other) {
    if (!equals(other)) {
      throw new IllegalArgumentException(
          size == other.size
              ? what + " belongs to data with other targets or another order"
              : "%s belongs to %d examples; these data have %d".formatted(what, size, other.size));
    }
  }
}
