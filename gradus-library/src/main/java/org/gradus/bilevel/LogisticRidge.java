package org.gradus.bilevel;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.gradus.core.Check;
import org.gradus.core.SymmetricEigen;
import org.gradus.smooth.SoftmaxLoss;

/**
 * Multinomial logistic regression with a learned ridge for every weight:
 *
 * <pre>
 * h(w, θ) = mean cross-entropy of the examples at weights w + ½ Σᵢ e^θᵢ wᵢ²
 * </pre>
 *
 * <p>w is W, [features, classes], row-major. All constants are rigorous: μ = e^{min θ}, L = e^{max
 * θ} + ‖X‖²/(2 n), ‖B‖ = max e^θᵢ |wᵢ|, L_B = e^{max θ}, and L_Ainv = L_A/μ² with L_A = max ‖xᵢ‖
 * ‖X‖²/(√2 n) from the third derivative of log-sum-exp, which is at most 1/√2 in any direction. A
 * gradient costs two products with X.
 */
public final class LogisticRidge implements LowerProblem {
  private final Examples examples;

  /** The lower level of these examples. */
  public LogisticRidge(Examples examples) {
    this.examples = examples;
  }

  /**
   * Learning on two sets: the lower level trains on one, the upper level is the mean cross-entropy
   * of the other; θ₀ = −3 for all weights, w from 0.
   */
  public static BilevelProblem learning(Examples training, Examples heldOut) {
    double[] theta = new double[training.features() * training.classes()];
    if (heldOut.features() != training.features() || heldOut.classes() != training.classes()) {
      throw Check.invalid(
          "the held-out examples' features and classes",
          heldOut.features() + " and " + heldOut.classes(),
          training.features() + " and " + training.classes());
    }
    Arrays.fill(theta, -3);
    return new BilevelProblem(
        heldOut,
        new LogisticRidge(training),
        theta,
        new double[theta.length],
        BilevelProblem.EXPONENTS);
  }

  /** Examples with classes; as an upper level their mean cross-entropy. */
  public static final class Examples implements UpperLoss {
    private final double[] inputs;
    private final int[] labels;
    private final int classes;
    private final int features;
    private final SoftmaxLoss loss;
    private final double squaredNorm;

    /**
     * Examples.
     *
     * @param inputs X, row-major [n, features]; copied
     * @param labels of length n ≥ 1, each in [0, classes)
     * @param classes at least 2
     */
    public Examples(double[] inputs, int[] labels, int classes) {
      Check.atLeast("the number of labels", labels.length, 1);
      if (inputs.length == 0 || inputs.length % labels.length != 0) {
        throw Check.invalid("the length of inputs", inputs.length, "a multiple of the labels'");
      }
      this.inputs = Vectors.finite("inputs", inputs);
      this.labels = labels.clone();
      this.classes = classes;
      features = inputs.length / labels.length;
      loss = new SoftmaxLoss(labels, classes);
      double[] gram = new double[features * features];
      multiply(true, features, features, labels.length, this.inputs, this.inputs, gram);
      squaredNorm = SymmetricEigen.values(gram, features)[features - 1];
    }

    /** Entries of an input. */
    public int features() {
      return features;
    }

    /** The number of classes. */
    public int classes() {
      return classes;
    }

