package org.gradus.curvature;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.Likelihood;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.PredictiveObjective;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.core.Tensors;

/**
 * The Gauss-Newton-Bartlett estimator: B ĝ ∘ ĝ, with ĝ the gradient of the mean loss on labels
 * drawn from the model's own predictions, B of them.
 *
 * <p>Unbiased for the diagonal of the Gauss-Newton matrix of the mean loss, and never negative. The
 * draw is not differentiated through; ignored targets count neither in B nor in the draw. Cost: one
 * gradient. Sophia (Liu et al., arXiv 2305.14342), section 2.3.
 */
public final class GaussNewtonBartlett implements DiagonalEstimator {
  private final RandomSource random;
  private final double clipNorm;

  /** An estimator that draws labels from this source. */
  public GaussNewtonBartlett(RandomSource random) {
    this(random, Double.POSITIVE_INFINITY);
  }

  /**
   * An estimator that clips ĝ to a norm before squaring, as Sophia's released training script does;
   * that biases the estimate down whenever it acts.
   *
   * @param random where labels come from
   * @param clipNorm largest ‖ĝ‖₂, &gt; 0; infinity for none
   */
  public GaussNewtonBartlett(RandomSource random, double clipNorm) {
    this.random = random;
    if (!(clipNorm > 0)) {
      throw Check.invalid("clipNorm", clipNorm, "> 0");
    }
    this.clipNorm = clipNorm;
  }

  @Override
  public Estimate estimate(Objective objective, ParameterVector theta) {
    if (!(objective instanceof PredictiveObjective predictive)) {
      throw new IllegalArgumentException(
          "the Gauss-Newton-Bartlett estimator draws labels from the model's outputs and needs a"
              + " PredictiveObjective; this one is a "
              + objective.getClass().getSimpleName());
    }
    Objective sampled = () -> lossOnDrawnLabels(predictive);
    double norm = sampled.gradient(theta).gradientNorm();
    double scale = norm > clipNorm ? clipNorm / norm : 1;
    Tensor diagonal = theta.gradient().square();
    try (PointerScope scope = new PointerScope()) {
      long predictions = predictive.likelihood().count(predictive.targets());
      diagonal.mul_(Scalars.of(predictions * scale * scale));
      return new Estimate(diagonal, predictions);
    }
  }

  private Tensor lossOnDrawnLabels(PredictiveObjective objective) {
    Likelihood likelihood = objective.likelihood();
    Tensor outputs = objective.outputs();
    Tensor targets = objective.targets();
    if (likelihood == Likelihood.CATEGORICAL && outputs.dim() != 2) {
      throw Check.invalid(
          "model output", Tensors.describe(outputs), "logits of shape [n, classes]");
    }
    return likelihood.loss(outputs, likelihood.sample(outputs, targets, random));
  }

  @Override
  public Class<? extends Objective> requires() {
    return PredictiveObjective.class;
  }

  @Override
  public void save(State state) {
    random.save(state.child("random"));
  }

  @Override
  public void load(State state) {
    random.load(state.child("random"));
  }
}
