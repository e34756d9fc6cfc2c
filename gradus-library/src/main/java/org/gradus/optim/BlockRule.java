package org.gradus.optim;

import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.ParameterVector.Slice;

/**
 * Over which entries of a tensor AdaHessian averages the magnitudes of its diagonal estimate.
 *
 * @param kind the rule
 * @param length the run length of {@link Kind#FLAT}; 1 otherwise
 */
public record BlockRule(Kind kind, int length) {
  /** The rules of the official codes. */
  public enum Kind {
    /** No averaging. */
    NONE,
    /**
     * Convolution kernels over their spatial axes (rank 3: the last axis, 4: the last two, 5: the
     * last three), other tensors not at all.
     */
    CONV_KERNEL,
    /** Rank 2 and 3: the last axis; rank 4: the last two; rank 0 and 1 not at all. */
    ROW,
    /**
     * Runs of {@link BlockRule#length} consecutive row-major entries of tensors of rank 2 and
     * above.
     */
    FLAT
  }

  /** Checks the run length. */
  public BlockRule {
    Check.atLeast("block length", length, 1);
  }

  /** {@link Kind#NONE}. */
  public static BlockRule none() {
    return new BlockRule(Kind.NONE, 1);
  }

  /** {@link Kind#CONV_KERNEL}: the rule of the official image-classification code. */
  public static BlockRule convolutionKernels() {
    return new BlockRule(Kind.CONV_KERNEL, 1);
  }

  /** {@link Kind#ROW}. */
  public static BlockRule rows() {
    return new BlockRule(Kind.ROW, 1);
  }

  /** {@link Kind#FLAT} with runs of this length: the rule of the official transformer code. */
  public static BlockRule flat(int length) {
    return new BlockRule(Kind.FLAT, length);
  }

  /**
   * How many consecutive row-major entries form a block of this tensor; 1 where nothing is
   * averaged.
   *
   * @throws IllegalArgumentException naming the tensor if its rank or size does not suit the rule
   */
  public long blockOf(Slice slice) {
    return switch (kind) {
      case NONE -> 1;
      case CONV_KERNEL -> convolution(slice);
      case ROW -> row(slice);
      case FLAT -> flat(slice);
    };
  }

  private static long convolution(Slice slice) {
    return switch (slice.rank()) {
      case 0, 1, 2 -> 1;
      case 3 -> trailing(slice, 1);
      case 4 -> trailing(slice, 2);
      case 5 -> trailing(slice, 3);
      default -> throw unsuitable(slice, "of rank 0 to 5 for CONV_KERNEL");
    };
  }

  private static long row(Slice slice) {
    return switch (slice.rank()) {
      case 0, 1 -> 1;
      case 2, 3 -> trailing(slice, 1);
      case 4 -> trailing(slice, 2);
      default -> throw unsuitable(slice, "of rank 0 to 4 for ROW");
    };
  }

  private long flat(Slice slice) {
    if (slice.rank() < 2) {
      return 1;
    }
    if (slice.length() % length != 0) {
      throw Check.invalid(
          "block length for parameter '" + slice.name() + "'",
          length,
          "a divisor of its size " + slice.length());
    }
    return length;
  }

  private static long trailing(Slice slice, int axes) {
    return slice.shape().subList(slice.rank() - axes, slice.rank()).stream()
        .reduce(1L, (a, b) -> a * b);
  }

  private static IllegalArgumentException unsuitable(Slice slice, String allowed) {
    return Check.invalid("rank of parameter '" + slice.name() + "'", slice.rank(), allowed);
  }

  /** Replaces each block of a row-major tensor's entries by the block's mean, in place. */
  static void average(Tensor entries, long block) {
    if (block > 1) {
      Tensor blocks = entries.view(-1, block);
      blocks.copy_(blocks.mean(new long[] {1}, true, new ScalarTypeOptional()).expand_as(blocks));
    }
  }
}
