package org.gradus.lowrank;

import java.util.SplittableRandom;
import org.gradus.core.PortableRandom;
import org.gradus.core.Seeds;

/**
 * Every random number of {@link AlternatingMinimization}: the door for replaying recorded ones.
 *
 * <p>Implementations must give the same answer to the same question, from any thread.
 */
public interface CompletionDraws {
  /**
   * The Gaussian test matrix of the starting point's randomised SVD.
   *
   * @return row-major [rows, width]
   */
  double[] testMatrix(int rows, int width);

  /**
   * The part each observed entry goes to, when samples are split.
   *
   * @param entries number of entries, numbered by row and within a row by column
   * @param parts number of parts
   * @return for each entry a part in [0, parts)
   */
  int[] parts(int entries, int parts);

  /**
   * The CountSketch of one regression.
   *
   * @param halfStep half-steps from 0: even for columns (V), odd for rows (U)
   * @param index the column or row
   * @param length number of rows to be sketched; in the order of ascending index, then the k rows
   *     of the ridge if there is one
   * @param sketchRows s
   * @param buckets to be filled with numbers in [0, s)
   * @param signs to be filled with −1 or +1
   */
  void countSketch(
      int halfStep, int index, int length, int sketchRows, int[] buckets, double[] signs);

  /** Independent draws of a seed; each sketch has a generator of its own. */
  static CompletionDraws seeded(long seed) {
    return new CompletionDraws() {
      @Override
      public double[] testMatrix(int rows, int width) {
        return PortableRandom.normal(
            Seeds.derive(seed, "test matrix", 0), Math.multiplyExact(rows, width));
      }

      @Override
      public int[] parts(int entries, int parts) {
        SplittableRandom random = new SplittableRandom(Seeds.derive(seed, "parts", 0));
        return random.ints(entries, 0, parts).toArray();
      }

      @Override
      public void countSketch(
          int halfStep, int index, int length, int sketchRows, int[] buckets, double[] signs) {
        SplittableRandom random = new SplittableRandom(Seeds.derive(seed + halfStep, "S", index));
        for (int i = 0; i < length; i++) {
          long bits = random.nextLong();
          // The upper 32 bits scaled to [0, s); the lowest one is the sign.
          buckets[i] = (int) (((bits >>> 32) * sketchRows) >>> 32);
          signs[i] = (bits & 1) == 0 ? 1 : -1;
        }
      }
    };
  }
}
