package org.gradus.sharpness;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Check;
import org.gradus.core.Likelihood;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/**
 * The trajectory term of SAF and MESA.
 *
 * <pre>
 *   p = softmax(reference / τ), q = softmax(outputs / τ)
 *   T = τ² (1/n) Σ p (log p − log q),   gradient (τ/n) (q − p)
 * </pre>
 *
 * <p>For {@link Likelihood#GAUSSIAN} T is ½‖outputs − reference‖² over n, whatever τ.
 */
final class SoftenedDivergence {
  /** {@code kl_div}'s reduction that adds up. */
  private static final long SUM = 2;

  private final double temperature;

  SoftenedDivergence(double temperature) {
    this.temperature = Check.positive("temperature", temperature);
  }

  /**
   * T as a scalar tensor.
   *
   * @param reference outputs without a graph, of the shape of {@code outputs}
   * @param outputs one prediction a row
   * @param count n
   */
  Tensor of(Likelihood likelihood, Tensor reference, Tensor outputs, long count) {
    if (!reference.is_same_size(outputs)) {
      throw new IllegalArgumentException(
          "the reference outputs (%s) and the current ones (%s) must have the same shape"
              .formatted(Tensors.describe(reference), Tensors.describe(outputs)));
    }
    if (likelihood == Likelihood.GAUSSIAN) {
      return outputs.sub(reference).square().sum().mul(Scalars.of(0.5 / count));
    }
    Tensor past;
    try (NoGradGuard guard = new NoGradGuard()) {
      past = soften(reference);
    }
    return torch
        .kl_div(soften(outputs), past, SUM, true)
        .mul(Scalars.of(temperature * temperature / count));
  }

  private Tensor soften(Tensor outputs) {
    return outputs.div(Scalars.of(temperature)).log_softmax(1);
  }
}
