package org.gradus.smooth.logistic;

import java.util.stream.IntStream;
import org.gradus.core.Cholesky;

/**
 * With the Hessian in full, for few features.
 *
 * <p>Without λ₁ one Cholesky solve. With it, minimise gᵀ(u − w) + ½ (u − w)ᵀH(u − w) + λ₁|u|₁ by
 * cyclic coordinate descent, which finds the signs, and now and then Newton's step on the weights
 * that are not 0, which is exact once the signs are right.
 */
final class DenseModelStep implements ModelStep {
  private static final int SWEEPS = 500;
  private static final int SWEEPS_PER_SOLVE = 10;

  /** Added to the diagonal, relative to its largest entry: one-hot columns are dependent. */
  private static final double SHIFT = 1e-12;

  private final int n;
  private final double[] h;
  private final Cholesky cholesky;
  private long sweeps;

  DenseModelStep(int n) {
    this.n = n;
    h = new double[n * n];
    cholesky = new Cholesky(n);
  }

  @Override
  public long innerIterations() {
    return sweeps;
  }

  @Override
  public double[] minimise(Model model) {
    model.state().hessian(h, n);
    double largest = 0;
    for (int j = 0; j < n; j++) {
      h[j * n + j] += model.problem().l2();
      largest = Math.max(largest, h[j * n + j]);
    }
    for (int j = 0; j < n; j++) {
      h[j * n + j] += SHIFT * largest;
    }
    return model.problem().l1() == 0 ? newton(model) : sparse(model);
  }

  private double[] newton(Model model) {
    double[] u = model.gradient().clone();
    sweeps++;
    if (!cholesky.factor(h)) {
      return ModelStep.diagonal(model);
    }
    cholesky.solve(u);
    for (int j = 0; j < n; j++) {
      u[j] = model.w()[j] - u[j];
    }
    return u;
  }

  private double[] sparse(Model model) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        h[j * n + i] = h[i * n + j];
      }
    }
    double[] u = model.w().clone();
    double[] slope = model.gradient().clone();
    double worst = 0;
    for (double s : model.subgradient()) {
      worst = Math.max(worst, Math.abs(s));
    }
    double target = model.accuracy() * worst;
    for (int sweep = 1; sweep <= SWEEPS; sweep++) {
      if (sweep(model, u, slope) <= target) {
        break;
      }
      if (sweep % SWEEPS_PER_SOLVE == 0) {
        solveSigned(model, u, slope);
      }
    }
    return u;
  }

  /** One sweep; the largest subgradient met on the way. */
  private double sweep(Model model, double[] u, double[] slope) {
    double l1 = model.problem().l1();
    double worst = 0;
    sweeps++;
    for (int j = 0; j < n; j++) {
      double second = h[j * n + j];
      worst = Math.max(worst, Math.abs(Penalty.subgradient(l1, u[j], slope[j])));
      double change = Penalty.shrink(u[j] - slope[j] / second, l1 / second) - u[j];
      if (change != 0) {
        u[j] += change;
        for (int i = 0; i < n; i++) {
          slope[i] += change * h[j * n + i];
        }
      }
    }
    return worst;
  }

  /** Newton's step on the non-zero weights, as far as no sign changes. */
  private void solveSigned(Model model, double[] u, double[] slope) {
    int[] free = IntStream.range(0, n).filter(j -> u[j] != 0).toArray();
    if (free.length == 0) {
      return;
    }
    double[] part = new double[free.length * free.length];
    double[] step = new double[free.length];
    for (int p = 0; p < free.length; p++) {
      step[p] = -Penalty.subgradient(model.problem().l1(), u[free[p]], slope[free[p]]);
      for (int q = 0; q <= p; q++) {
        part[p * free.length + q] = h[free[p] * n + free[q]];
      }
    }
    Cholesky system = new Cholesky(free.length);
    if (!system.factor(part)) {
      return;
    }
    system.solve(step);
    double length = 1;
    int first = -1;
    for (int p = 0; p < free.length; p++) {
      double reach = -u[free[p]] / step[p];
      if (reach > 0 && reach < length) {
        length = reach;
        first = p;
      }
    }
    for (int p = 0; p < free.length; p++) {
      double change = p == first ? -u[free[p]] : length * step[p];
      u[free[p]] = p == first ? 0 : u[free[p]] + change;
      for (int i = 0; i < n; i++) {
        slope[i] += change * h[free[p] * n + i];
      }
    }
  }
}
