package org.gradus.curvature.stability;

import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.Tensors;

/**
 * SGD near a minimum that fits all data, linearised: δ ← (I − (η/B) Σ_{i in batch} gᵢ gᵢᵀ) δ.
 *
 * @param gradients the gᵢ as rows, of shape [n, d]; kept as float64
 * @param batch B, from 1 to n
 * @param sampling how batches are drawn
 */
public record StabilityProblem(Tensor gradients, long batch, Sampling sampling) {
  /** How the examples of a batch are drawn. */
  public enum Sampling {
    /** Independently. */
    WITH_REPLACEMENT,
    /** B different ones. */
    WITHOUT_REPLACEMENT
  }

  /** Checks shapes and ranges. */
  public StabilityProblem {
    GaussNewtonSharpness.requireJacobian(gradients);
    if (batch < 1 || batch > gradients.size(0)) {
      throw Check.invalid("batch", batch, "from 1 to the number of examples, " + gradients.size(0));
    }
    Objects.requireNonNull(sampling, "sampling");
    try (PointerScope scope = new PointerScope()) {
      gradients = Tensors.keep(gradients.detach().to(ScalarType.Double).contiguous());
    }
  }

  /** Batches of B drawn with replacement. */
  public static StabilityProblem of(Tensor gradients, long batch) {
    return new StabilityProblem(gradients, batch, Sampling.WITH_REPLACEMENT);
  }

  /** The number of examples n. */
  public long examples() {
    return gradients.size(0);
  }

  /**
   * The weight of single examples in the second moment of a batch: 1/B, or (n − B)/(B (n − 1))
   * without replacement.
   */
  double single() {
    long n = examples();
    if (sampling == Sampling.WITH_REPLACEMENT) {
      return 1.0 / batch;
    }
    return n == 1 ? 0 : (double) (n - batch) / (batch * (n - 1));
  }
}
