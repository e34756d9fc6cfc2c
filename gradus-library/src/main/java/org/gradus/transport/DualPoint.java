package org.gradus.transport;

/**
 * The dual function and its gradient at one point, from the marginals of the plan there.
 *
 * @param x potentials of the rows
 * @param y potentials of the columns
 * @param rowSums P 1
 * @param columnSums Pᵀ 1
 * @param rowGradient r − P 1
 * @param columnGradient c − Pᵀ 1
 * @param value f(x, y)
 * @param error E = ‖P 1 − r‖₁ + ‖Pᵀ 1 − c‖₁
 */
record DualPoint(
    double[] x,
    double[] y,
    double[] rowSums,
    double[] columnSums,
    double[] rowGradient,
    double[] columnGradient,
    double value,
    double error) {

  static DualPoint of(
      TransportProblem problem, double[] x, double[] y, double[] rowSums, double[] columnSums) {
    double[] r = problem.rowMarginal();
    double[] c = problem.columnMarginal();
    double value = Sums.dot(r, x) + Sums.dot(c, y) - Sums.of(rowSums) / problem.eta();
    double error = Sums.distance(rowSums, r) + Sums.distance(columnSums, c);
    return new DualPoint(
        x, y, rowSums, columnSums, difference(r, rowSums), difference(c, columnSums), value, error);
  }

  /** ‖∇f‖₂. */
  double gradientNorm() {
    return Math.sqrt(Sums.dot(rowGradient, rowGradient) + Sums.dot(columnGradient, columnGradient));
  }

  /**
   * The regularised cost of P less f: |⟨P 1 − r, x⟩ + ⟨Pᵀ 1 − c, y⟩|. It falls to 0 with the error,
   * but is no bound, since P is not feasible: the certificate has the bound.
   */
  double gap() {
    return Math.abs(Sums.dot(rowGradient, x) + Sums.dot(columnGradient, y));
  }

  private static double[] difference(double[] a, double[] b) {
    double[] result = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      result[i] = a[i] - b[i];
    }
    return result;
  }
}
