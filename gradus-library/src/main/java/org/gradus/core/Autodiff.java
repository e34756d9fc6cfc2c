package org.gradus.core;

import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Exact derivatives of objectives with respect to the flat parameter vector.
 *
 * <p>Cost, in units of one forward and backward pass: gradient 1; gradient with graph and one
 * Hessian-vector product 2.6 to 4.3 (measured); Gauss-Newton product about 3.
 */
public final class Autodiff {
  private Autodiff() {}

  /**
   * Value and gradient; ∇f is left in {@link ParameterVector#gradient()}.
   *
   * @throws NonFiniteException if the loss or the gradient is NaN or infinite
   * @throws IllegalArgumentException if the loss is not a scalar or depends on no parameter
   */
  public static Evaluation gradient(Objective objective, ParameterVector theta) {
    try (PointerScope scope = new PointerScope()) {
      theta.zeroGradient();
      Tensor loss = requireLoss(objective.loss());
      loss.backward();
      theta.requireAttached();
      return evaluation(loss, theta);
    }
  }

  /**
   * Value and gradient with the graph kept for Hessian-vector products.
   *
   * @throws NonFiniteException if the loss or the gradient is NaN or infinite
   * @throws IllegalArgumentException if the loss is not a scalar or depends on no parameter
   */
  public static Differentiation differentiate(Objective objective, ParameterVector theta) {
    try (PointerScope scope = new PointerScope()) {
      theta.zeroGradient();
      Tensor loss = requireLoss(objective.loss());
      theta.requireAttached();
      TensorVector gradients = gradient(loss, theta.tensors(), null, true);
      writeGradient(gradients, theta);
      return new GraphDifferentiation(theta, gradients, evaluation(loss, theta));
    }
  }

  /**
   * The Gauss-Newton matrix of the objective's loss times a vector: Jᵀ H J v, with J the Jacobian
   * of the outputs and H the Hessian of the loss in the outputs. For {@link Likelihood#CATEGORICAL}
   * it is the Fisher matrix.
   *
   * @param v a vector of shape [d]
   * @return a new vector of shape [d], which belongs to the caller's {@link PointerScope}
   * @throws IllegalArgumentException if the outputs depend on no parameter
   */
  public static Tensor gaussNewtonVectorProduct(
      PredictiveObjective objective, ParameterVector theta, Tensor v) {
    Tensor result = new Tensor();
    try (PointerScope scope = new PointerScope()) {
      TensorVector parameters = theta.tensors();
      Tensor outputs = objective.outputs();
      requireGraph("model's output", outputs);
      // J v by two reverse passes: Jᵀu is linear in u, and its derivative in u along v is J v.
      Tensor u = torch.zeros_like(outputs).requires_grad_(true);
      TensorVector pulled = gradient(outputs, parameters, u, true);
      Tensor pushed = directional(pulled, theta, v, u);
      Tensor free = outputs.detach().requires_grad_(true);
      Tensor slope = gradient(objective.loss(free), new TensorVector(free), null, true).get(0);
      // A slope without a graph is constant: the loss is linear in the outputs, its Hessian 0.
      Tensor curved =
          slope.defined() && slope.requires_grad()
              ? gradient(slope, new TensorVector(free), pushed, false).get(0)
              : new Tensor();
      result.put(
          curved.defined()
              ? flat(gradient(outputs, parameters, curved, false), theta)
              : torch.zeros_like(theta.values()));
    }
    return result;
  }

  /** The derivative of a scalar-valued graph: {@code torch.grad} with missing entries allowed. */
  private static TensorVector gradient(
      Tensor value, TensorVector inputs, Tensor seed, boolean createGraph) {
    TensorVector seeds = seed == null ? new TensorVector() : new TensorVector(seed);
    return torch.grad(
        new TensorVector(value), inputs, seeds, new BoolOptional(true), createGraph, true);
  }

  /** Σᵢ ⟨∂pulledᵢ/∂u, vᵢ⟩, zeros where the graph ends. */
  private static Tensor directional(
      TensorVector pulled, ParameterVector theta, Tensor v, Tensor u) {
    TensorVector parts = theta.split(v);
    TensorVector values = new TensorVector();
    TensorVector seeds = new TensorVector();
    for (int i = 0; i < parts.size(); i++) {
      Tensor value = pulled.get(i);
      if (value.defined() && value.requires_grad()) {
        values.push_back(value);
        seeds.push_back(parts.get(i));
      }
    }
    if (values.size() == 0) {
      return torch.zeros_like(u);
    }
    Tensor result =
        torch.grad(values, new TensorVector(u), seeds, new BoolOptional(true), false, true).get(0);
    return result.defined() ? result : torch.zeros_like(u);
  }

  /** Writes per-parameter gradients to g; missing ones count as 0. */
  private static void writeGradient(TensorVector parts, ParameterVector theta) {
    try (NoGradGuard guard = new NoGradGuard()) {
      List<Tensor> views = theta.gradientViews();
      for (int i = 0; i < views.size(); i++) {
        Tensor part = parts.get(i);
        if (part.defined()) {
          views.get(i).copy_(part);
        }
      }
    }
  }

  /** Per-parameter tensors as one new vector of shape [d]; missing ones count as 0. */
  static Tensor flat(TensorVector parts, ParameterVector theta) {
    try (NoGradGuard guard = new NoGradGuard()) {
      for (int i = 0; i < parts.size(); i++) {
        if (!parts.get(i).defined()) {
          parts.put(i, torch.zeros_like(theta.parameters().get(i)));
        }
      }
      return torch.flatten_dense_tensors(parts);
    }
  }

  private static Tensor requireLoss(Tensor loss) {
    if (loss.numel() != 1) {
      throw Check.invalid("loss", Tensors.describe(loss), "a scalar tensor");
    }
    requireGraph("loss", loss);
    double value = loss.item_double();
    if (!Double.isFinite(value)) {
      throw new NonFiniteException("the loss is " + value);
    }
    return loss;
  }

  private static void requireGraph(String name, Tensor value) {
    if (!value.requires_grad()) {
      throw new IllegalArgumentException(
          "the "
              + name
              + " depends on no parameter: its graph was cut (detach, no-grad mode, item) or the"
              + " model is another one");
    }
  }

  private static Evaluation evaluation(Tensor loss, ParameterVector theta) {
    double norm = Tensors.norm(theta.gradient());
    if (!Double.isFinite(norm)) {
      throw new NonFiniteException(
          "the gradient is not finite"
              + firstNonFinite(theta, theta.gradient())
                  .map(n -> " in parameter '" + n + "'")
                  .orElse(""));
    }
    return new Evaluation(loss.item_double(), norm);
  }

  /** The name of the first parameter whose part of a flat vector holds NaN or infinity. */
  public static Optional<String> firstNonFinite(ParameterVector theta, Tensor flat) {
    try (PointerScope scope = new PointerScope()) {
      List<Tensor> views = theta.views(flat);
      for (int i = 0; i < views.size(); i++) {
        if (!Tensors.allFinite(views.get(i))) {
          return Optional.of(theta.slices().get(i).name());
        }
      }
      return Optional.empty();
    }
  }
}
