package org.gradus.selection;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.Tensors;
import org.gradus.train.Batch;
import org.gradus.train.Network;
import org.gradus.train.TrainingData;

/**
 * What a network says of every training example.
 *
 * @param outputs one row an example, all of one length, finite
 * @param losses one an example, finite
 * @param labels one an example, from 0
 */
public record Predictions(double[][] outputs, double[] losses, int[] labels) {
  private static final int BATCH = 500;

  /** Checks that the counts agree and the numbers are finite. */
  public Predictions {
    Check.atLeast("number of examples", outputs.length, 1);
    if (losses.length != outputs.length || labels.length != outputs.length) {
      throw new IllegalArgumentException(
          "%d outputs have %d losses and %d labels; the counts must agree"
              .formatted(outputs.length, losses.length, labels.length));
    }
    for (int i = 0; i < outputs.length; i++) {
      Check.finite("loss of example " + i, losses[i]);
      Check.atLeast("label of example " + i, labels[i], 0);
      if (outputs[i].length != outputs[0].length) {
        throw Check.invalid("outputs of example " + i, outputs[i].length, "as many as the first's");
      }
      for (double output : outputs[i]) {
        Check.finite("output of example " + i, output);
      }
    }
  }

  /**
   * The logits of a classifier, in evaluation mode, and their cross-entropies.
   *
   * @param network puts out logits of shape [n, classes]; left in evaluation mode
   * @param data all examples, seen once in order; targets are classes of shape [n]
   */
  public static Predictions of(Network network, TrainingData data) {
    int n = Math.toIntExact(data.size());
    double[][] outputs = new double[n][];
    double[] losses = new double[n];
    int[] labels = new int[n];
    network.train(false);
    for (int from = 0; from < n; from += BATCH) {
      int to = Math.min(n, from + BATCH);
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        Batch batch = data.batch(LongStream.range(from, to).toArray());
        if (batch.targets().dim() != 1) {
          throw Check.invalid(
              "targets", Tensors.describe(batch.targets()), "classes, one an example");
        }
        double[] flat = doubles(network.forward(batch.inputs()));
        double[] classes = doubles(batch.targets());
        int width = flat.length / (to - from);
        for (int i = from; i < to; i++) {
          outputs[i] = Arrays.copyOfRange(flat, (i - from) * width, (i - from + 1) * width);
          labels[i] = label(classes[i - from], width, i);
          losses[i] = crossEntropy(outputs[i], labels[i]);
        }
      }
    }
    return new Predictions(outputs, losses, labels);
  }

  private static int label(double label, int classes, int example) {
    if (!(label >= 0 && label < classes)) {
      throw Check.invalid("label of example " + example, label, "from 0 to " + (classes - 1));
    }
    return (int) label;
  }

  private static double[] doubles(Tensor tensor) {
    double[] values = new double[(int) tensor.numel()];
    tensor.to(ScalarType.Double).contiguous().data_ptr_double().get(values);
    return values;
  }

  private static double crossEntropy(double[] logits, int label) {
    double top = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      top = Math.max(top, logit);
    }
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit - top);
    }
    return top + Math.log(sum) - logits[label];
  }

  /** The same with soft-max probabilities in place of logits. */
  public Predictions probabilities() {
    double[][] probabilities = new double[outputs.length][];
    for (int i = 0; i < outputs.length; i++) {
      probabilities[i] = new double[outputs[i].length];
      for (int k = 0; k < probabilities[i].length; k++) {
        probabilities[i][k] = Math.exp(-crossEntropy(outputs[i], k));
      }
    }
    return new Predictions(probabilities, losses, labels);
  }

  /** The number of examples. */
  public int size() {
    return outputs.length;
  }
}
