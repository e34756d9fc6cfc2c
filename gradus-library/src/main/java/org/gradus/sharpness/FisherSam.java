package org.gradus.sharpness;

import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Check;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.PredictiveObjective;

/**
 * Fisher SAM (Kim, Li, Hu and Hospedales, ICML 2022, arXiv 2206.04920) around any optimizer: the
 * ascent ball is an ellipsoid in the metric of the Fisher information's diagonal.
 *
 * <pre>
 *   F = g² or, per example, the mean of squared scores
 *   F̂ = F + η                        (or 1 + η F)
 *   ε = γ F̂⁻¹ g / (√(g′ F̂⁻¹ g) + 1e-12)
 * </pre>
 *
 * <p>The score is the gradient of the mean negative log-likelihood of the given labels; for an
 * objective that adds anything to it, g is the whole objective's.
 *
 * <p>Cost: one gradient more than the base's; per example one backward pass for each prediction.
 */
public final class FisherSam extends SharpnessAware {
  /** How η enters. */
  public enum Damping {
    /** F̂ = F + η. */
    ADDED,
    /** F̂ = 1 + η F, which is the identity for η = 0: two public ports of the method have this. */
    SCALED
  }

  /** What F is made of. */
  public enum Fisher {
    /** The square of the mini-batch's gradient. */
    BATCH,
    /** The mean over predictions of squared gradients. */
    PER_EXAMPLE
  }

  /**
   * Settings.
   *
   * @param gamma γ ≥ 0, the radius
   * @param eta η ≥ 0; greater than 0 where it is added
   * @param damping how η enters
   * @param fisher what F is made of
   */
  public record Config(double gamma, double eta, Damping damping, Fisher fisher) {
    /** Checks the ranges. */
    public Config {
      Check.nonNegative("gamma", gamma);
      Objects.requireNonNull(damping, "damping");
      Objects.requireNonNull(fisher, "fisher");
      if (damping == Damping.ADDED) {
        Check.positive("eta", eta);
      } else {
        Check.nonNegative("eta", eta);
      }
    }

    /** γ = 0.1 and η = 0.1, added, as TRAM's comparison has it; F the square of the gradient. */
    public static Config standard() {
      return new Config(0.1, 0.1, Damping.ADDED, Fisher.BATCH);
    }
  }

  private final Config config;
  private final FisherAscent ascent;
  private final PerExampleFisher perExample;

  /** Wraps a base optimizer. */
  public FisherSam(Optimizer base, Config config) {
    super(base);
    this.config = Objects.requireNonNull(config, "config");
    ascent = new FisherAscent(config);
    perExample =
        config.fisher() == Fisher.PER_EXAMPLE ? new PerExampleFisher(base.parameters()) : null;
  }

  @Override
  protected void ascend(Objective objective, ParameterVector theta, Tensor perturbation) {
    if (config.fisher() == Fisher.PER_EXAMPLE) {
      perExample.diagonal(objective, theta, perturbation);
    } else {
      torch.mul_out(perturbation, theta.gradient(), theta.gradient());
    }
    ascent.ascend(theta, perturbation);
  }

  @Override
  public Class<? extends Objective> requires() {
    boolean more =
        config.fisher() == Fisher.PER_EXAMPLE
            && super.requires().isAssignableFrom(PredictiveObjective.class);
    return more ? PredictiveObjective.class : super.requires();
  }
}
