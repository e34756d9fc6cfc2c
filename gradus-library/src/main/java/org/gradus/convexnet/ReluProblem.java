package org.gradus.convexnet;

import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.Tensors;

/**
 * Training a two-layer ReLU network with scalar output and weight decay.
 *
 * <pre>
 * minimise  l( Σⱼ (X uⱼ)₊ αⱼ , y ) + β/2 Σⱼ (‖uⱼ‖² + αⱼ²)   over uⱼ in ℝᵈ, αⱼ in ℝ
 * </pre>
 *
 * @param inputs X, [n, d], row-major; copied. There is no bias: append a column of ones for one
 *     ({@link #withBias})
 * @param width d
 * @param targets y, as the loss wants them; copied
 * @param loss l
 * @param decay β &gt; 0
 */
@SuppressWarnings("ArrayRecordComponent") // copied in; compared by nobody
public record ReluProblem(
    double[] inputs, int width, double[] targets, ReluLoss loss, double decay) {
  /**
   * Validates.
   *
   * @throws IllegalArgumentException naming what is wrong, with its value
   */
  public ReluProblem {
    Objects.requireNonNull(loss, "loss");
    Check.positive("decay", decay);
    Check.atLeast("width", width, 1);
    Check.atLeast("the number of samples", targets.length, 1);
    if (inputs.length != (long) targets.length * width) {
      throw Check.invalid(
          "the number of inputs",
          inputs.length,
          "samples * width = " + (long) targets.length * width);
    }
    inputs = inputs.clone();
    targets = targets.clone();
    requireUseful(inputs);
    loss.require(targets);
  }

  private static void requireUseful(double[] inputs) {
    boolean useful = false;
    for (double x : inputs) {
      Check.finite("an input", x);
      useful |= x != 0;
    }
    if (!useful) {
      throw new IllegalArgumentException("all inputs are 0: nothing can be learned from them");
    }
  }

  /** From rows. */
  public static ReluProblem of(double[][] rows, double[] targets, ReluLoss loss, double decay) {
    if (rows.length != targets.length) {
      throw Check.invalid("the number of targets", targets.length, rows.length + ", one a row");
    }
    int width = rows.length == 0 ? 1 : rows[0].length;
    double[] inputs = new double[rows.length * width];
    for (int k = 0; k < rows.length; k++) {
      if (rows[k].length != width) {
        throw Check.invalid("the length of row " + k, rows[k].length, "that of row 0, " + width);
      }
      System.arraycopy(rows[k], 0, inputs, k * width, width);
    }
    return new ReluProblem(inputs, width, targets, loss, decay);
  }

  /** From tensors X, [n, d], and y, [n], of any floating-point type. */
  public static ReluProblem of(Tensor inputs, Tensor targets, ReluLoss loss, double decay) {
    if (inputs.dim() != 2) {
      throw Check.invalid("inputs", Tensors.describe(inputs), "of shape [samples, width]");
    }
    Tensors.requireLength("targets", targets, inputs.size(0));
    return new ReluProblem(
        Tensors.doubles(inputs), (int) inputs.size(1), Tensors.doubles(targets), loss, decay);
  }

  /** The same with a last column of ones. */
  public ReluProblem withBias() {
    double[] extended = new double[samples() * (width + 1)];
    for (int k = 0; k < samples(); k++) {
      System.arraycopy(inputs, k * width, extended, k * (width + 1), width);
      extended[k * (width + 1) + width] = 1;
    }
    return new ReluProblem(extended, width + 1, targets, loss, decay);
  }

  /** The same with another β. */
  public ReluProblem withDecay(double newDecay) {
    return new ReluProblem(inputs, width, targets, loss, newDecay);
  }

  /** n. */
  public int samples() {
    return targets.length;
  }

  /** X as a new tensor, float64. */
  public Tensor inputTensor() {
    return Tensors.matrix(inputs, samples(), width);
  }

  /** X u for m directions, [m, d] row-major: the answer is [m, n]. */
  double[] products(double[] directions) {
    try (PointerScope scope = new PointerScope()) {
      Tensor u = Tensors.matrix(directions, directions.length / width, width);
      return Tensors.doubles(u.mm(inputTensor().t()));
    }
  }
}
