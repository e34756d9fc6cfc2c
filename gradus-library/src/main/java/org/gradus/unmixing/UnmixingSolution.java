package org.gradus.unmixing;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Solution;
import org.gradus.core.Trace;

/**
 * Endmembers and abundances of an image, with what was learned about pixels and channels.
 *
 * @param endmembers M, [L, K], float64 in main memory
 * @param abundances A, [K, N], float64 in main memory
 * @param guidance h, length N: near 0 for mixed pixels, large for pure ones
 * @param channelWeights u, length L: small for channels that fit badly
 * @param certificate how good the factors are
 * @param warnings what the caller should know; empty if nothing
 * @param trace every tenth iteration and the last: objective O, no gradient norm
 */
public record UnmixingSolution(
    Tensor endmembers,
    Tensor abundances,
    double[] guidance,
    double[] channelWeights,
    UnmixingCertificate certificate,
    List<String> warnings,
    Status status,
    String message,
    Trace trace)
    implements Solution {
  /** Copies the warnings. */
  public UnmixingSolution {
    warnings = List.copyOf(warnings);
  }
}
