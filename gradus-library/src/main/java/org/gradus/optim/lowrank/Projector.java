package org.gradus.optim.lowrank;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Stateful;

/**
 * The r-dimensional subspace of one matrix parameter, with an orthonormal basis P of shape [n, r].
 *
 * <p>Matrices come as {@link MatrixView} turns them: m rows by n ≤ m columns. Coordinates a = A P
 * have shape [m, r]; a Pᵀ approximates A.
 *
 * <p>Returned tensors belong to the caller's scope.
 */
public interface Projector extends Stateful {
  /**
   * A newly chosen subspace.
   *
   * @param coordinates the matrix's coordinates in it
   * @param transfer turns coordinates b in the previous subspace into those of b's projection on
   *     this one: b ↦ b (P_beforeᵀ P); the identity at the first choice
   */
  record Refreshed(Tensor coordinates, UnaryOperator<Tensor> transfer) {}

  /** Chooses the subspace for a matrix. */
  Refreshed refresh(Tensor matrix);

  /** A P, in the subspace chosen last. */
  Tensor project(Tensor matrix);

  /** a Pᵀ. */
  Tensor reconstruct(Tensor coordinates);

  /** Bytes this parameter alone needs for its subspace. */
  long bytes();
}
