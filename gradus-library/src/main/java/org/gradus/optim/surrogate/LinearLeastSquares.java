package org.gradus.optim.surrogate;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.core.Tensors;

/**
 * The exact minimiser of a {@link Proximal} surrogate where outputs are linear in θ, by the
 * pseudo-inverse: the one nearest to θₜ. The number of steps does not matter.
 *
 * <p>With J the Jacobian of the outputs, taken from differences f(θ + eᵢ) − f(θ), which are exact
 * for linear outputs: Δ = −(√c J)⁺ (a G/(2 √c)). Cost: d + 2 forward passes and a singular value
 * decomposition of [n k, d]: for small d only.
 */
public final class LinearLeastSquares implements InnerSolver {
  private static final double LINEAR = 1e-6;

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the surrogate is no {@link Proximal}, or the outputs are
   *     not linear in θ
   */
  @Override
  public Result minimise(Surrogate surrogate, ParameterVector theta, int steps) {
    if (!(surrogate.model() instanceof Proximal model)) {
      throw new IllegalArgumentException(
          "least squares needs a proximal surrogate, not a "
              + surrogate.model().getClass().getSimpleName());
    }
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor x = theta.values().detach().clone();
      Tensor jacobian = jacobian(surrogate, theta, x);
      Tensor root = exact(model.curvature()).sqrt().expand(jacobian.size(0)).contiguous();
      Tensor wanted = exact(model.slope()).div(root).mul_(Scalars.of(-0.5));
      Tensor change = jacobian.mul(root.unsqueeze(1)).pinverse().mv(wanted);
      Surrogate.move(theta, x, 1, change.to(Tensors.type(x)));
      requireLinear(exact(surrogate.outputs().sub(model.outputs())), jacobian.mv(change));
    }
    return new Result(1, false);
  }

  private static Tensor jacobian(Surrogate surrogate, ParameterVector theta, Tensor x) {
    Tensor base = exact(surrogate.outputs());
    long d = x.numel();
    Tensor columns =
        torch.zeros(new long[] {d, base.numel()}, new TensorOptions(ScalarType.Double));
    for (long i = 0; i < d; i++) {
      try (PointerScope scope = new PointerScope()) {
        theta.values().narrow(0, i, 1).add_(Scalars.of(1.0), Scalars.of(1.0));
        columns.select(0, i).copy_(exact(surrogate.outputs()).sub_(base));
        theta.values().narrow(0, i, 1).copy_(x.narrow(0, i, 1));
      }
    }
    return columns.t();
  }

  private static Tensor exact(Tensor values) {
    return values.to(ScalarType.Double).reshape(-1);
  }

  private static void requireLinear(Tensor moved, Tensor predicted) {
    double error = moved.sub(predicted).norm().item_double();
    if (error > LINEAR * (1 + predicted.norm().item_double())) {
      throw Check.invalid("outputs as a function of θ", "not linear", "linear for least squares");
    }
  }

  /** Nothing: each surrogate is solved for itself. */
  @Override
  public void save(State state) {}

  /** Nothing, as in {@link #save}. */
  @Override
  public void load(State state) {}
}
