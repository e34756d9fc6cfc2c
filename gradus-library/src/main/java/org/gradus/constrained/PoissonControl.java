package org.gradus.constrained;

import java.util.Arrays;
import org.gradus.core.Check;
import org.gradus.core.SparseMatrix;

/**
 * Optimal control of Poisson's equation on a square, discretised: state W and control Z on N × N
 * interior points, boundary values zero, h = 2/(N + 1).
 *
 * <pre>
 * min ½ |W − W*|² + 0.05 |Z|²   subject to   (5-point Laplacian of W)/h² + Z = 0
 * W*ᵢⱼ = sin(4 + a (i − (N+1)/2)) + cos(3 + a (j − (N+1)/2)),   a = 0.1/√15,   i, j = 1 … N
 * </pre>
 *
 * <p>x = (W, Z), row by row: n = 2 N², m = N². The Laplacian is W_{i±1,j} + W_{i,j±1} − 4 Wᵢⱼ. A
 * linear-quadratic problem: one exact Newton step solves it. Everything is sparse, five entries a
 * row at most and the control's one.
 */
public final class PoissonControl implements ConstrainedFunctions {
  private static final double WEIGHT = 0.05;

  private final int side;
  private final double[] target;
  private final SparseMatrix jacobian;
  private final SparseMatrix hessian;

  /** On N × N points. */
  public PoissonControl(int side) {
    this.side = Check.atLeast("side", side, 1);
    target = target(side);
    jacobian = jacobian(side);
    hessian = hessian(side * side);
  }

  /** The problem from x₀ = 1, λ₀ = 1. */
  public ConstrainedProblem problem() {
    return new ConstrainedProblem(this, ones(variables()), ones(constraints()));
  }

  @Override
  public int variables() {
    return 2 * side * side;
  }

  @Override
  public int constraints() {
    return side * side;
  }

  @Override
  public double objective(double[] x) {
    double misfit = 0;
    double effort = 0;
    for (int k = 0; k < target.length; k++) {
      double difference = x[k] - target[k];
      misfit += difference * difference;
      effort += x[target.length + k] * x[target.length + k];
    }
    return misfit / 2 + WEIGHT * effort;
  }

  @Override
  public double[] gradient(double[] x) {
    double[] gradient = new double[x.length];
    for (int k = 0; k < target.length; k++) {
      gradient[k] = x[k] - target[k];
      gradient[target.length + k] = 2 * WEIGHT * x[target.length + k];
    }
    return gradient;
  }

  @Override
  public double[] constraints(double[] x) {
    return SparseRows.product(jacobian, x);
  }

  @Override
  public SparseMatrix jacobian(double[] x) {
    return jacobian;
  }

  @Override
  public SparseMatrix hessian(double[] x, double[] multipliers) {
    return hessian;
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static double[] target(int side) {
    double a = 0.1 / Math.sqrt(15);
    double middle = (side + 1) / 2.0;
    double[] target = new double[side * side];
    for (int i = 1; i <= side; i++) {
      for (int j = 1; j <= side; j++) {
        target[(i - 1) * side + j - 1] =
            Math.sin(4 + a * (i - middle)) + Math.cos(3 + a * (j - middle));
      }
    }
    return target;
  }

  private static SparseMatrix jacobian(int side) {
    double scale = (side + 1.0) * (side + 1.0) / 4;
    int points = side * side;
    SparseRows rows = new SparseRows(points, 2 * points);
    for (int i = 0; i < side; i++) {
      for (int j = 0; j < side; j++) {
        int at = i * side + j;
        rows.add(at, -4 * scale);
        rows.add(points + at, 1);
        neighbour(rows, side, i - 1, j, scale);
        neighbour(rows, side, i + 1, j, scale);
        neighbour(rows, side, i, j - 1, scale);
        neighbour(rows, side, i, j + 1, scale);
        rows.endRow();
      }
    }
    return rows.build();
  }

  private static void neighbour(SparseRows rows, int side, int i, int j, double scale) {
    if (i >= 0 && i < side && j >= 0 && j < side) {
      rows.add(i * side + j, scale);
    }
  }

  private static SparseMatrix hessian(int points) {
    SparseRows rows = new SparseRows(2 * points, 2 * points);
    for (int k = 0; k < 2 * points; k++) {
      rows.add(k, k < points ? 1 : 2 * WEIGHT);
      rows.endRow();
    }
    return rows.build();
  }
}
