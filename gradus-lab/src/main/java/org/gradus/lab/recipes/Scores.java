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

  /** By the rank-sum formula: (Σ ranks of positives − p (p + 1)/2) / (p q). */
  static double areaUnderCurve(double[] score, double[] label) {
    int[] order =
        IntStream.range(0, score.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> score[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double ranks = 0;
    for (int from = 0; from < order.length; ) {
      int to = from;
      double positives = 0;
      while (to < order.length && score[order[to]] == score[order[from]]) {
        positives += label[order[to++]];
      }
      ranks += positives * (from + 1 + to) / 2;
      from = to;
    }
    double p = Arrays.stream(label).sum();
    return (ranks - p * (p + 1) / 2) / (p * (score.length - p));
  }
}
