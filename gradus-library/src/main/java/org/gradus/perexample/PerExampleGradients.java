package org.gradus.perexample;

import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.Tensors;

/**
 * The gradients g₁, …, g_b of b examples, asked for what follows from them.
 *
 * <p>gᵢ is b times what example i adds to the gradient of the batch's loss, so that the mean of the
 * gᵢ is the batch's gradient; for a mean of losses that is the gradient of the loss of example i.
 * (Where targets are left out by {@link org.gradus.core.Likelihood#IGNORED}, an example counts by
 * its number of predictions.) Gradients are with respect to all of θ, in its order; weight decay is
 * no part of them.
 *
 * <p>Results are new tensors that belong to the caller's {@link org.bytedeco.javacpp.PointerScope}.
 * θ must stay as it was until {@link #close()}.
 */
public interface PerExampleGradients extends AutoCloseable {
  /** The number of examples b. */
  long count();

  /** Their mean ḡ, the batch's gradient, of shape [d]. */
  Tensor mean();

  /** ‖gᵢ‖², float64 of shape [b]. */
  Tensor squaredNorms();

  /**
   * ⟨gᵢ, v⟩, float64 of shape [b].
   *
   * @param v of shape [d]
   */
  Tensor innerProducts(Tensor v);

  /** Σᵢ gᵢ ∘ gᵢ, of shape [d]. */
  Tensor sumOfSquares();

  /** The gradients themselves, of shape [b, d]: for small b · d. */
  Tensor rows();

  /** Gram matrix ⟨gᵢ, gⱼ⟩, of shape [b, b]. */
  Tensor gram();

  /** Frees what is kept of the pass. */
  @Override
  void close();

  /**
   * The per-example gradients of an objective at θ, which stays as it is; so does {@link
   * ParameterVector#gradient()}.
   *
   * <ul>
   *   <li>The objective of a batch on a {@link RecordingNetwork}: one forward and one backward pass
   *       over the batch; memory that of the activations.
   *   <li>The objective of a batch on any other network: a pass for each example, at every question
   *       asked. Exact, too, but b times as many passes and, with dropout, masks drawn for each
   *       example anew.
   *   <li>The mean of several: one after another, a pass over each at every question asked, in the
   *       memory of one.
   * </ul>
   *
   * @param objective a {@link org.gradus.train.BatchObjective} or a {@link
   *     org.gradus.train.MeanObjective} of such
   * @param theta the parameters of its network
   * @throws IllegalArgumentException if it is another objective, if batch norm is in training mode,
   *     or if the model uses a parameter that it does not call through its recorder
   */
  static PerExampleGradients of(Objective objective, ParameterVector theta) {
    return Passes.gradients(objective, theta);
  }

  /**
   * Gradients that are at hand.
   *
   * @param rows of shape [b, d], b at least 1
   */
  static PerExampleGradients ofRows(Tensor rows) {
    return new GradientMatrix(Tensors.keep(rows.detach()));
  }
}
