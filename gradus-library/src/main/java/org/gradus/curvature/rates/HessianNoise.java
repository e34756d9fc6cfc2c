package org.gradus.curvature.rates;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;
import org.gradus.curvature.HessianOperator;
import org.gradus.curvature.Hutchinson;
import org.gradus.curvature.SymmetricOperator;

/**
 * How much Hessians of mini-batches differ, seen along random directions z of length 1.
 *
 * <pre>
 *   h_b = H_b z over mini-batches b,   h̄ their mean
 *   variance = mean ‖h_b − h̄‖²,   μ = zᵀh̄,   δ = ‖h̄ − μ z‖²
 * </pre>
 *
 * <p>each averaged over the directions. If the noise is alike in all directions, the variance
 * estimates the noise r = P σ²/bₑ at the size of these batches; in real networks it sits in few
 * directions and this r explains too little.
 *
 * @param variance as above
 * @param mean μ
 * @param spread δ
 * @param batches how many mini-batches n, at least 2
 */
public record HessianNoise(double variance, double mean, double spread, int batches) {
  /** The least shrinkage the L2 coefficient is computed with, as in the author's code. */
  private static final double LEAST_SHRINKAGE = 0.01;

  /** Checks the number of batches. */
  public HessianNoise {
    Check.atLeast("mini-batches for a noise estimate", batches, 2);
  }

  /**
   * Directions drawn uniformly from the unit sphere.
   *
   * @param count how many, at least 1
   * @return new vectors, which belong to the caller's {@link PointerScope}
   */
  public static List<Tensor> directions(ParameterVector theta, int count, RandomSource random) {
    Check.atLeast("directions", count, 1);
    List<Tensor> directions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Tensor z = Hutchinson.Probe.GAUSSIAN.draw(random, theta.size(), theta.values().options());
      directions.add(z.div_(Scalars.of(Tensors.norm(z))));
    }
    return directions;
  }

  /**
   * Measures with the Hessians of these mini-batches, one graph at a time.
   *
   * @param batches at least 2, all of one size
   * @param directions unit vectors of shape [d], at least one
   */
  public static HessianNoise ofHessians(
      ParameterVector theta, List<? extends Objective> batches, List<Tensor> directions) {
    Sum sum = new Sum(directions, batches.size());
    for (Objective batch : batches) {
      try (HessianOperator hessian = HessianOperator.of(theta, batch)) {
        sum.add(hessian);
      }
    }
    return sum.noise();
  }

  /**
   * Measures with any operators, one a mini-batch: Gauss-Newton matrices for example.
   *
   * @param batches at least 2
   * @param directions unit vectors, at least one
   */
  public static HessianNoise of(
      List<? extends SymmetricOperator> batches, List<Tensor> directions) {
    Sum sum = new Sum(directions, batches.size());
    batches.forEach(sum::add);
    return sum.noise();
  }

  /**
   * n/(n − 1) variance: without bias for mini-batches drawn independently. For mini-batches that
   * partition the data the plain variance is right.
   */
  public double unbiasedVariance() {
    return variance * batches / (batches - 1);
  }

  /** max(0, 1 − variance/(n δ)): how far the mean Hessian is to be trusted against μ I. */
  public double shrinkage() {
    if (spread == 0) {
      return variance == 0 ? 1 : 0;
    }
    return Math.max(0, 1 - variance / batches / spread);
  }

  /** The L2 coefficient (1 − α)/α μ that linear shrinkage towards μ I amounts to, α ≥ 0.01. */
  public double ridge() {
    double alpha = Math.max(LEAST_SHRINKAGE, shrinkage());
    return (1 - alpha) / alpha * mean;
  }

  /** Running means over batches for each direction, by Welford's update: nothing cancels. */
  private static final class Sum {
    private final List<Tensor> directions;
    private final List<Tensor> means = new ArrayList<>();
    private final double[] squares;
    private int count;

    Sum(List<Tensor> directions, int batches) {
      Check.atLeast("directions", directions.size(), 1);
      Check.atLeast("mini-batches for a noise estimate", batches, 2);
      this.directions = directions;
      squares = new double[directions.size()];
      for (Tensor z : directions) {
        means.add(torch.zeros_like(z).to(ScalarType.Double));
      }
    }

    void add(SymmetricOperator batch) {
      count++;
      for (int i = 0; i < squares.length; i++) {
        try (PointerScope scope = new PointerScope()) {
          Tensor product = batch.times(directions.get(i));
          try (NoGradGuard guard = new NoGradGuard()) {
            Tensor h = product.to(ScalarType.Double);
            Tensor before = h.sub(means.get(i));
            means.get(i).add_(before, Scalars.of(1.0 / count));
            squares[i] += before.dot(h.sub(means.get(i))).item_double();
          }
        }
      }
    }

    HessianNoise noise() {
      double variance = 0;
      double mean = 0;
      double spread = 0;
      int n = directions.size();
      for (int i = 0; i < n; i++) {
        try (PointerScope scope = new PointerScope()) {
          Tensor z = directions.get(i).to(ScalarType.Double);
          double along = z.dot(means.get(i)).item_double();
          double off = Tensors.norm(means.get(i).sub(z, Scalars.of(along)));
          variance += Math.max(0, squares[i] / count) / n;
          mean += along / n;
          spread += off * off / n;
        }
      }
      if (!Double.isFinite(variance)) {
        throw new NonFiniteException("a Hessian-vector product of a mini-batch is not finite");
      }
      return new HessianNoise(variance, mean, spread, count);
    }
  }
}
