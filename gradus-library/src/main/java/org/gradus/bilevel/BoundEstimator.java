package org.gradus.bilevel;

import java.util.OptionalDouble;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.bilevel.InnerSolves.Point;
import org.gradus.core.RandomSource;
import org.gradus.core.SymmetricEigen;
import org.gradus.core.Tensors;

/**
 * The constants of {@link HypergradientBound}: the problem's, and where it has none, running maxima
 * of differences over random perturbations of x of length ε.
 *
 * <p>Draws of one estimate, all standard normal: d (n numbers) if L_g, L_B or L_Ainv is missing; u
 * (m numbers) if m > 10 and ‖B‖ is missing, another if L_B is; v (n numbers) if L_Ainv is.
 */
final class BoundEstimator {
  /** Up to so many parameters all columns of B are made; beyond, one power step. */
  private static final int COLUMNS = 10;

  private static final double SHORTEST = 1e-9;
  private static final double RELATIVE_RESIDUAL = 1e-2;

  private final BilevelProblem problem;
  private final RandomSource draws;
  private double upperSmoothness;
  private double mixedLipschitz;
  private double inverseLipschitz;

  BoundEstimator(BilevelProblem problem, RandomSource draws) {
    this.problem = problem;
    this.draws = draws;
  }

  HypergradientBound at(InnerSolves solves, Point point, double epsilon) {
    LowerProblem lower = problem.lower();
    OptionalDouble upper = problem.upper().smoothness();
    OptionalDouble norm = lower.mixedNorm(point.x(), point.theta());
    OptionalDouble mixed = lower.mixedLipschitz(point.theta());
    OptionalDouble inverse = lower.inverseLipschitz(point.theta());
    boolean perturbs = upper.isEmpty() || mixed.isEmpty() || inverse.isEmpty();
    if (perturbs) {
      double length = Math.max(epsilon, SHORTEST * (1 + Vectors.norm(point.x())));
      double[] d = Vectors.ofLength(length, normal(lower.dimension()));
      double[] moved = Vectors.sum(point.x(), 1, d);
      if (upper.isEmpty()) {
        upperSmoothness = Math.max(upperSmoothness, upperChange(point, moved) / length);
      }
      if (mixed.isEmpty()) {
        mixedLipschitz = Math.max(mixedLipschitz, mixedNorm(point, moved) / length);
      }
      if (inverse.isEmpty()) {
        inverseLipschitz = Math.max(inverseLipschitz, inverseChange(solves, point, moved) / length);
      }
    }
    return new HypergradientBound(
        lower.strongConvexity(point.theta()),
        upper.orElse(upperSmoothness),
        norm.orElseGet(() -> mixedNorm(point, null)),
        mixed.orElse(mixedLipschitz),
        inverse.orElse(inverseLipschitz),
        problem.upper().parameterSmoothness(),
        !perturbs && norm.isPresent());
  }

  private double upperChange(Point point, double[] moved) {
    double[] gradient = new double[moved.length];
    problem.upper().gradient(moved, point.theta(), gradient);
    return Vectors.norm(Vectors.sum(gradient, -1, point.upperGradient()));
  }

  /** ‖B(x̃)‖, or ‖B(x̃ + d) − B(x̃)‖ where a moved point is given. */
  private double mixedNorm(Point point, double[] moved) {
    int m = problem.lower().parameters();
    if (m <= COLUMNS) {
      double[][] columns = new double[m][];
      for (int j = 0; j < m; j++) {
        double[] unit = new double[m];
        unit[j] = 1;
        columns[j] = mixed(point, moved, unit);
      }
      return spectralNorm(columns);
    }
    double[] image = mixed(point, moved, Vectors.ofLength(1, normal(m)));
    double[] back = transposed(point, point.x(), Vectors.ofLength(1, image));
    if (moved != null) {
      back = Vectors.sum(transposed(point, moved, Vectors.ofLength(1, image)), -1, back);
    }
    return Vectors.norm(back);
  }

  private double[] mixed(Point point, double[] moved, double[] u) {
    double[] product = new double[point.x().length];
    problem.lower().mixed(point.x(), point.theta(), u, product);
    if (moved == null) {
      return product;
    }
    double[] other = new double[product.length];
    problem.lower().mixed(moved, point.theta(), u, other);
    return Vectors.sum(other, -1, product);
  }

  private double[] transposed(Point point, double[] x, double[] q) {
    double[] product = new double[point.theta().length];
    problem.lower().mixedTransposed(x, point.theta(), q, product);
    return product;
  }

  /** The largest singular value of a matrix of few columns, from their inner products. */
  static double spectralNorm(double[][] columns) {
    int m = columns.length;
    double[] gram = new double[m * m];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        gram[i * m + j] = Vectors.dot(columns[i], columns[j]);
      }
    }
    return Math.sqrt(Math.max(0, SymmetricEigen.values(gram, m)[m - 1]));
  }

  /**
   * ‖(A(x̃ + d)⁻¹ − A(x̃)⁻¹) v‖ for a random unit v, as A(x̃ + d)⁻¹ (A(x̃) − A(x̃ + d)) A(x̃)⁻¹ v:
   * unlike the plain difference, that needs no exact solves.
   */
  private double inverseChange(InnerSolves solves, Point point, double[] moved) {
    double[] v = Vectors.ofLength(1, normal(moved.length));
    double[] p = solves.solve(point.theta(), point.x(), v, RELATIVE_RESIDUAL);
    double[] change = new double[v.length];
    double[] there = new double[v.length];
    problem.lower().hessianProduct(point.x(), point.theta(), p, change);
    problem.lower().hessianProduct(moved, point.theta(), p, there);
    change = Vectors.sum(change, -1, there);
    double residual = RELATIVE_RESIDUAL * Vectors.norm(change);
    return Vectors.norm(solves.solve(point.theta(), moved, change, residual));
  }

  private double[] normal(int length) {
    try (PointerScope scope = new PointerScope()) {
      return Tensors.doubles(
          draws.normal(new long[] {length}, new TensorOptions(ScalarType.Double)));
    }
  }
}
