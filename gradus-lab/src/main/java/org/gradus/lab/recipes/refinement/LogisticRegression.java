package org.gradus.lab.recipes.refinement;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Evaluation;
import org.gradus.core.NamedTensor;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.Tensors;
import org.gradus.lab.data.NamedData;
import org.gradus.lab.task.TaskData;
import org.gradus.lab.task.Tasks;
import org.gradus.train.Batch;
import org.gradus.train.TrainingData;

/**
 * Multinomial logistic regression in float64 with an L2 term, derivatives in closed form:
 * standardised features divided by √d, and a constant one.
 */
final class LogisticRegression {
  private static final double RIDGE = 1e-3;
  private static final int OPTIMUM_STEPS = 4000;

  private final double[][] rows;
  private final int[] labels;
  private final double[][] testRows;
  private final int[] testLabels;
  private final int classes;
  private final double optimum;

  private LogisticRegression(
      double[][] rows, int[] labels, double[][] testRows, int[] testLabels, int classes) {
    this.rows = rows;
    this.labels = labels;
    this.testRows = testRows;
    this.testLabels = testLabels;
    this.classes = classes;
    optimum = minimum();
  }

  /**
   * The problem of one of the lab's classification tasks, its own split.
   *
   * @param most how many training rows at most
   */
  static LogisticRegression of(String task, int most) {
    try (TaskData data = TaskData.open(Tasks.byId(task), NamedData.standard())) {
      Part train = Part.of(data.training(), most);
      Part test = Part.of(data.test(), Integer.MAX_VALUE);
      return new LogisticRegression(
          train.rows, train.labels, test.rows, test.labels, data.outputs());
    }
  }

  private record Part(double[][] rows, int[] labels) {
    static Part of(TrainingData data, int most) {
      int n = (int) Math.min(most, data.size());
      Batch batch = data.batch(LongStream.range(0, n).toArray());
      double[] flat = doubles(batch.inputs());
      double[] targets = doubles(batch.targets());
      int d = flat.length / n;
      double[][] rows = new double[n][d + 1];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < d; j++) {
          rows[i][j] = flat[i * d + j] / Math.sqrt(d);
        }
        rows[i][d] = 1;
      }
      return new Part(rows, IntStream.range(0, n).map(i -> (int) targets[i]).toArray());
    }

    private static double[] doubles(Tensor tensor) {
      double[] values = new double[(int) tensor.numel()];
      tensor.to(ScalarType.Double).contiguous().data_ptr_double().get(values);
      return values;
    }
  }

  /** The number of training examples. */
  int size() {
    return rows.length;
  }

  /** New parameters, all 0. */
  ParameterVector theta() {
    Tensor weights =
        torch.zeros(new long[] {classes, rows[0].length}, new TensorOptions(ScalarType.Double));
    return ParameterVector.of(
        List.of(new NamedTensor("weights", Tensors.keep(weights.requires_grad_(true)))));
  }

  /** The batches of an epoch: a fresh permutation, cut; an incomplete last batch is left out. */
  int[][] batches(int batchSize, SplittableRandom random) {
    int[] order = IntStream.range(0, rows.length).toArray();
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    int size = Math.min(batchSize, order.length);
    return IntStream.range(0, order.length / size)
        .mapToObj(b -> IntStream.range(b * size, (b + 1) * size).map(i -> order[i]).toArray())
        .toArray(int[][]::new);
  }

  /** The mean loss of some examples, as a function of the parameters. */
  Objective on(int[] examples) {
    return new Objective() {
      @Override
      public Tensor loss() {
        throw new UnsupportedOperationException("only its derivatives in closed form are used");
      }

      @Override
      public Evaluation gradient(ParameterVector theta) {
        double[] w = values(theta);
        double[] g = new double[w.length];
        double loss = lossAndGradient(w, examples, g);
        theta.gradient().data_ptr_double().put(g);
        return new Evaluation(loss, Double.NaN);
      }
    };
  }

  /** Loss on all training examples over its minimum. */
  double suboptimality(ParameterVector theta) {
    double[] w = values(theta);
    return lossAndGradient(w, all(), new double[w.length]) - optimum;
  }

  /** The share of test examples classified rightly. */
  double testAccuracy(ParameterVector theta) {
    double[] w = values(theta);
    int right = 0;
    for (int i = 0; i < testRows.length; i++) {
      double[] logits = logits(w, testRows[i]);
      int best = 0;
      for (int c = 1; c < classes; c++) {
        best = logits[c] > logits[best] ? c : best;
      }
      right += best == testLabels[i] ? 1 : 0;
    }
    return (double) right / testRows.length;
  }

  private static double[] values(ParameterVector theta) {
    double[] values = new double[(int) theta.size()];
    theta.values().data_ptr_double().get(values);
    return values;
  }

  private int[] all() {
    return IntStream.range(0, rows.length).toArray();
  }

  double lossAndGradient(double[] w, int[] examples, double[] gradient) {
    double sum = 0;
    int d = rows[0].length;
    for (int i : examples) {
      double[] p = logits(w, rows[i]);
      double own = p[labels[i]];
      sum += softmax(p) - own;
      for (int c = 0; c < classes; c++) {
        double slope = (p[c] - (c == labels[i] ? 1 : 0)) / examples.length;
        for (int j = 0; j < d; j++) {
          gradient[c * d + j] += slope * rows[i][j];
        }
      }
    }
    double squares = 0;
    for (int k = 0; k < w.length; k++) {
      gradient[k] += RIDGE * w[k];
      squares += w[k] * w[k];
    }
    return sum / examples.length + RIDGE / 2 * squares;
  }

  private double[] logits(double[] w, double[] row) {
    double[] logits = new double[classes];
    for (int c = 0; c < classes; c++) {
      double sum = 0;
      for (int j = 0; j < row.length; j++) {
        sum += w[c * row.length + j] * row[j];
      }
      logits[c] = sum;
    }
    return logits;
  }

  /** Turns logits into probabilities; returns the logarithm of the sum of exponentials. */
  private static double softmax(double[] logits) {
    double top = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      top = Math.max(top, logit);
    }
    double sum = 0;
    for (int c = 0; c < logits.length; c++) {
      logits[c] = Math.exp(logits[c] - top);
      sum += logits[c];
    }
    for (int c = 0; c < logits.length; c++) {
      logits[c] /= sum;
    }
    return top + Math.log(sum);
  }

  /** By Nesterov's method for the ridge's strong convexity; a row's squared length is about 2. */
  private double minimum() {
    int n = classes * rows[0].length;
    double curvature = 0;
    for (double[] row : rows) {
      double squares = 0;
      for (double v : row) {
        squares += v * v;
      }
      curvature += squares / (2 * rows.length);
    }
    double step = 1 / (curvature + RIDGE);
    double root = Math.sqrt(RIDGE * step);
    double momentum = (1 - root) / (1 + root);
    double[] x = new double[n];
    double[] y = new double[n];
    double loss = Double.NaN;
    double slope = Double.POSITIVE_INFINITY;
    for (int i = 0; i < OPTIMUM_STEPS && slope > 1e-16; i++) {
      double[] g = new double[n];
      loss = lossAndGradient(y, all(), g);
      slope = 0;
      for (int k = 0; k < n; k++) {
        double next = y[k] - step * g[k];
        y[k] = next + momentum * (next - x[k]);
        x[k] = next;
        slope += g[k] * g[k];
      }
    }
    return loss;
  }
}
