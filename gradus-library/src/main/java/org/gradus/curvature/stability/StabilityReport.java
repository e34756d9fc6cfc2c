package org.gradus.curvature.stability;

import org.bytedeco.javacpp.PointerScope;
import org.gradus.core.Check;
import org.gradus.core.Evaluation;
import org.gradus.core.Likelihood;
import org.gradus.core.Monitor;
import org.gradus.core.ParameterVector;
import org.gradus.core.PredictiveObjective;
import org.gradus.core.RandomSource;
import org.gradus.curvature.GaussNewtonOperator;

/**
 * Whether a learning rate and batch size can keep the model where it is.
 *
 * @param sharpness of the Gauss-Newton matrix
 * @param bounds what learning rate and batch size allow
 * @param loss at the point: the bounds speak of minima, where it is about 0
 * @param gradientNorm likewise
 * @param judged whether the loss can have a minimum that fits all data: not so for classes, whose
 *     sharpness is reported and not judged
 */
public record StabilityReport(
    GaussNewtonSharpness sharpness,
    StabilityBounds bounds,
    double loss,
    double gradientNorm,
    boolean judged) {
  /** Jacobians up to this many entries are formed. */
  private static final long EXACT_ENTRIES = 20_000_000;

  private static final int PROBES = 30;

  /** What a bound says. */
  public enum Verdict {
    /** The sharpness is within the limit. */
    WITHIN,
    /** It exceeds the limit: this minimum cannot be kept. */
    BEYOND,
    /** No verdict: the loss has no such minimum. */
    NOT_JUDGED
  }

  /**
   * Measures: exactly where the Jacobian of all outputs has at most 2·10⁷ entries and the
   * likelihood is Gaussian, else with 30 probes and Lanczos.
   *
   * @param objective all the data, in evaluation mode
   * @param random for the estimates
   * @param monitor hears the estimates
   * @throws IllegalArgumentException if the batch has more examples than the objective
   */
  public static StabilityReport measure(
      PredictiveObjective objective,
      ParameterVector theta,
      StabilityBounds bounds,
      RandomSource random,
      Monitor monitor) {
    Evaluation here = objective.gradient(theta);
    try (PointerScope scope = new PointerScope()) {
      long examples = objective.likelihood().count(objective.targets());
      if (bounds.batch() > examples) {
        throw Check.invalid("batch", bounds.batch(), "at most the number of examples, " + examples);
      }
      boolean gaussian = objective.likelihood() == Likelihood.GAUSSIAN;
      boolean exact = gaussian && objective.targets().numel() * theta.size() <= EXACT_ENTRIES;
      GaussNewtonSharpness sharpness =
          exact
              ? GaussNewtonSharpness.exact(OutputJacobian.of(objective, theta), examples)
              : GaussNewtonSharpness.estimate(
                  GaussNewtonOperator.of(theta, objective), PROBES, random, monitor);
      return new StabilityReport(sharpness, bounds, here.loss(), here.gradientNorm(), gaussian);
    }
  }

  /** Gradient descent: λ_max against 2/η. */
  public Verdict gradientDescent() {
    return verdict(shareOfEigenvalueLimit());
  }

  /** SGD's necessary condition: the trace against 2B/η. */
  public Verdict stochastic() {
    return verdict(shareOfTraceLimit());
  }

  /** η λ_max/2: 1 at the limit of gradient descent. */
  public double shareOfEigenvalueLimit() {
    return sharpness.largest().value() / bounds.eigenvalueLimit();
  }

  /** η tr G/(2B): 1 at the limit that SGD's necessary condition sets. */
  public double shareOfTraceLimit() {
    return sharpness.trace().value() / bounds.traceLimit();
  }

  private Verdict verdict(double share) {
    if (!judged) {
      return Verdict.NOT_JUDGED;
    }
    return share <= 1 ? Verdict.WITHIN : Verdict.BEYOND;
  }
}
