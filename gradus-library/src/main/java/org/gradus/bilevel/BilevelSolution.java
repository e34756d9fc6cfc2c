package org.gradus.bilevel;

import java.util.Objects;
import org.gradus.core.Solution;
import org.gradus.core.Trace;

/**
 * Learned parameters with their lower-level solution, certificate and history.
 *
 * @param theta θ, the last accepted one
 * @param x x̃, which belongs to it
 * @param certificate how good they are
 * @param accuracy what a continued run would begin with
 * @param work what it cost, certificate excluded
 * @param ending why it ended
 * @param message the same in a sentence, with numbers
 * @param trace a point for every accepted θ: objective g(x̃), gradientNorm ‖z‖, and the metrics
 *     named here
 */
@SuppressWarnings("ArrayRecordComponent") // handed over; compared by nobody
public record BilevelSolution(
    double[] theta,
    double[] x,
    BilevelCertificate certificate,
    Accuracy accuracy,
    Work work,
    Ending ending,
    String message,
    Trace trace)
    implements Solution {
  /** Metric: ε of the lower-level solution. */
  public static final String EPSILON = "epsilon";

  /** Metric: δ of the linear solution. */
  public static final String DELTA = "delta";

  /** Metric of MAID: ω, the bound on the error of z. */
  public static final String OMEGA = "omega";

  /** Metric: length of the step that led here; NaN at the start. */
  public static final String STEP = "step";

  /** Metric of MAID: refinements of ε and δ since the point before. */
  public static final String REFINEMENTS = "refinements";

  /** Metric: lower-level gradients so far. */
  public static final String LOWER_EVALUATIONS = "lower_evaluations";

  /** Metric: conjugate-gradient iterations so far. */
  public static final String CG_ITERATIONS = "cg_iterations";

  /** Metric: both together. */
  public static final String WORK = "work";

  /** Checks that the parts are there. */
  public BilevelSolution {
    Objects.requireNonNull(certificate, "certificate");
    Objects.requireNonNull(ending, "ending");
  }

  @Override
  public Status status() {
    return ending.status();
  }
}
