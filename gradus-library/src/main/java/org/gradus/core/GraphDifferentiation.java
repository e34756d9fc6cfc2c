package org.gradus.core;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Hessian-vector products by a second backward pass through the gradient's own graph, which lives
 * as long as the gradients do.
 */
final class GraphDifferentiation implements Differentiation {
  private final ParameterVector theta;
  private final TensorVector gradients;
  private final Evaluation evaluation;

  GraphDifferentiation(ParameterVector theta, TensorVector gradients, Evaluation evaluation) {
    this.theta = theta;
    this.gradients = Tensors.keep(gradients);
    this.evaluation = evaluation;
  }

  @Override
  public Evaluation evaluation() {
    return evaluation;
  }

  @Override
  public Tensor hessianVectorProduct(Tensor v) {
    Tensor result = new Tensor();
    try (PointerScope inner = new PointerScope()) {
      TensorVector directions = theta.split(v);
      TensorVector values = new TensorVector();
      TensorVector seeds = new TensorVector();
      for (int i = 0; i < directions.size(); i++) {
        Tensor gradient = gradients.get(i);
        // A gradient without a graph is constant: the loss is linear there, its Hessian row is 0.
        if (gradient.defined() && gradient.requires_grad()) {
          values.push_back(gradient);
          seeds.push_back(directions.get(i));
        }
      }
      result.put(values.size() > 0 ? product(values, seeds) : torch.zeros_like(theta.values()));
    }
    return result;
  }

  private Tensor product(TensorVector values, TensorVector seeds) {
    return Autodiff.flat(
        torch.grad(values, theta.tensors(), seeds, new BoolOptional(true), false, true), theta);
  }

  @Override
  public void close() {
    gradients.close();
  }
}
