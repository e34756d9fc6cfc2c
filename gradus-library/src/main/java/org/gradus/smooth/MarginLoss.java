package org.gradus.smooth;

/**
 * The loss of a linear model as a function of its margins: Σᵢ ℓᵢ(mᵢ), mᵢ ∈ Rᵏ the outputs of
 * example i.
 *
 * <p>Margins are one array, output c of example i at {@code i k + c}.
 */
public sealed interface MarginLoss permits SquaredLoss, LogisticLoss, SoftmaxLoss {
  /** Number of examples. */
  int examples();

  /** k: outputs of an example. */
  int outputs();

  /** Σᵢ ℓᵢ(mᵢ). */
  double value(double[] margins);

  /**
   * The value and its derivatives by the margins.
   *
   * @param slopes as long as the margins, overwritten with ∇ℓᵢ(mᵢ)
   */
  double slopes(double[] margins, double[] slopes);

  /**
   * Second derivatives by the margins.
   *
   * @param curvatures of length examples k², overwritten: entry (c, d) of ∇²ℓᵢ(mᵢ) at {@code (i k +
   *     c) k + d}
   */
  void curvatures(double[] margins, double[] curvatures);

  /**
   * Entry (c, d) of a matrix that bounds every ∇²ℓᵢ from above in the order of symmetric matrices.
   *
   * @param outputsInvolved for how many of the k outputs the bound must hold: fewer allow a tighter
   *     one
   */
  double bound(int c, int d, int outputsInvolved);
}
