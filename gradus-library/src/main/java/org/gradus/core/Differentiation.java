package org.gradus.core;

import org.bytedeco.pytorch.Tensor;

/**
 * A gradient whose graph is still there, so that Hessian-vector products at the same point cost one
 * more backward pass each. Close it before θ moves: closing frees the graph.
 */
public interface Differentiation extends AutoCloseable {
  /** The value, and the norm of the gradient left in {@link ParameterVector#gradient()}. */
  Evaluation evaluation();

  /**
   * The Hessian times a vector.
   *
   * <p>Parameters in which the loss is linear, or which it does not reach, get 0.
   *
   * @param v a vector of shape [d]
   * @return a new vector of shape [d], which outlives this object and belongs to the caller's
   *     {@link org.bytedeco.javacpp.PointerScope}
   */
  Tensor hessianVectorProduct(Tensor v);

  /** Frees the graph. */
  @Override
  void close();
}
