package org.gradus.smooth.coordinate;

import java.util.Arrays;

/** The indices of the largest scores; the lower index wins a tie. */
final class TopIndices {
  private TopIndices() {}

  /**
   * The indices, ascending.
   *
   * @param candidates ascending
   * @param scores by index
   * @param count at most the number of candidates
   */
  static int[] of(int[] candidates, double[] scores, int count) {
    if (count == candidates.length) {
      return candidates.clone();
    }
    // Kept by descending score; few candidates get past the last one.
    int[] best = new int[count];
    int size = 0;
    for (int i : candidates) {
      if (size == count && !(scores[i] > scores[best[size - 1]])) {
        continue;
      }
      int at = size < count ? size++ : count - 1;
      while (at > 0 && scores[i] > scores[best[at - 1]]) {
        best[at] = best[at - 1];
        at--;
      }
      best[at] = i;
    }
    Arrays.sort(best);
    return best;
  }
}
