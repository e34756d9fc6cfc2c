package org.gradus.smooth.logistic;

import org.gradus.core.SparseMatrix;
import org.gradus.smooth.LogisticLoss;

/**
 * How good weights are, computed from the problem and the weights alone.
 *
 * <p>The dual point is α = s σ(−yᵢ xᵢᵀw) with the largest s ≤ 1 that is feasible: |C Xᵀ(y α)|_∞ ≤
 * λ₁ where λ₂ = 0. With z = C Xᵀ(y α), the dual value is
 *
 * <pre>
 * C Σ H(αᵢ) − Σⱼ max(|zⱼ| − λ₁, 0)² / (2 λ₂),   H(α) = −α log α − (1 − α) log(1 − α)
 * </pre>
 *
 * @param primal F(w)
 * @param dual at most the minimum of F; −∞ where λ₁ = λ₂ = 0
 * @param stationarity the largest entry of the least subgradient of F at w: 0 exactly at a
 *     minimiser
 * @param nonZeros weights that are not 0
 */
public record LogisticCertificate(double primal, double dual, double stationarity, int nonZeros) {

  /** primal − dual: F(w) is at most this above its minimum. */
  public double gap() {
    return primal - dual;
  }

  /** Examines weights. */
  public static LogisticCertificate of(LogisticProblem problem, double[] w) {
    SparseMatrix x = problem.features();
    double[] margins = new double[x.rows()];
    x.multiply(w, margins);
    double[] alpha = new double[x.rows()];
    double[] weighted = new double[x.rows()];
    double loss = 0;
    for (int i = 0; i < x.rows(); i++) {
      double t = problem.label(i) * margins[i];
      loss += LogisticLoss.loss(t);
      alpha[i] = LogisticLoss.complement(t);
      weighted[i] = problem.cost() * problem.label(i) * alpha[i];
    }
    double[] z = new double[w.length];
    x.addTransposedProduct(weighted, z);
    double stationarity = 0;
    double penalty = 0;
    int nonZeros = 0;
    for (int j = 0; j < w.length; j++) {
      double g = problem.l2() * w[j] - z[j];
      stationarity = Math.max(stationarity, Math.abs(Penalty.subgradient(problem.l1(), w[j], g)));
      penalty += problem.l1() * Math.abs(w[j]) + problem.l2() / 2 * w[j] * w[j];
      nonZeros += w[j] != 0 ? 1 : 0;
    }
    double primal = problem.cost() * loss + penalty;
    return new LogisticCertificate(primal, dual(problem, alpha, z), stationarity, nonZeros);
  }

  private static double dual(LogisticProblem problem, double[] alpha, double[] z) {
    double scale = Penalty.dualScale(problem, z);
    double entropy = 0;
    for (double a : alpha) {
      entropy += Penalty.entropy(scale * a);
    }
    return problem.cost() * entropy - Penalty.conjugate(problem, z, scale);
  }
}
