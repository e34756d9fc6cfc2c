package org.gradus.core;

import java.util.List;
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
    Tensor result = torch.zeros_like(theta.values());
    try (PointerScope inner = new PointerScope()) {
      List<Tensor> directions = theta.views(v);
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
      if (values.size() > 0) {
        TensorVector products =
            torch.grad(
                values, Autodiff.parameters(theta), seeds, new BoolOptional(true), false, true);
        Autodiff.copyFlat(products, theta, result);
      }
    }
    return result;
  }

  @Override
  public void close() {
    gradients.close();
  }
}
