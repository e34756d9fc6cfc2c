package org.gradus.optim.lowrank;

import org.bytedeco.pytorch.Tensor;
import org.gradus.core.RandomSource;
import org.gradus.core.State;
import org.gradus.core.Stateful;

/**
 * A way of choosing subspaces, shared by the matrices of one optimizer: what a low-rank method can
 * exchange without changing anything else.
 *
 * <p>One object serves one optimizer: random ones have a state, which the optimizer saves.
 */
public interface Projection extends Stateful {
  /**
   * The projector of one matrix.
   *
   * @param n its number of columns
   * @param rank r in [1, n]
   * @param like gives type and device
   */
  Projector projector(long n, int rank, Tensor like);

  /** Bytes shared by all matrices. */
  default long sharedBytes() {
    return 0;
  }

  @Override
  default void save(State state) {}

  @Override
  default void load(State state) {}

  /** Columns of the cosine basis by their ℓ₁ norm: the paper's. */
  static Projection dct() {
    return select(OrthogonalBasis.dct(), ColumnSelection.Score.L1);
  }

  /** Columns of any orthogonal basis. */
  static Projection select(OrthogonalBasis basis, ColumnSelection.Score score) {
    return new ColumnSelection(basis, score);
  }

  /** The leading right singular vectors: the best subspace, by an SVD (GaLore's). */
  static Projection svd() {
    return new DenseProjection(DenseProjection.Kind.SVD, null);
  }

  /** A fresh random orthonormal P at each refresh. */
  static Projection random(RandomSource random) {
    return new DenseProjection(DenseProjection.Kind.RANDOM, random);
  }

  /** One step of power iteration and a QR at each refresh, P random before the first (Dion's). */
  static Projection powerIteration(RandomSource random) {
    return new DenseProjection(DenseProjection.Kind.POWER, random);
  }
}
