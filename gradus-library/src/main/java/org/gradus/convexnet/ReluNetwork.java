package org.gradus.convexnet;

import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.LinearOptions;
import org.bytedeco.pytorch.ReLUImpl;
import org.bytedeco.pytorch.SequentialImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.Tensors;
import org.gradus.train.Network;

/**
 * A two-layer network x ↦ Σⱼ (x uⱼ)₊ αⱼ, without biases.
 *
 * @param hidden u, [m, d] row-major; copied
 * @param width d
 * @param output α, of length m ≥ 0; copied
 */
@SuppressWarnings("ArrayRecordComponent") // copied in; compared by nobody
public record ReluNetwork(double[] hidden, int width, double[] output) {
  /** Blocks shorter than this share of the longest are no neurons. */
  private static final double NEGLIGIBLE = 1e-9;

  /** Validates and copies. */
  public ReluNetwork {
    Check.atLeast("width", width, 1);
    if (hidden.length != (long) width * output.length) {
      throw Check.invalid("the number of hidden weights", hidden.length, "neurons * width");
    }
    hidden = hidden.clone();
    output = output.clone();
  }

  /**
   * Neurons from blocks of the convex program: u = v/√‖v‖, α = ±√‖v‖. Blocks shorter than 10⁻⁹ of
   * the longest are dropped.
   */
  static ReluNetwork ofBlocks(double[] positive, double[] negative, int width) {
    double[] all = Arrays.copyOf(positive, positive.length + negative.length);
    System.arraycopy(negative, 0, all, positive.length, negative.length);
    double[] norms = norms(all, width);
    double least = NEGLIGIBLE * Arrays.stream(norms).max().orElse(0);
    double[] hidden = new double[all.length];
    double[] output = new double[norms.length];
    int neurons = 0;
    for (int i = 0; i < norms.length; i++) {
      if (norms[i] == 0 || norms[i] < least) {
        continue;
      }
      double root = Math.sqrt(norms[i]);
      for (int j = 0; j < width; j++) {
        hidden[neurons * width + j] = all[i * width + j] / root;
      }
      output[neurons++] = i * width < positive.length ? root : -root;
    }
    return new ReluNetwork(
        Arrays.copyOf(hidden, neurons * width), width, Arrays.copyOf(output, neurons));
  }

  /** ‖·‖₂ of each row. */
  static double[] norms(double[] rows, int width) {
    double[] norms = new double[rows.length / width];
    for (int i = 0; i < norms.length; i++) {
      double sum = 0;
      for (int j = 0; j < width; j++) {
        sum += rows[i * width + j] * rows[i * width + j];
      }
      norms[i] = Math.sqrt(sum);
    }
    return norms;
  }

  /** m. */
  public int neurons() {
    return output.length;
  }

  /**
   * The outputs for rows of inputs.
   *
   * @param inputs [k, d] row-major
   * @return of length k
   */
  public double[] predict(double[] inputs) {
    if (inputs.length % width != 0) {
      throw Check.invalid("the number of inputs", inputs.length, "a multiple of " + width);
    }
    int rows = inputs.length / width;
    if (neurons() == 0 || rows == 0) {
      return new double[rows];
    }
    try (PointerScope scope = new PointerScope()) {
      Tensor u = Tensors.matrix(hidden, neurons(), width);
      Tensor active = torch.relu(Tensors.matrix(inputs, rows, width).mm(u.t()));
      return Tensors.doubles(active.mv(Tensors.matrix(output, neurons(), 1).squeeze(1)));
    }
  }

  /** β/2 Σ (‖uⱼ‖² + αⱼ²) for β = 1. */
  public double squaredWeights() {
    double sum = 0;
    for (double weight : hidden) {
      sum += weight * weight;
    }
    for (double weight : output) {
      sum += weight * weight;
    }
    return sum / 2;
  }

  /** The problem's objective at this network: an upper bound on its optimal value. */
  public double objective(ReluProblem problem) {
    return problem.loss().value(predict(problem.inputs()), problem.targets())
        + problem.decay() * squaredWeights();
  }

  /**
   * The same network as a libtorch module [k, d] → [k, 1], float64: linear, ReLU, linear, each
   * without bias. One dead neuron stands for none.
   */
  public SequentialImpl module() {
    int m = Math.max(1, neurons());
    SequentialImpl module = new SequentialImpl();
    module.push_back(linear(width, m, Arrays.copyOf(hidden, m * width)));
    module.push_back(new ReLUImpl());
    module.push_back(linear(m, 1, Arrays.copyOf(output, m)));
    return module;
  }

  private static LinearImpl linear(int in, int out, double[] weights) {
    LinearOptions options = new LinearOptions(in, out);
    options.bias().put(false);
    LinearImpl layer = new LinearImpl(options);
    layer.to(ScalarType.Double, false);
    try (PointerScope scope = new PointerScope()) {
      layer.weight().set_data(Tensors.matrix(weights, out, in));
    }
    return layer;
  }

  /** The same network, for training on and for predicting with the rest of the library. */
  public Network network() {
    SequentialImpl module = module();
    return Network.of(module, module::forward);
  }
}
