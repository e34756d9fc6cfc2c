package org.gradus.curvature.probe;

import java.util.Objects;
import java.util.Optional;
import org.gradus.core.Evaluation;
import org.gradus.core.Solution.Status;
import org.gradus.curvature.ExtremeEigenvalues;
import org.gradus.curvature.SamSharpness;
import org.gradus.curvature.SpectralDensity;
import org.gradus.curvature.StochasticTrace;
import org.gradus.curvature.rates.BatchLaw;
import org.gradus.curvature.rates.HessianNoise;
import org.gradus.curvature.rates.OutlierLaw;
import org.gradus.curvature.rates.Rate;
import org.gradus.curvature.stability.GaussNewtonSharpness;
import org.gradus.curvature.stability.StabilityBounds;
import org.gradus.curvature.stability.StabilityReport;

/**
 * What a {@link CurvatureProbe} found.
 *
 * @param parameters d
 * @param examples in the curvature set
 * @param batch examples in one of its mini-batches
 * @param here loss and gradient norm of the whole set
 * @param traces trace and Frobenius norm of the Hessian
 * @param largest its largest eigenvalues
 * @param smallest its smallest
 * @param density its spectral density
 * @param sam SAM-sharpness
 * @param gaussNewton trace, Frobenius norm and largest eigenvalue of the Gauss-Newton matrix
 * @param judged whether the stability bounds judge this loss: not so for classes
 * @param noise how much mini-batch Hessians differ
 * @param gradientDescent the rate that 20 Lanczos steps suggest for plain descent; empty where flat
 * @param heavyBall the pair they suggest with momentum; empty where flat
 * @param products matrix-vector products taken with the whole set
 * @param status {@code CONVERGED}, or {@code CANCELLED} with wide error bars
 */
public record CurvatureReport(
    long parameters,
    long examples,
    long batch,
    Evaluation here,
    StochasticTrace traces,
    ExtremeEigenvalues largest,
    ExtremeEigenvalues smallest,
    SpectralDensity density,
    SamSharpness sam,
    GaussNewtonSharpness gaussNewton,
    boolean judged,
    HessianNoise noise,
    Optional<Rate> gradientDescent,
    Optional<Rate> heavyBall,
    int products,
    Status status) {
  /** Checks that nothing is missing. */
  public CurvatureReport {
    Objects.requireNonNull(traces, "traces");
    Objects.requireNonNull(density, "density");
    Objects.requireNonNull(noise, "noise");
  }

  /** Whether a learning rate and batch size can keep the model where it is. */
  public StabilityReport stability(double learningRate, long batchSize) {
    return new StabilityReport(
        gaussNewton,
        new StabilityBounds(learningRate, batchSize),
        here.loss(),
        here.gradientNorm(),
        judged);
  }

  /**
   * The largest curvature and learning rate as functions of the training batch's size, by the law
   * of additive noise.
   *
   * @param trainingExamples N of the training set; infinity if examples are never drawn again
   */
  public BatchLaw batchLaw(double trainingExamples) {
    double noisePerExample = noise.unbiasedVariance() * batch;
    return new BatchLaw(
        new OutlierLaw.Additive(), largest.first().value(), noisePerExample, trainingExamples);
  }

  /** The damping that the noise at this batch size suggests to Adam as its ε: floor + variance. */
  public double damping(double floor) {
    return floor + noise.variance();
  }
}
