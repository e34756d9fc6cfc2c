package org.gradus.smooth;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Differentiation;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;

/**
 * A training objective on all examples as a smooth function of a model's parameters: methods of
 * this package then train the model.
 *
 * <p>Evaluating moves the parameters; {@link #assign} puts a solution into the model. Parameters
 * may be float32: f is then as exact as they are.
 */
public final class TrainingFunction implements SmoothFunction {
  private final ParameterVector theta;
  private final Objective objective;

  /** The objective as a function of θ; it must always mean the same examples. */
  public TrainingFunction(ParameterVector theta, Objective objective) {
    this.theta = theta;
    this.objective = objective;
  }

  /** The problem of training from the model's parameters as they are, with exact Hessians. */
  public SmoothProblem problem() {
    return SmoothProblem.of(this, products(), read(theta.values()));
  }

  @Override
  public int dimension() {
    return Math.toIntExact(theta.size());
  }

  /** Writes x to the model's parameters. */
  public void assign(double[] x) {
    try (PointerScope scope = new PointerScope()) {
      theta.values().copy_(Tensor.create(x));
    }
  }

  @Override
  public double value(double[] x) {
    try (PointerScope scope = new PointerScope()) {
      assign(x);
      return objective.loss().item_double();
    }
  }

  @Override
  public double gradient(double[] x, double[] gradient) {
    try (PointerScope scope = new PointerScope()) {
      assign(x);
      double value = objective.gradient(theta).loss();
      System.arraycopy(read(theta.gradient()), 0, gradient, 0, gradient.length);
      return value;
    } catch (NonFiniteException e) {
      return Double.NaN;
    }
  }

  /** Hessian-vector products by double backward. */
  public CurvatureModel products() {
    return (x, gradient) -> {
      double[] at = x.clone();
      return new Curvature.Products(
          (v, result) -> {
            try (PointerScope scope = new PointerScope()) {
              assign(at);
              try (Differentiation derivatives = objective.differentiate(theta)) {
                Tensor direction = theta.values().mul(Scalars.of(0.0)).add_(Tensor.create(v));
                double[] product = read(derivatives.hessianVectorProduct(direction));
                System.arraycopy(product, 0, result, 0, result.length);
              }
            }
          });
    };
  }

  private static double[] read(Tensor vector) {
    try (PointerScope scope = new PointerScope()) {
      double[] values = new double[Math.toIntExact(vector.numel())];
      vector.detach().cpu().to(ScalarType.Double).contiguous().data_ptr_double().get(values);
      return values;
    }
  }
}
