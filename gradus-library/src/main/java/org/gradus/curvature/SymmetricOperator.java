package org.gradus.curvature;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.gradus.core.Tensors;

/**
 * A symmetric matrix A of size d × d, known only by its products with vectors: what every measure
 * of this package asks for, and the door for curvature of one's own.
 *
 * <p>Whoever uses an operator checks each product's length and that it is finite; symmetry cannot
 * be seen from one product, and {@link Lanczos} checks it on the way.
 */
public interface SymmetricOperator extends AutoCloseable {
  /** The number of rows and columns d, at least 1. */
  long dimension();

  /** Type and device of the vectors it takes and returns. */
  TensorOptions options();

  /**
   * The product A v.
   *
   * @param v a vector of shape [d]; not changed
   * @return a new vector of shape [d], which belongs to the caller's {@link
   *     org.bytedeco.javacpp.PointerScope}
   */
  Tensor times(Tensor v);

  /** Frees what the operator keeps between products, by default nothing. */
  @Override
  default void close() {}

  /**
   * A matrix that is there as such.
   *
   * @param matrix of shape [d, d], floating-point; read at each product
   * @throws IllegalArgumentException if it is not square, not symmetric to 1e-5 of its largest
   *     entry, or not finite
   */
  static SymmetricOperator of(Tensor matrix) {
    return new MatrixOperator(Tensors.keep(matrix));
  }
}
