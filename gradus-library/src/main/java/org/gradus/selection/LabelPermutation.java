package org.gradus.selection;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;

/**
 * Label noise as in arXiv 2107.07075: the labels of some examples are permuted among themselves, so
 * the classes' sizes stay and a few of them keep their label.
 *
 * @param labels the labels after it
 * @param chosen the examples whose labels were permuted, ascending
 */
public record LabelPermutation(long[] labels, long[] chosen) {
  /** Copies the arrays. */
  public LabelPermutation {
    labels = labels.clone();
    chosen = chosen.clone();
  }

  @Override
  public long[] labels() {
    return labels.clone();
  }

  @Override
  public long[] chosen() {
    return chosen.clone();
  }

  /**
   * Permutes labels.
   *
   * @param labels classes, of shape [n]
   * @param fraction of the examples, in [0, 1]; rounded to a whole number of them
   * @param seed decides which and how
   */
  public static LabelPermutation of(Tensor labels, double fraction, long seed) {
    Check.between("fraction of permuted labels", fraction, 0, 1);
    long[] before = new long[Math.toIntExact(labels.numel())];
    labels.to(ScalarType.Long).contiguous().data_ptr_long().get(before);
    int count = (int) Math.round(fraction * before.length);
    if (count == 0) {
      return new LabelPermutation(before, new long[0]);
    }
    // A random subset in random order; sorted it says where, as drawn it says whose label.
    long[] source = Subset.random(new DataFingerprint(before.length, 0), count, seed).rows();
    long[] target = source.clone();
    Arrays.sort(target);
    long[] after = before.clone();
    for (int i = 0; i < count; i++) {
      after[(int) target[i]] = before[(int) source[i]];
    }
    return new LabelPermutation(after, target);
  }

  /** The examples whose label is another one now. */
  public boolean[] changed(Tensor before) {
    long[] old = new long[labels.length];
    before.to(ScalarType.Long).contiguous().data_ptr_long().get(old);
    boolean[] changed = new boolean[old.length];
    for (int i = 0; i < old.length; i++) {
      changed[i] = old[i] != labels[i];
    }
    return changed;
  }
}
