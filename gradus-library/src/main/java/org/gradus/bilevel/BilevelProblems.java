package org.gradus.bilevel;

import java.util.Arrays;
import org.gradus.core.Check;
import org.gradus.core.PortableRandom;

/** Generated problems with known optima, which other programs can make too. */
public final class BilevelProblems {
  private BilevelProblems() {}

  /**
   * A problem with f's minimum.
   *
   * @param problem the problem
   * @param optimum min f
   */
  public record Known(BilevelProblem problem, double optimum) {}

  /**
   * The paper's quadratic: h = ½ ‖A₂ x + A₃ θ − b₂‖², g = ½ ‖A₁ x − b₁‖² with matrices [rows, n]
   * uniform on [0, 1), b₁ = A₁ x₁ + noise, b₂ = A₂ x₂ + A₃ θ* + noise; θ₀ = 1, x from 0.
   *
   * @param rows of each matrix, at least n
   * @param n length of x and of θ
   * @param noise standard deviation of both noises; the paper: 0.01
   * @param seed of {@link PortableRandom#uniform}: A₁, A₂, A₃ row by row, x₁, x₂, θ*; and of {@link
   *     PortableRandom#normal}: the noise of b₁, then of b₂
   */
  public static Known quadratic(int rows, int n, double noise, long seed) {
    Check.atLeast("n", n, 1);
    Check.atLeast("rows", rows, n);
    int size = Math.multiplyExact(rows, n);
    double[] draws = PortableRandom.uniform(seed, Math.addExact(3 * size, 3 * n));
    double[] normal = PortableRandom.normal(seed, 2 * rows);
    double[] a1 = Arrays.copyOf(draws, size);
    double[] a2 = Arrays.copyOfRange(draws, size, 2 * size);
    double[] a3 = Arrays.copyOfRange(draws, 2 * size, 3 * size);
    double[] b1 = new double[rows];
    double[] b2 = new double[rows];
    for (int r = 0; r < rows; r++) {
      b1[r] = noise * normal[r];
      b2[r] = noise * normal[rows + r];
      for (int j = 0; j < n; j++) {
        b1[r] += a1[r * n + j] * draws[3 * size + j];
        b2[r] += a2[r * n + j] * draws[3 * size + n + j];
        b2[r] += a3[r * n + j] * draws[3 * size + 2 * n + j];
      }
    }
    double[] theta = new double[n];
    Arrays.fill(theta, 1);
    LeastSquaresLoss upper = new LeastSquaresLoss(a1, b1);
    BilevelProblem problem = BilevelProblem.of(upper, new QuadraticLower(a2, a3, b2), theta);
    return new Known(problem, upper.minimum());
  }
}
