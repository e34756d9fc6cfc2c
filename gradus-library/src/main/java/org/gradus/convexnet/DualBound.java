package org.gradus.convexnet;

import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.Tensors;

/**
 * A lower bound on the optimal value, from any multipliers ν in ℝⁿ.
 *
 * <pre>
 * M = max over unit u of |νᵀ (X u)₊| = max over gates i and signs of ‖Proj_Kᵢ(± Xᵀ Dᵢ ν)‖
 * bound = min over z of l(z) + ⟨t ν, z⟩,   t ≤ β / M
 * </pre>
 *
 * <p>The usual ν is −l′(ŷ) at fitted values ŷ of a network. For the squared loss t is the best in
 * [0, β/M], otherwise min(1, β/M). Cost: 2 P non-negative least-squares problems.
 *
 * @param value the bound
 * @param correlation M
 * @param scale t
 * @param everyNetwork whether the bound holds for every network, since all gates were examined; if
 *     not, it bounds the program over these gates (or these features) only
 */
public record DualBound(double value, double correlation, double scale, boolean everyNetwork) {

  /**
   * The bound of multipliers.
   *
   * @param multipliers ν, of length n
   */
  public static DualBound of(ReluProgram program, double[] multipliers) {
    return scaled(
        program.problem(),
        multipliers,
        correlation(program, multipliers),
        program.gates().complete());
  }

  /** The bound of ν = −l′(ŷ) at a network's outputs: examines any trained network. */
  public static DualBound of(ReluProgram program, ReluNetwork network) {
    ReluProblem problem = program.problem();
    return of(program, multipliers(problem, network.predict(problem.inputs())));
  }

  /** −l′(ŷ). */
  static double[] multipliers(ReluProblem problem, double[] fitted) {
    double[] nu = problem.loss().derivative(fitted, problem.targets());
    for (int k = 0; k < nu.length; k++) {
      nu[k] = -nu[k];
    }
    return nu;
  }

  /** The bound for a known (or over-estimated) M. */
  static DualBound scaled(
      ReluProblem problem, double[] nu, double correlation, boolean everyNetwork) {
    double limit = correlation == 0 ? Double.POSITIVE_INFINITY : problem.decay() / correlation;
    double scale = Math.min(limit, preferredScale(problem, nu));
    double value = 0;
    for (int k = 0; k < nu.length; k++) {
      value += problem.loss().dualValue(scale * nu[k], problem.targets()[k], nu.length);
    }
    return new DualBound(value, correlation, scale, everyNetwork);
  }

  private static double preferredScale(ReluProblem problem, double[] nu) {
    if (problem.loss() != ReluLoss.SQUARED) {
      return 1;
    }
    double product = 0;
    double square = 0;
    for (int k = 0; k < nu.length; k++) {
      product += nu[k] * problem.targets()[k];
      square += nu[k] * nu[k];
    }
    return square == 0 ? 0 : Math.max(0, product / square);
  }

  /** M over the program's gates. */
  private static double correlation(ReluProgram program, double[] nu) {
    ReluProblem problem = program.problem();
    if (nu.length != problem.samples()) {
      throw Check.invalid("the number of multipliers", nu.length, "" + problem.samples());
    }
    double[] directions = directions(program, nu);
    ConeProjection cone = new ConeProjection(problem.inputs(), problem.width());
    double most = 0;
    int d = problem.width();
    for (int i = 0; i < program.gates().count(); i++) {
      double[] p = Arrays.copyOfRange(directions, i * d, (i + 1) * d);
      // A projection is never longer than its point.
      if (ConeProjection.norm(p) <= most) {
        continue;
      }
      most = Math.max(most, ConeProjection.norm(cone.project(program.gates(), i, p)));
      for (int j = 0; j < d; j++) {
        p[j] = -p[j];
      }
      most = Math.max(most, ConeProjection.norm(cone.project(program.gates(), i, p)));
    }
    return most;
  }

  /** Xᵀ Dᵢ ν, [P, d]. */
  private static double[] directions(ReluProgram program, double[] nu) {
    try (PointerScope scope = new PointerScope()) {
      Tensor masked = program.gates().mask().mul(Tensors.matrix(nu, 1, nu.length));
      return Tensors.doubles(masked.mm(program.problem().inputTensor()));
    }
  }
}
