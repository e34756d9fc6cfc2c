package org.gradus.lab.recipes;

import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Differentiation;
import org.gradus.core.Evaluation;
import org.gradus.core.NamedTensor;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/**
 * f(x) = ½ xᵀ A x with known derivatives, A = Rᵀ diag(a) R, a log-spaced from 1 to κ, in float64.
 *
 * <p>The start is x = Rᵀ (r/√a) with r uniform in ±[0.5, 1.5]: all eigendirections contribute
 * alike.
 */
public final class Quadratic implements Objective {
  private final Tensor matrix;
  private final Tensor start;
  private final ParameterVector theta;

  private Quadratic(Tensor matrix, Tensor start) {
    this.matrix = Tensors.keep(matrix);
    this.start = Tensors.keep(start);
    Tensor x = Tensors.keep(start.clone()).requires_grad_(true);
    theta = ParameterVector.of(List.of(new NamedTensor("x", x)));
  }

  /**
   * A problem.
   *
   * @param dimension d
   * @param condition κ
   * @param rotated whether R is a random rotation; otherwise A is diagonal
   * @param seed decides r and R
   */
  public static Quadratic of(int dimension, double condition, boolean rotated, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] eigenvalues = new double[dimension];
    double[] scaled = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      eigenvalues[i] = Math.pow(condition, i / (dimension - 1.0));
      double r = (0.5 + random.nextDouble()) * (random.nextBoolean() ? 1 : -1);
      scaled[i] = r / Math.sqrt(eigenvalues[i]);
    }
    try (PointerScope scope = new PointerScope()) {
      Tensor diagonal = torch.diag(Tensor.create(eigenvalues));
      Tensor x = Tensor.create(scaled);
      if (!rotated) {
        return new Quadratic(diagonal, x);
      }
      Tensor rotation = rotation(dimension, seed);
      return new Quadratic(rotation.t().matmul(diagonal).matmul(rotation), rotation.t().mv(x));
    }
  }

  private static Tensor rotation(int dimension, long seed) {
    Tensor like = torch.diag(Tensor.create(new double[dimension]));
    Tensor gaussian =
        RandomSource.seeded(seed).normal(new long[] {dimension, dimension}, like.options());
    return torch.linalg_qr(gaussian).get0();
  }

  /** The parameters x. */
  public ParameterVector theta() {
    return theta;
  }

  /** The Hessian A. */
  public Tensor hessian() {
    return matrix;
  }

  /** Puts x back to the start. */
  public void restart() {
    try (NoGradGuard guard = new NoGradGuard()) {
      theta.values().copy_(start);
    }
  }

  @Override
  public Tensor loss() {
    Tensor x = theta.parameters().get(0);
    return x.dot(matrix.mv(x)).mul(Scalars.of(0.5));
  }

  /** In closed form: ∇f = A x. */
  @Override
  public Evaluation gradient(ParameterVector parameters) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor slope = matrix.mv(parameters.values());
      parameters.gradient().copy_(slope);
      double value = 0.5 * parameters.values().dot(slope).item_double();
      return new Evaluation(value, Double.NaN);
    }
  }

  /** In closed form: ∇²f v = A v. */
  @Override
  public Differentiation differentiate(ParameterVector parameters) {
    Evaluation evaluation = gradient(parameters);
    return new Differentiation() {
      @Override
      public Evaluation evaluation() {
        return evaluation;
      }

      @Override
      public Tensor hessianVectorProduct(Tensor v) {
        try (NoGradGuard guard = new NoGradGuard()) {
          return Tensors.keep(matrix.mv(v));
        }
      }

      @Override
      public void close() {
        // Nothing is held: the matrix is the problem's.
      }
    };
  }
}
