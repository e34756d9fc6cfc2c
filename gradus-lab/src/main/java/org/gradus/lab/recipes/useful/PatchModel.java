package org.gradus.lab.recipes.useful;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Evaluation;
import org.gradus.core.NamedTensor;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.Tensors;
import org.gradus.selection.Predictions;

/**
 * The paper's model: examples of three patches, one with the slow feature β_d y v_d, one with the
 * fast feature β_e y v_e in nine of ten examples, the rest noise; a network f(x) = Σ_j Σ_p ⟨w_j,
 * x_p⟩³ under the logistic loss, derivatives in closed form, float64.
 */
final class PatchModel {
  static final int DIMENSION = 30;
  static final int FILTERS = 6;
  private static final int PATCHES = 3;
  private static final double FAST = 1;
  private static final double SHARE_WITH_FAST = 0.9;
  private static final double INITIAL_DEVIATION = 0.1;

  /**
   * Examples; v_e is the first coordinate, v_d the second.
   *
   * @param patches row-major over (example, patch, coordinate)
   * @param signs y, −1 or +1
   * @param hasFast whether an example has the fast feature
   */
  record Examples(double[] patches, double[] signs, boolean[] hasFast) {
    static Examples draw(int count, double slow, double noise, SplittableRandom random) {
      double[] patches = new double[count * PATCHES * DIMENSION];
      double[] signs = new double[count];
      boolean[] hasFast = new boolean[count];
      for (int i = 0; i < count; i++) {
        signs[i] = random.nextBoolean() ? 1 : -1;
        hasFast[i] = random.nextDouble() < SHARE_WITH_FAST;
        int slowPatch = random.nextInt(PATCHES);
        int fastPatch = (slowPatch + 1 + random.nextInt(PATCHES - 1)) % PATCHES;
        for (int p = 0; p < PATCHES; p++) {
          int at = (i * PATCHES + p) * DIMENSION;
          if (p == slowPatch) {
            patches[at + 1] = slow * signs[i];
          } else if (p == fastPatch && hasFast[i]) {
            patches[at] = FAST * signs[i];
          } else {
            // Noise is orthogonal to both features.
            for (int k = 2; k < DIMENSION; k++) {
              patches[at + k] = noise / Math.sqrt(DIMENSION) * random.nextGaussian();
            }
          }
        }
      }
      return new Examples(patches, signs, hasFast);
    }

    int size() {
      return signs.length;
    }
  }

  private PatchModel() {}

  /** New filters, normal with deviation 0.1. */
  static ParameterVector filters(SplittableRandom random) {
    double[] w = new double[FILTERS * DIMENSION];
    Arrays.setAll(w, k -> INITIAL_DEVIATION * random.nextGaussian());
    Tensor tensor = Tensors.keep(Tensor.create(w)).requires_grad_(true);
    return ParameterVector.of(List.of(new NamedTensor("filters", tensor)));
  }

  static double[] values(ParameterVector theta) {
    double[] values = new double[(int) theta.size()];
    theta.values().data_ptr_double().get(values);
    return values;
  }

  /** The outputs f of all examples. */
  static double[] outputs(double[] w, Examples examples) {
    double[] outputs = new double[examples.size()];
    for (int row = 0; row < examples.size() * PATCHES; row++) {
      for (int j = 0; j < FILTERS; j++) {
        double product = product(w, j, examples.patches, row);
        outputs[row / PATCHES] += product * product * product;
      }
    }
    return outputs;
  }

  private static double product(double[] w, int filter, double[] patches, int row) {
    double sum = 0;
    for (int k = 0; k < DIMENSION; k++) {
      sum += w[filter * DIMENSION + k] * patches[row * DIMENSION + k];
    }
    return sum;
  }

  /** log(1 + exp(−y f)) of each example. */
  static double[] losses(double[] outputs, Examples examples) {
    double[] losses = new double[outputs.length];
    for (int i = 0; i < losses.length; i++) {
      double margin = examples.signs[i] * outputs[i];
      losses[i] = Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin)));
    }
    return losses;
  }

  /**
   * The weighted mean loss, with ∂/∂w_j = −Σ_i (ω_i/N) y_i s(−y_i f_i) Σ_p 3 ⟨w_j, x_ip⟩² x_ip.
   *
   * @param weights ω, one an example, of mean 1
   */
  static double lossAndGradient(
      double[] w, Examples examples, double[] weights, double[] gradient) {
    int n = examples.size();
    double[] products = new double[n * PATCHES * FILTERS];
    double[] outputs = new double[n];
    for (int row = 0; row < n * PATCHES; row++) {
      for (int j = 0; j < FILTERS; j++) {
        double product = product(w, j, examples.patches, row);
        products[row * FILTERS + j] = product;
        outputs[row / PATCHES] += product * product * product;
      }
    }
    for (int row = 0; row < n * PATCHES; row++) {
      int i = row / PATCHES;
      double y = examples.signs[i];
      double slope = -weights[i] / n * y / (1 + Math.exp(y * outputs[i]));
      for (int j = 0; j < FILTERS; j++) {
        double product = products[row * FILTERS + j];
        add(gradient, j, 3 * slope * product * product, examples.patches, row);
      }
    }
    double[] losses = losses(outputs, examples);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += weights[i] * losses[i];
    }
    return sum / n;
  }

  private static void add(double[] gradient, int filter, double factor, double[] patches, int row) {
    for (int k = 0; k < DIMENSION; k++) {
      gradient[filter * DIMENSION + k] += factor * patches[row * DIMENSION + k];
    }
  }

  /** The weighted mean loss as a function of the parameters. */
  static Objective objective(Examples examples, double[] weights) {
    return new Objective() {
      @Override
      public Tensor loss() {
        throw new UnsupportedOperationException("only its derivatives in closed form are used");
      }

      @Override
      public Evaluation gradient(ParameterVector theta) {
        double[] gradient = new double[(int) theta.size()];
        double loss = lossAndGradient(values(theta), examples, weights, gradient);
        theta.gradient().data_ptr_double().put(gradient);
        return new Evaluation(loss, Tensors.norm(theta.gradient()));
      }
    };
  }

  /** The largest ⟨w_j, v⟩ over the filters, v the fast (0) or the slow (1) feature. */
  static double alignment(double[] w, int feature) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < FILTERS; j++) {
      largest = Math.max(largest, w[j * DIMENSION + feature]);
    }
    return largest;
  }

  /** What {@link org.gradus.selection.Useful} looks at: f, the loss, and the class of the sign. */
  static Predictions predictions(double[] w, Examples examples) {
    double[] f = outputs(w, examples);
    return new Predictions(
        Arrays.stream(f).mapToObj(v -> new double[] {v}).toArray(double[][]::new),
        losses(f, examples),
        Arrays.stream(examples.signs).mapToInt(y -> y > 0 ? 1 : 0).toArray());
  }

  /** The share of examples whose output has the sign of y. */
  static double accuracy(double[] w, Examples examples, boolean onlyWithoutFast) {
    double[] f = outputs(w, examples);
    int right = 0;
    int all = 0;
    for (int i = 0; i < f.length; i++) {
      if (!onlyWithoutFast || !examples.hasFast[i]) {
        all++;
        right += f[i] * examples.signs[i] > 0 ? 1 : 0;
      }
    }
    return (double) right / all;
  }
}
