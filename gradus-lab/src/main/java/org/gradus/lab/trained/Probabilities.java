package org.gradus.lab.trained;

import java.util.Locale;

/** Rows of outputs as probabilities. */
final class Probabilities {
  private Probabilities() {}

  /** exp(z) / Σ exp(z) of a part of an array, without overflow. */
  static double[] softmax(float[] logits, int from, int count) {
    double[] result = row(logits, from, count);
    double most = result[largest(result)];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      result[i] = Math.exp(result[i] - most);
      sum += result[i];
    }
    for (int i = 0; i < count; i++) {
      result[i] /= sum;
    }
    return result;
  }

  /** A part of an array, in double precision. */
  static double[] row(float[] values, int from, int count) {
    double[] row = new double[count];
    for (int i = 0; i < count; i++) {
      row[i] = values[from + i];
    }
    return row;
  }

  /** The place of the largest entry, the first of several. */
  static int largest(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  /** Six decimals, in every language of the user's. */
  static String text(double probability) {
    return String.format(Locale.ROOT, "%.6f", probability);
  }
}
