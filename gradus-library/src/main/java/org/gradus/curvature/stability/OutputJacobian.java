package org.gradus.curvature.stability;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.NonFiniteException;
import org.gradus.core.ParameterVector;
import org.gradus.core.PredictiveObjective;
import org.gradus.core.Tensors;

/** The gradients of a model's outputs, one row an output. */
public final class OutputJacobian {
  private OutputJacobian() {}

  /**
   * The Jacobian of all outputs in θ, one backward pass each through one graph: for n up to some
   * hundreds of examples. The order is the outputs' row-major one.
   *
   * @param objective shows its outputs, of shape [n] or [n, k]
   * @param theta the d parameters; not moved
   * @return a new tensor of shape [n k, d], which belongs to the caller's {@link PointerScope}
   * @throws NonFiniteException if an entry is NaN or infinite
   */
  public static Tensor of(PredictiveObjective objective, ParameterVector theta) {
    Tensor outputs = objective.outputs().reshape(-1);
    long count = outputs.numel();
    Tensor rows = torch.zeros(new long[] {count, theta.size()}, theta.values().options());
    try (PointerScope scope = new PointerScope()) {
      TensorVector parameters = new TensorVector(theta.parameters().toArray(new Tensor[0]));
      for (long i = 0; i < count; i++) {
        try (PointerScope inner = new PointerScope()) {
          TensorVector gradients =
              torch.grad(
                  new TensorVector(outputs.select(0, i)),
                  parameters,
                  new TensorVector(),
                  new BoolOptional(true),
                  false,
                  true);
          copy(gradients, theta, rows.select(0, i));
        }
      }
    }
    if (!Tensors.allFinite(rows)) {
      throw new NonFiniteException("a gradient of the model's outputs is not finite");
    }
    return rows;
  }

  private static void copy(TensorVector gradients, ParameterVector theta, Tensor row) {
    try (NoGradGuard guard = new NoGradGuard()) {
      List<Tensor> views = theta.views(row);
      for (int i = 0; i < views.size(); i++) {
        if (gradients.get(i).defined()) {
          views.get(i).copy_(gradients.get(i));
        }
      }
    }
  }
}
