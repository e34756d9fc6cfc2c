package org.gradus.selection;

import java.util.Arrays;
import org.gradus.core.Check;
import org.gradus.train.Batch;
import org.gradus.train.TrainingData;

/**
 * How often each example of a data set is shown in one pass.
 *
 * <p>A batch may hold the same example twice. The copies have ids of their own, so that what keeps
 * a record per example keeps one for each.
 *
 * @param multiplicities one an example, each at least 0, not all 0
 */
public record IndexMultiset(int[] multiplicities) {
  /** Checks and copies. */
  public IndexMultiset {
    multiplicities = multiplicities.clone();
    for (int i = 0; i < multiplicities.length; i++) {
      Check.atLeast("multiplicity of example " + i, multiplicities[i], 0);
    }
    Check.atLeast("size", Arrays.stream(multiplicities).asLongStream().sum(), 1L);
  }

  /** Every example once. */
  public static IndexMultiset once(int examples) {
    int[] ones = new int[Check.atLeast("examples", examples, 1)];
    Arrays.fill(ones, 1);
    return new IndexMultiset(ones);
  }

  /**
   * Every example once, and some more often.
   *
   * @param examples their number
   * @param ids those shown {@code factor} times, distinct
   * @param factor at least 1
   */
  public static IndexMultiset upsample(int examples, int[] ids, int factor) {
    Check.atLeast("factor", factor, 1);
    int[] multiplicities = once(examples).multiplicities;
    for (int id : ids) {
      if (id < 0 || id >= examples || (factor > 1 && multiplicities[id] != 1)) {
        throw Check.invalid("example", id, "distinct, from 0 to " + (examples - 1));
      }
      multiplicities[id] = factor;
    }
    return new IndexMultiset(multiplicities);
  }

  /** The number of examples in a pass, repeats counted. */
  public long size() {
    return Arrays.stream(multiplicities).asLongStream().sum();
  }

  /**
   * The same distribution as weights of mean 1 over the examples: the weighted mean of gradients
   * over the data is the plain mean over the multiset.
   */
  public double[] weights() {
    double scale = (double) multiplicities.length / size();
    return Arrays.stream(multiplicities).mapToDouble(m -> m * scale).toArray();
  }

  /** The examples in order, each as often as it is shown. */
  public long[] rows() {
    long[] rows = new long[Math.toIntExact(size())];
    int at = 0;
    for (int i = 0; i < multiplicities.length; i++) {
      Arrays.fill(rows, at, at + multiplicities[i], i);
      at += multiplicities[i];
    }
    return rows;
  }

  /**
   * The data as this multiset shows them; an epoch is a pass over the multiset.
   *
   * @param data as many examples as there are multiplicities
   */
  public TrainingData view(TrainingData data) {
    return view(data, size());
  }

  /**
   * The same with epochs of a chosen length: as long as those of {@code data}, a training makes
   * equally many steps on both.
   *
   * @param epochSize draws an epoch, without repetition within it, from 1 to {@link #size()}
   */
  public TrainingData view(TrainingData data, long epochSize) {
    if (data.size() != multiplicities.length) {
      throw Check.invalid("number of examples", data.size(), multiplicities.length + "");
    }
    if (epochSize < 1 || epochSize > size()) {
      throw Check.invalid("epoch size", epochSize, "from 1 to " + size());
    }
    return new Shortened(data.subset(rows()), epochSize);
  }

  /** Data of which an epoch draws a part only. */
  private record Shortened(TrainingData data, long epochSize) implements TrainingData {
    @Override
    public long size() {
      return data.size();
    }

    @Override
    public Batch batch(long[] rows) {
      return data.batch(rows);
    }
  }
}
