package org.gradus.lab.recipes;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** What validation outputs are scored by. */
public final class Scores {
  private Scores() {}

  /** The share of examples whose largest logit is the target's. */
  public static double accuracy(Tensor logits, Tensor targets) {
    Tensor predicted = torch.argmax(logits, new LongOptional(1), false);
    return predicted.eq(targets).to(ScalarType.Double).mean().item_double();
  }

  /** The area under the ROC curve of two-class logits, ties counted half. */
  public static double areaUnderCurve(Tensor logits, Tensor targets) {
    int n = (int) targets.numel();
    double[] score = new double[n];
    double[] label = new double[n];
    Tensor margin = logits.select(1, 1).sub(logits.select(1, 0)).to(ScalarType.Double);
    margin.contiguous().data_ptr_double().get(score);
    targets.to(ScalarType.Double).contiguous().data_ptr_double().get(label);
    return areaUnderCurve(score, label);
  }

  /**
   * The same of given scores, by the rank-sum formula (Σ ranks of positives − p (p + 1)/2) / (p q).
   *
   * @param label 1 for positives, 0 for others
   */
  public static double areaUnderCurve(double[] score, double[] label) {
    double[] rank = ranks(score);
    double ranks = 0;
    for (int i = 0; i < rank.length; i++) {
      ranks += label[i] * rank[i];
    }
    double p = Arrays.stream(label).sum();
    return (ranks - p * (p + 1) / 2) / (p * (score.length - p));
  }

  /** Spearman's rank correlation, ties sharing the mean of their ranks. */
  public static double rankCorrelation(double[] a, double[] b) {
    double[] x = ranks(a);
    double[] y = ranks(b);
    double mean = (a.length + 1) / 2.0;
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - mean) * (y[i] - mean);
      xx += (x[i] - mean) * (x[i] - mean);
      yy += (y[i] - mean) * (y[i] - mean);
    }
    return xy / Math.sqrt(xx * yy);
  }

  /** Ranks from 1, ties sharing their mean. */
  private static double[] ranks(double[] values) {
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] ranks = new double[values.length];
    for (int from = 0; from < order.length; ) {
      int to = from;
      while (to < order.length && values[order[to]] == values[order[from]]) {
        to++;
      }
      for (int k = from; k < to; k++) {
        ranks[order[k]] = (from + 1 + to) / 2.0;
      }
      from = to;
    }
    return ranks;
  }
}
