package org.gradus.convexnet;

import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.RandomSource;
import org.gradus.core.Tensors;

/**
 * The sampled convex program: a lasso over fixed ReLU neurons.
 *
 * <pre>
 * minimise  l( Σᵢ (X uᵢ)₊ αᵢ , y ) + β ‖α‖₁   over α
 * </pre>
 *
 * <p>It comes from sampling the constraints |νᵀ (Xu)₊| ≤ β, ‖u‖ ≤ 1, of the network's dual, so its
 * optimal value is an upper bound on the network's; {@link Gates#gatesNeeded} says how many samples
 * make a further one improbable to matter.
 *
 * @param problem the network's problem
 * @param directions u, [N, d] row-major, unit vectors for the bound above; copied
 */
@SuppressWarnings("ArrayRecordComponent") // copied in; compared by nobody
public record FeatureProgram(ReluProblem problem, double[] directions) {
  /** Validates and copies. */
  public FeatureProgram {
    Objects.requireNonNull(problem, "problem");
    if (directions.length == 0 || directions.length % problem.width() != 0) {
      throw Check.invalid(
          "the number of entries of directions",
          directions.length,
          "N * " + problem.width() + " with N >= 1");
    }
    directions = directions.clone();
    for (double entry : directions) {
      Check.finite("an entry of directions", entry);
    }
  }

  /**
   * Directions uniform on the unit sphere.
   *
   * @param count N ≥ 1; with equal seeds a longer draw begins with the shorter one
   * @param random one normal draw of shape [d] a direction, float64
   */
  public static FeatureProgram sampled(ReluProblem problem, int count, RandomSource random) {
    Check.atLeast("the number of directions", count, 1);
    int d = problem.width();
    double[] directions = new double[count * d];
    for (int i = 0; i < count; i++) {
      try (PointerScope scope = new PointerScope()) {
        long[] shape = {d};
        Tensor draw = random.normal(shape, new TensorOptions(ScalarType.Double));
        double[] u = Tensors.doubles(draw);
        double norm = ConeProjection.norm(u);
        for (int j = 0; j < d; j++) {
          directions[i * d + j] = u[j] / norm;
        }
      }
    }
    return new FeatureProgram(problem, directions);
  }

  /** N. */
  public int count() {
    return directions.length / problem.width();
  }

  /** (X uᵢ)₊, [N, n] row-major. */
  double[] features() {
    try (PointerScope scope = new PointerScope()) {
      Tensor u = Tensors.matrix(directions, count(), problem.width());
      return Tensors.doubles(torch.relu(u.mm(problem.inputTensor().t())));
    }
  }

  /** The network of coefficients: uᵢ √|αᵢ| and ± √|αᵢ|, so that weight decay costs β |αᵢ|. */
  ReluNetwork network(double[] coefficients) {
    int d = problem.width();
    double[] positive = new double[directions.length];
    double[] negative = new double[directions.length];
    for (int i = 0; i < coefficients.length; i++) {
      double[] side = coefficients[i] > 0 ? positive : negative;
      for (int j = 0; j < d; j++) {
        side[i * d + j] = Math.abs(coefficients[i]) * directions[i * d + j];
      }
    }
    return ReluNetwork.ofBlocks(positive, negative, d);
  }
}
