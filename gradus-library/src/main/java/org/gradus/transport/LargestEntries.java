package org.gradus.transport;

import java.util.Arrays;
import org.gradus.core.SparseMatrix;

/**
 * Selects the largest entries of a plan, without sorting or copying it.
 *
 * <p>One pass counts the entries, and their mass, in bins of 1/16 of a factor of two, read off the
 * bits of the numbers. That tells in which bin the K-th largest entry lies; only that bin's entries
 * are sorted. A second pass collects what is at least the threshold. Among equal entries the first
 * in row order are taken.
 */
final class LargestEntries {
  private static final int SHIFT = 48;
  private static final int BINS = 1 << 15;
  private static final int LEAST_PER_LINE = 5;

  /** Rule of the adaptive sparsity: dropped mass at most this share. */
  private static final double LARGEST_DROPPED_SHARE = 1e-3;

  private final GibbsKernel kernel;
  private final int[] counts = new int[BINS];
  private final double[] masses = new double[BINS];
  private final double[] staging;
  private double keptMass;

  LargestEntries(GibbsKernel kernel) {
    this.kernel = kernel;
    this.staging = new double[kernel.blocks()[0].rows() * kernel.problem().columns()];
  }

  /**
   * The largest entries of the plan in the kernel.
   *
   * @param error E, for the adaptive rule
   */
  SparseMatrix select(Sparsity sparsity, double error) {
    long all = (long) kernel.problem().rows() * kernel.problem().columns();
    countBins();
    if (sparsity instanceof Sparsity.Adaptive adaptive) {
      return collect(adaptiveCut(adaptive, all, error));
    }
    return collect(cutAfter(fixedCount(sparsity, all)));
  }

  /** Mass of the entries of the last selection. */
  double keptMass() {
    return keptMass;
  }

  /** The smallest number of entries that hold this share of the plan's mass. */
  long entriesHolding(double share) {
    countBins();
    long all = (long) kernel.problem().rows() * kernel.problem().columns();
    return cutDropping((1 - share) * Sums.of(masses), 0, all).count();
  }

  private long fixedCount(Sparsity sparsity, long all) {
    double wanted =
        sparsity instanceof Sparsity.Fraction fraction
            ? fraction.lambda() * all
            : ((Sparsity.PerRow) sparsity).kept()
                * Math.min(kernel.problem().rows(), kernel.problem().columns());
    return Math.min(Math.min(all, Integer.MAX_VALUE), Math.max(1, (long) Math.ceil(wanted)));
  }

  private Cut adaptiveCut(Sparsity.Adaptive adaptive, long all, double error) {
    int lines = Math.max(kernel.problem().rows(), kernel.problem().columns());
    double share = Math.min(LARGEST_DROPPED_SHARE, 0.1 * error / kernel.problem().mass());
    long most = Math.min(all, adaptive.maxEntries());
    long least = Math.min(most, (long) LEAST_PER_LINE * lines);
    return cutDropping(share * Sums.of(masses), least, most);
  }

  private void countBins() {
    Arrays.fill(counts, 0);
    Arrays.fill(masses, 0);
    for (RowBlock block : kernel.blocks()) {
      block.get(staging);
      int length = block.rows() * block.columns();
      for (int k = 0; k < length; k++) {
        int bin = bin(staging[k]);
        counts[bin]++;
        masses[bin] += staging[k];
      }
    }
  }

  /** The cut that keeps exactly this many entries. */
  private Cut cutAfter(long count) {
    long kept = 0;
    int bin = BINS;
    while (kept < count) {
      bin--;
      kept += counts[bin];
    }
    double[] values = sortedBin(bin);
    int taken = (int) (count - (kept - counts[bin]));
    return cut(values, taken, count);
  }

  /** The cut that keeps the fewest entries between bounds that drop at most this mass. */
  private Cut cutDropping(double mass, long least, long most) {
    double dropped = 0;
    int bin = 0;
    while (bin < BINS - 1 && dropped + masses[bin] <= mass) {
      dropped += masses[bin];
      bin++;
    }
    double[] values = sortedBin(bin);
    int droppedHere = 0;
    while (droppedHere < values.length && dropped + values[droppedHere] <= mass) {
      dropped += values[droppedHere];
      droppedHere++;
    }
    long kept = (long) values.length - droppedHere;
    for (int above = bin + 1; above < BINS; above++) {
      kept += counts[above];
    }
    return cutAfter(Math.max(1, Math.max(least, Math.min(most, kept))));
  }

  private static Cut cut(double[] ascending, int taken, long count) {
    double threshold = ascending[ascending.length - taken];
    int ties = 0;
    for (int k = ascending.length - taken; k < ascending.length; k++) {
      ties += ascending[k] == threshold ? 1 : 0;
    }
    return new Cut(threshold, ties, count);
  }

  private double[] sortedBin(int bin) {
    double[] values = new double[counts[bin]];
    int at = 0;
    for (RowBlock block : kernel.blocks()) {
      block.get(staging);
      int length = block.rows() * block.columns();
      for (int k = 0; k < length; k++) {
        if (bin(staging[k]) == bin) {
          values[at++] = staging[k];
        }
      }
    }
    Arrays.sort(values);
    return values;
  }

  private SparseMatrix collect(Cut cut) {
    int rows = kernel.problem().rows();
    int columns = kernel.problem().columns();
    int[] rowStarts = new int[rows + 1];
    int[] indices = new int[Math.toIntExact(cut.count())];
    double[] values = new double[indices.length];
    Sums mass = new Sums();
    int at = 0;
    int ties = cut.ties();
    for (RowBlock block : kernel.blocks()) {
      block.get(staging);
      for (int i = 0; i < block.rows(); i++) {
        for (int j = 0; j < columns; j++) {
          double value = staging[i * columns + j];
          if (value < cut.threshold() || (value == cut.threshold() && ties-- <= 0)) {
            continue;
          }
          indices[at] = j;
          values[at++] = value;
          mass.add(value);
        }
        rowStarts[block.from() + i + 1] = at;
      }
    }
    keptMass = mass.value();
    return new SparseMatrix(rows, columns, rowStarts, indices, values);
  }

  /** Bin of an entry; larger entries are in the same or later bins. */
  private static int bin(double value) {
    return (int) (Double.doubleToRawLongBits(value) >>> SHIFT);
  }

  /**
   * What is kept.
   *
   * @param threshold the smallest kept value
   * @param ties how many entries of exactly that value are kept
   * @param count how many entries are kept
   */
  private record Cut(double threshold, int ties, long count) {}
}
