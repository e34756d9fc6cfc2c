package org.gradus.core;

import java.nio.IntBuffer;
import java.nio.LongBuffer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Exact order statistics of magnitudes: the k-th largest |xᵢ| without sorting or copying x.
 *
 * <p>Non-negative floating-point numbers are ordered as their bit patterns are, so a radix
 * selection finds the answer digit by digit: each pass counts the 16-bit digits of the entries that
 * agree with what is known so far. Two passes for float32, four for float64; about 4 ns an entry
 * for float32 on one core, 256 KiB of counters.
 */
public final class Magnitudes {
  private static final int DIGIT = 16;
  private static final int BLOCK = 4096;
  private static final int FLOAT_BITS = 31;
  private static final int DOUBLE_BITS = 63;

  private Magnitudes() {}

  /**
   * The entry of a given place when magnitudes are sorted from large to small.
   *
   * @param vector a floating-point tensor of any shape; other types than float32 and float64 and
   *     other devices are copied to float32 on the CPU first
   * @param place 0 for the largest, at most the number of entries less 1
   * @throws NonFiniteException if an entry is NaN or infinite
   */
  public static double largest(Tensor vector, long place) {
    long n = vector.numel();
    if (place < 0 || place >= n) {
      throw Check.invalid("place", place, "in [0, " + n + ") for " + n + " entries");
    }
    try (PointerScope scope = new PointerScope()) {
      boolean wide = Tensors.type(vector) == ScalarType.Double;
      Tensor plain =
          vector.detach().cpu().to(wide ? ScalarType.Double : ScalarType.Float).contiguous();
      return wide
          ? Double.longBitsToDouble(select(new Doubles(plain), n, DOUBLE_BITS, place))
          : Float.intBitsToFloat((int) select(new Floats(plain), n, FLOAT_BITS, place));
    }
  }

  /** Visits the bit patterns of all magnitudes. */
  private interface Patterns {
    /** Counts digits at {@code shift} of the patterns whose bits above it are {@code prefix}. */
    void count(int[] counts, int shift, int width, long prefix);
  }

  private static long select(Patterns patterns, long n, int bits, long place) {
    int[] counts = new int[1 << DIGIT];
    long remaining = n - 1 - place;
    long prefix = 0;
    for (int high = bits; high > 0; ) {
      int width = Math.min(DIGIT, high);
      int shift = high - width;
      java.util.Arrays.fill(counts, 0);
      patterns.count(counts, shift, width, prefix);
      if (high == bits) {
        requireFinite(counts, bits);
      }
      int digit = 0;
      while (remaining >= counts[digit]) {
        remaining -= counts[digit++];
      }
      prefix = prefix << width | digit;
      high = shift;
    }
    return prefix;
  }

  /** An exponent of ones only is NaN or infinity: those are the highest first digits. */
  private static void requireFinite(int[] counts, int bits) {
    int exponentBits = bits == FLOAT_BITS ? 8 : 11;
    int first = ((1 << exponentBits) - 1) << (DIGIT - exponentBits);
    for (int digit = first; digit < counts.length; digit++) {
      if (counts[digit] > 0) {
        throw new NonFiniteException("a vector whose magnitudes are ranked is not finite");
      }
    }
  }

  /** float32: sign bit dropped. */
  private record Floats(IntBuffer memory) implements Patterns {
    Floats(Tensor plain) {
      this(new IntPointer(plain.data_ptr()).capacity(plain.numel()).asBuffer());
    }

    @Override
    public void count(int[] counts, int shift, int width, long prefix) {
      int[] block = new int[BLOCK];
      int above = (int) prefix;
      int mask = (1 << width) - 1;
      for (int at = 0; at < memory.capacity(); at += BLOCK) {
        int length = Math.min(BLOCK, memory.capacity() - at);
        memory.get(at, block, 0, length);
        for (int i = 0; i < length; i++) {
          int pattern = (block[i] & Integer.MAX_VALUE) >>> shift;
          if (pattern >>> width == above) {
            counts[pattern & mask]++;
          }
        }
      }
    }
  }

  /** float64: sign bit dropped. */
  private record Doubles(LongBuffer memory) implements Patterns {
    Doubles(Tensor plain) {
      this(new LongPointer(plain.data_ptr()).capacity(plain.numel()).asBuffer());
    }

    @Override
    public void count(int[] counts, int shift, int width, long prefix) {
      long[] block = new long[BLOCK];
      int mask = (1 << width) - 1;
      for (int at = 0; at < memory.capacity(); at += BLOCK) {
        int length = Math.min(BLOCK, memory.capacity() - at);
        memory.get(at, block, 0, length);
        for (int i = 0; i < length; i++) {
          long pattern = (block[i] & Long.MAX_VALUE) >>> shift;
          if (pattern >>> width == prefix) {
            counts[(int) pattern & mask]++;
          }
        }
      }
    }
  }
}
