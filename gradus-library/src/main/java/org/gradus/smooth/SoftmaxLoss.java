package org.gradus.smooth;

import org.gradus.core.Check;

/**
 * ℓᵢ(m) = log Σ_c exp(m_c) − m_{yᵢ}: multi-class logistic regression.
 *
 * @param labels y, each in [0, classes)
 * @param classes k ≥ 2
 */
public record SoftmaxLoss(int[] labels, int classes) implements MarginLoss {
  /** Validates and copies. */
  public SoftmaxLoss {
    Check.atLeast("classes", classes, 2);
    labels = labels.clone();
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw Check.invalid("labels[" + i + "]", labels[i], "in [0, " + classes + ")");
      }
    }
  }

  @Override
  public int examples() {
    return labels.length;
  }

  @Override
  public int outputs() {
    return classes;
  }

  @Override
  public double value(double[] margins) {
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      double largest = largest(margins, i);
      double total = 0;
      for (int c = i * classes; c < (i + 1) * classes; c++) {
        total += Math.exp(margins[c] - largest);
      }
      sum += Math.log(total) + largest - margins[i * classes + labels[i]];
    }
    return sum;
  }

  @Override
  public double slopes(double[] margins, double[] slopes) {
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      double own = margins[i * classes + labels[i]];
      sum += probabilities(margins, i, slopes) - own;
      slopes[i * classes + labels[i]] -= 1;
    }
    return sum;
  }

  @Override
  public void curvatures(double[] margins, double[] curvatures) {
    double[] p = new double[margins.length];
    for (int i = 0; i < labels.length; i++) {
      probabilities(margins, i, p);
      for (int c = 0; c < classes; c++) {
        double own = p[i * classes + c];
        int row = (i * classes + c) * classes;
        for (int d = 0; d < classes; d++) {
          curvatures[row + d] = -own * p[i * classes + d];
        }
        curvatures[row + c] += own;
      }
    }
  }

  @Override
  public double bound(int c, int d, int outputsInvolved) {
    // One class more than the block's stands for all the others together.
    double share = 1.0 / Math.min(classes, outputsInvolved + 1);
    return 0.5 * ((c == d ? 1 : 0) - share);
  }

  /** Writes softmax(mᵢ) and returns log Σ exp(mᵢ). */
  private double probabilities(double[] margins, int example, double[] p) {
    double largest = largest(margins, example);
    double total = 0;
    int from = example * classes;
    for (int c = from; c < from + classes; c++) {
      p[c] = Math.exp(margins[c] - largest);
      total += p[c];
    }
    for (int c = from; c < from + classes; c++) {
      p[c] /= total;
    }
    return Math.log(total) + largest;
  }

  private double largest(double[] margins, int example) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = example * classes; c < (example + 1) * classes; c++) {
      largest = Math.max(largest, margins[c]);
    }
    return largest;
  }
}
