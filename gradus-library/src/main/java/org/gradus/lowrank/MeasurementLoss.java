package org.gradus.lowrank;

/**
 * How residuals eᵢ = ⟨Aᵢ, U Uᵀ⟩ − yᵢ are summed up, and the (sub-)gradient that goes with it:
 *
 * <pre>
 * G = sym((1/m) Σ wᵢ Aᵢ),   ∂f/∂U = 2 G U
 * </pre>
 *
 * <p>with wᵢ the derivative of the i-th term and sym(B) = (B + Bᵀ)/2.
 */
public enum MeasurementLoss {
  /** f = (1/m) Σ |eᵢ|, wᵢ = sign(eᵢ) with sign(0) = 0: hardly moved by outliers. */
  ABSOLUTE {
    @Override
    double term(double residual) {
      return Math.abs(residual);
    }

    @Override
    double weight(double residual) {
      return Math.signum(residual);
    }
  },
  /** f = (1/2m) Σ eᵢ², wᵢ = eᵢ: the usual least squares, to compare with. */
  SQUARED {
    @Override
    double term(double residual) {
      return residual * residual / 2;
    }

    @Override
    double weight(double residual) {
      return residual;
    }
  };

  /**
   * The loss and a sub-gradient.
   *
   * @param loss f(U)
   * @param matrixGradient G, symmetric, row-major [d, d]
   * @param gradient 2 G U, row-major [d, r']
   */
  public record Value(double loss, double[] matrixGradient, double[] gradient) {}

  /**
   * Evaluates at a point.
   *
   * @param u U, row-major [d, r']
   */
  public Value at(RecoveryProblem problem, double[] u) {
    LossEvaluation evaluation = new LossEvaluation(problem, this);
    double loss = evaluation.evaluate(u);
    double[] gradient = new double[u.length];
    evaluation.addProduct(2, u, gradient);
    return new Value(loss, evaluation.matrixGradient().clone(), gradient);
  }

  abstract double term(double residual);

  abstract double weight(double residual);
}
