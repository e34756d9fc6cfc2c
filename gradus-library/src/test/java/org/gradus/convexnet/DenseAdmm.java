package org.gradus.convexnet;

import java.util.Arrays;

/** The method with F, G and the (2 P d)² system formed: what the structured form must equal. */
final class DenseAdmm {
  final double[] u;
  final double[] v;
  final double[] s;
  final double[] lambda;
  final double[] nu;
  private final double[][] fit;
  private final double[][] cone;
  private final double[] targets;
  private final double beta;
  private final double rho;
  private final double dualStep;
  private final int d;

  DenseAdmm(ReluProgram program, double rho, double dualStep) {
    ReluProblem problem = program.problem();
    int n = problem.samples();
    int blocks = 2 * program.gates().count();
    d = problem.width();
    u = new double[blocks * d];
    v = new double[blocks * d];
    lambda = new double[blocks * d];
    s = new double[blocks * n];
    nu = new double[blocks * n];
    fit = new double[n][blocks * d];
    cone = new double[blocks * n][blocks * d];
    for (int i = 0; i < blocks; i++) {
      int gate = i % program.gates().count();
      for (int k = 0; k < n; k++) {
        boolean active = program.gates().active(gate, k);
        for (int j = 0; j < d; j++) {
          double x = problem.inputs()[k * d + j];
          fit[k][i * d + j] = active ? (i == gate ? x : -x) : 0;
          cone[i * n + k][i * d + j] = active ? x : -x;
        }
      }
    }
    targets = problem.targets();
    beta = problem.decay();
    this.rho = rho;
    this.dualStep = dualStep;
  }

  void step() {
    fit();
    for (int i = 0; i < u.length; i += d) {
      double square = 0;
      for (int j = i; j < i + d; j++) {
        v[j] = u[j] + lambda[j];
        square += v[j] * v[j];
      }
      double kept = square == 0 ? 0 : Math.max(0, 1 - beta / (rho * Math.sqrt(square)));
      for (int j = i; j < i + d; j++) {
        v[j] *= kept;
        lambda[j] += dualStep * (u[j] - v[j]);
      }
    }
    for (int e = 0; e < s.length; e++) {
      double image = 0;
      for (int j = 0; j < u.length; j++) {
        image += cone[e][j] * u[j];
      }
      s[e] = Math.max(0, image + nu[e]);
      nu[e] += dualStep * (image - s[e]);
    }
  }

  private void fit() {
    int m = u.length;
    double[][] a = new double[m][m];
    double[] b = new double[m];
    for (int i = 0; i < m; i++) {
      a[i][i] = 1;
      b[i] = v[i] - lambda[i];
    }
    double[] slack = new double[s.length];
    Arrays.setAll(slack, e -> s[e] - nu[e]);
    accumulate(a, b, cone, slack, 1);
    accumulate(a, b, fit, targets, 1 / rho);
    System.arraycopy(Fixtures.solve(a, b), 0, u, 0, m);
  }

  private static void accumulate(
      double[][] a, double[] b, double[][] rows, double[] side, double weight) {
    for (int e = 0; e < rows.length; e++) {
      for (int i = 0; i < b.length; i++) {
        b[i] += weight * rows[e][i] * side[e];
        for (int j = 0; j < b.length; j++) {
          a[i][j] += weight * rows[e][i] * rows[e][j];
        }
      }
    }
  }
}
