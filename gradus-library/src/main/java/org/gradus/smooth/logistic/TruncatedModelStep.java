package org.gradus.smooth.logistic;

/**
 * With products of the Hessian alone, for many features: two-metric projection (see {@link
 * org.gradus.smooth.coordinate.UpdateRule#TWO_METRIC}) with conjugate gradients.
 *
 * <p>Weights at 0 that want to stay are left out. Weights near 0 that move towards it take a
 * diagonal step, the others Newton's direction, by conjugate gradients preconditioned with the
 * Hessian's diagonal. Every weight stops at 0 where it would change sign.
 */
final class TruncatedModelStep implements ModelStep {
  private static final double NEAR = 1e-4;
  private static final int PRODUCTS = 200;
  private static final int HALVINGS = 10;

  private long products;

  @Override
  public long innerIterations() {
    return products;
  }

  @Override
  public double[] minimise(Model model) {
    int n = model.w().length;
    double l2 = model.problem().l2();
    double[] d = new double[n];
    boolean[] working = new boolean[n];
    double[] scale = new double[n];
    for (int j = 0; j < n; j++) {
      double s = model.subgradient()[j];
      double w = model.w()[j];
      scale[j] = model.diagonal()[j] + l2;
      if (s == 0 || scale[j] == 0) {
        continue;
      }
      boolean leaving = w != 0 && Math.abs(w) <= NEAR && s * w > 0 && model.problem().l1() > 0;
      working[j] = !leaving;
      d[j] = leaving ? -s / scale[j] : 0;
    }
    conjugateGradients(model, working, scale, d);
    return projected(model, d);
  }

  /** Solves H d = −s on the working weights, to the model's accuracy. */
  private void conjugateGradients(Model model, boolean[] working, double[] scale, double[] d) {
    int n = d.length;
    double[] residual = new double[n];
    double[] p = new double[n];
    double[] hp = new double[n];
    double squared = 0;
    for (int j = 0; j < n; j++) {
      if (working[j]) {
        residual[j] = -model.subgradient()[j];
        p[j] = residual[j] / scale[j];
        squared += residual[j] * p[j];
      }
    }
    double target = model.accuracy() * model.accuracy() * squared;
    for (int k = 0; k < PRODUCTS && squared > target; k++) {
      model.state().hessianProduct(p, hp);
      products++;
      double along = 0;
      for (int j = 0; j < n; j++) {
        hp[j] += model.problem().l2() * p[j];
        along += p[j] * hp[j];
      }
      if (!(along > 0)) {
        return;
      }
      double length = squared / along;
      double next = 0;
      for (int j = 0; j < n; j++) {
        if (working[j]) {
          d[j] += length * p[j];
          residual[j] -= length * hp[j];
          next += residual[j] * residual[j] / scale[j];
        }
      }
      double ratio = next / squared;
      for (int j = 0; j < n; j++) {
        p[j] = working[j] ? residual[j] / scale[j] + ratio * p[j] : 0;
      }
      squared = next;
    }
  }

  /** The longest of d, d/2, … whose projection is a descent direction. */
  private static double[] projected(Model model, double[] d) {
    double[] w = model.w();
    double[] u = new double[w.length];
    double length = 1;
    for (int halving = 0; halving <= HALVINGS; halving++) {
      double slope = 0;
      for (int j = 0; j < u.length; j++) {
        double s = model.subgradient()[j];
        double side = w[j] != 0 ? w[j] : -s;
        double to = w[j] + length * d[j];
        u[j] = model.problem().l1() > 0 && to * side < 0 ? 0 : to;
        slope += s * (u[j] - w[j]);
      }
      if (slope < 0) {
        return u;
      }
      length /= 2;
    }
    return ModelStep.diagonal(model);
  }
}
