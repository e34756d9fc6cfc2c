package org.gradus.lab.trained;

import java.util.Arrays;
import java.util.List;

/**
 * How often which class was taken for which.
 *
 * @param labels the classes
 * @param counts {@code counts.get(i).get(j)} examples of class i were predicted to be of class j
 */
public record ConfusionMatrix(List<String> labels, List<List<Long>> counts) {
  /** Copies the lists. */
  public ConfusionMatrix {
    labels = List.copyOf(labels);
    counts = counts.stream().map(List::copyOf).toList();
  }

  static ConfusionMatrix of(List<String> labels, int[] truth, int[] predicted) {
    long[][] counts = new long[labels.size()][labels.size()];
    for (int i = 0; i < truth.length; i++) {
      counts[truth[i]][predicted[i]]++;
    }
    return new ConfusionMatrix(
        labels, Arrays.stream(counts).map(row -> Arrays.stream(row).boxed().toList()).toList());
  }
}
