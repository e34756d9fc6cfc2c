package org.gradus.lowrank;

import java.util.List;
import org.gradus.core.Solution;
import org.gradus.core.Trace;

/**
 * A completed matrix as factors, with its certificate and history.
 *
 * @param factors X = U Vᵀ: U carries the scale, V has orthonormal columns
 * @param certificate how well X fits and what the pattern determines
 * @param warnings what the caller should know: rows and columns the observations do not determine,
 *     settings without effect; empty if nothing
 * @param trace a point for each outer iteration: objective ‖P_Ω(X − M)‖²_F after the half-step for
 *     U, and the metrics named here
 */
public record CompletionSolution(
    LowRankFactors factors,
    CompletionCertificate certificate,
    List<String> warnings,
    Status status,
    String message,
    Trace trace)
    implements Solution {

  /** Metric: ‖P_Ω(X − M)‖_F / ‖P_Ω(M)‖_F after the half-step for U, over that step's samples. */
  public static final String RELATIVE_RESIDUAL = "relative_residual";

  /** Metric: the same after the half-step for V. */
  public static final String COLUMN_RESIDUAL = "column_residual";

  /** Metric: multiply-adds in regressions so far. */
  public static final String MULTIPLY_ADDS = "multiply_adds";

  /** Copies the warnings. */
  public CompletionSolution {
    warnings = List.copyOf(warnings);
  }
}