    /** The share of examples whose largest margin is their class's. */
    public double accuracy(double[] weights) {
      double[] margins = margins(weights);
      int right = 0;
      for (int i = 0; i < labels.length; i++) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
          best = margins[i * classes + c] > margins[i * classes + best] ? c : best;
        }
        right += best == labels[i] ? 1 : 0;
      }
      return (double) right / labels.length;
    }

    @Override
    public double gradient(double[] x, double[] theta, double[] gradient) {
      double[] slopes = new double[labels.length * classes];
      double sum = loss.slopes(margins(x), slopes);
      back(slopes, gradient);
      return sum / labels.length;
    }

    /** ‖X‖²/(2 n). */
    @Override
    public OptionalDouble smoothness() {
      return OptionalDouble.of(squaredNorm / (2.0 * labels.length));
    }

    private double value(double[] weights) {
      return loss.value(margins(weights)) / labels.length;
    }

    /** H v of the mean cross-entropy. */
    private void hessianProduct(double[] weights, double[] v, double[] product) {
      double[] p = new double[labels.length * classes];
      loss.slopes(margins(weights), p);
      double[] moved = margins(v);
      for (int i = 0; i < labels.length; i++) {
        int from = i * classes;
        p[from + labels[i]] += 1;
        double mean = 0;
        for (int c = from; c < from + classes; c++) {
          mean += p[c] * moved[c];
        }
        for (int c = from; c < from + classes; c++) {
          moved[c] = p[c] * (moved[c] - mean);
        }
      }
      back(moved, product);
    }

    private double[] margins(double[] weights) {
      double[] margins = new double[labels.length * classes];
      multiply(false, labels.length, classes, features, inputs, weights, margins);
      return margins;
    }

    /** Xᵀ S/n. */
    private void back(double[] slopes, double[] result) {
      multiply(true, features, classes, labels.length, inputs, slopes, result);
      for (int i = 0; i < result.length; i++) {
        result[i] /= labels.length;
      }
    }

    private double longest() {
      double longest = 0;
      for (int i = 0; i < labels.length; i++) {
        double sum = 0;
        for (int j = i * features; j < (i + 1) * features; j++) {
          sum += inputs[j] * inputs[j];
        }
        longest = Math.max(longest, sum);
      }
      return Math.sqrt(longest);
    }

    /** C ← op(A) B, [rows, columns] with an inner length; A is stored [inner, rows] if turned. */
    private static void multiply(
        boolean turned, int rows, int columns, int inner, double[] a, double[] b, double[] c) {
      cblas_dgemm(
          CblasRowMajor,
          turned ? CblasTrans : CblasNoTrans,
          CblasNoTrans,
          rows,
          columns,
          inner,
          1,
          a,
          turned ? rows : inner,
          b,
          columns,
          0,
          c,
          columns);
    }
  }

  @Override
  public int dimension() {
    return examples.features * examples.classes;
  }

  @Override
  public int parameters() {
    return dimension();
  }

  @Override
  public double value(double[] x, double[] theta) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += Math.exp(theta[i]) * x[i] * x[i];
    }
    return examples.value(x) + sum / 2;
  }

  @Override
  public void gradient(double[] x, double[] theta, double[] gradient) {
    examples.gradient(x, theta, gradient);
    addRidge(x, theta, gradient);
  }

  @Override
  public void hessianProduct(double[] x, double[] theta, double[] v, double[] product) {
    examples.hessianProduct(x, v, product);
    addRidge(v, theta, product);
  }

  private static void addRidge(double[] v, double[] theta, double[] to) {
    for (int i = 0; i < v.length; i++) {
      to[i] += Math.exp(theta[i]) * v[i];
    }
  }

  @Override
  public void mixedTransposed(double[] x, double[] theta, double[] q, double[] product) {
    for (int i = 0; i < x.length; i++) {
      product[i] = Math.exp(theta[i]) * x[i] * q[i];
    }
  }

  @Override
  public void mixed(double[] x, double[] theta, double[] u, double[] product) {
    mixedTransposed(x, theta, u, product);
  }

  @Override
  public double strongConvexity(double[] theta) {
    return Math.exp(Arrays.stream(theta).min().orElseThrow());
  }

  @Override
  public double smoothness(double[] theta) {
    return largest(theta) + examples.smoothness().orElseThrow();
  }

  private static double largest(double[] theta) {
    return Math.exp(Arrays.stream(theta).max().orElseThrow());
  }

  @Override
  public OptionalDouble mixedNorm(double[] x, double[] theta) {
    double largest = 0;
    for (int i = 0; i < x.length; i++) {
      largest = Math.max(largest, Math.exp(theta[i]) * Math.abs(x[i]));
    }
    return OptionalDouble.of(largest);
  }

  @Override
  public OptionalDouble mixedLipschitz(double[] theta) {
    return OptionalDouble.of(largest(theta));
  }

  @Override
  public OptionalDouble inverseLipschitz(double[] theta) {
    double change =
        examples.longest() * examples.squaredNorm / (Math.sqrt(2) * examples.labels.length);
    return OptionalDouble.of(change / Math.pow(strongConvexity(theta), 2));
  }
}
