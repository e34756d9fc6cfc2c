package org.gradus.lowrank;

import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Solution;
import org.gradus.core.Trace;

/**
 * A recovered matrix as a factor, with its certificate and history.
 *
 * @param factor U, [d, r'], float64 in main memory; X = U Uᵀ
 * @param certificate how X fits the measurements
 * @param steps steps done
 * @param trace recorded steps: objective f(U), gradientNorm ‖G‖_F, and the metrics named here
 */
public record RecoverySolution(
    Tensor factor,
    RecoveryCertificate certificate,
    long steps,
    Status status,
    String message,
    Trace trace)
    implements Solution {

  /** Metric: ηₜ, the length of the step that follows. */
  public static final String STEP_LENGTH = "step_length";

  /** Metric: ‖U‖²_F, the trace of X. */
  public static final String SIZE = "size";

  /** X = U Uᵀ, [d, d]. */
  public Tensor matrix() {
    return factor.mm(factor.t());
  }
}
