package org.gradus.selection;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.gradus.core.Check;
import org.gradus.train.TrainingData;

/**
 * Some examples of a data set.
 *
 * <p>Subsets by score cut a range of the ascending order; classes are not balanced, as in the
 * paper. To compare subsets, train on each for the same number of <em>steps</em>, not epochs.
 *
 * @param rows which examples, distinct, at least one
 * @param data of which data set, in which order
 */
public record Subset(long[] rows, DataFingerprint data) {
  /** Copies the rows and checks them. */
  public Subset {
    Check.atLeast("subset size", rows.length, 1);
    long[] sorted = rows.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < sorted.length; i++) {
      if (sorted[i] < 0 || sorted[i] >= data.size()) {
        throw Check.invalid("row of a subset", sorted[i], "in [0, " + data.size() + ")");
      }
      if (i > 0 && sorted[i] == sorted[i - 1]) {
        throw Check.invalid("row of a subset", sorted[i], "there once");
      }
    }
    rows = rows.clone();
  }

  @Override
  public long[] rows() {
    return rows.clone();
  }

  /** The last {@code size} in ascending order of score. */
  public static Subset hardest(ExampleScores scores, long size) {
    return window(scores, scores.data().size() - checked(size, scores.data()), size);
  }

  /** The first {@code size} in ascending order of score. */
  public static Subset easiest(ExampleScores scores, long size) {
    return window(scores, 0, size);
  }

  /**
   * Positions [offset, offset + size) of the ascending order: without the {@code offset} easiest
   * and without the hardest. Below the top there are fewer wrong labels.
   *
   * @throws IllegalArgumentException if size is 0 or the window leaves the data
   */
  public static Subset window(ExampleScores scores, long offset, long size) {
    checked(size, scores.data());
    Check.atLeast("offset", offset, 0);
    if (offset + size > scores.data().size()) {
      throw Check.invalid(
          "offset + size", offset + size, "at most the data's size " + scores.data().size());
    }
    long[] rows =
        Arrays.copyOfRange(
            scores.ascending(), Math.toIntExact(offset), Math.toIntExact(offset + size));
    return new Subset(rows, scores.data());
  }

  /** {@code size} examples drawn without repetition by this seed: the baseline. */
  public static Subset random(DataFingerprint data, long size, long seed) {
    checked(size, data);
    SplittableRandom random = new SplittableRandom(seed);
    long[] rows = new long[Math.toIntExact(data.size())];
    Arrays.setAll(rows, i -> i);
    for (int i = 0; i < size; i++) {
      int j = i + random.nextInt(rows.length - i);
      long drawn = rows[j];
      rows[j] = rows[i];
      rows[i] = drawn;
    }
    return new Subset(Arrays.copyOf(rows, Math.toIntExact(size)), data);
  }

  private static long checked(long size, DataFingerprint data) {
    if (size < 1 || size > data.size()) {
      throw Check.invalid("subset size", size, "in [1, " + data.size() + "]");
    }
    return size;
  }

  /**
   * The chosen examples as training data: its row i is row {@code rows[i]} of the data.
   *
   * @throws IllegalArgumentException if the subset was chosen from other data
   */
  public TrainingData of(TrainingData all) {
    data.require("the subset", DataFingerprint.of(all));
    return all.subset(rows);
  }
}
