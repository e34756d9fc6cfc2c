package org.gradus.sharpness;

import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Evaluation;
import org.gradus.core.ModelObjective;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.State;

/**
 * TRAM-Fisher (Sherborne et al., arXiv 2310.03646): {@link FisherSam} with the Fisher information
 * at noised inputs, F = (∇f at x + z)².
 *
 * <p>The literal form takes g at x, F at x + z and the descent gradient at x: three gradients a
 * step, one vector more than SAM. The fused form takes F and g of one pass at x + z: two gradients,
 * as many as the paper counts. Either way the first pass is the one that updates running
 * statistics.
 */
public final class TramFisher extends SharpnessAware {
  /** Where g is taken. */
  public enum Form {
    /** At the clean inputs, in a pass of its own. */
    LITERAL,
    /** At the noised inputs, with F. */
    FUSED
  }

  private final InputNoise noise;
  private final Form form;
  private final FisherAscent ascent;
  private final Tensor gradient;

  /** Wraps a base optimizer; the literal form. */
  public TramFisher(Optimizer base, FisherSam.Config config, InputNoise noise) {
    this(base, config, noise, Form.LITERAL);
  }

  /**
   * Wraps a base optimizer.
   *
   * @param base what updates
   * @param config radius and damping; F is of the batch, so {@link FisherSam.Fisher#BATCH}
   * @param noise z
   * @param form where g is taken
   */
  public TramFisher(Optimizer base, FisherSam.Config config, InputNoise noise, Form form) {
    super(base);
    if (config.fisher() != FisherSam.Fisher.BATCH) {
      throw new IllegalArgumentException(
          "fisher is " + config.fisher() + "; it must be BATCH at noised inputs");
    }
    this.noise = Objects.requireNonNull(noise, "noise");
    this.form = Objects.requireNonNull(form, "form");
    ascent = new FisherAscent(config);
    gradient = form == Form.LITERAL ? base.parameters().newVector() : null;
  }

  @Override
  protected Evaluation first(Objective objective, ParameterVector theta) {
    return form == Form.FUSED ? noised(objective, theta) : super.first(objective, theta);
  }

  private Evaluation noised(Objective objective, ParameterVector theta) {
    ModelObjective batch = ModelObjectives.require(objective, this);
    try (PointerScope scope = new PointerScope();
        AutoGradMode graph = new AutoGradMode(true)) {
      return batch.withInputs(noise.noised(batch.inputs())).gradient(theta);
    } catch (NonFiniteException e) {
      throw new NonFiniteException("at noised inputs, " + e.getMessage(), e);
    }
  }

  @Override
  protected void ascend(Objective objective, ParameterVector theta, Tensor perturbation) {
    if (form == Form.LITERAL) {
      gradient.copy_(theta.gradient());
      noised(objective, theta);
    }
    torch.mul_out(perturbation, theta.gradient(), theta.gradient());
    if (form == Form.LITERAL) {
      theta.gradient().copy_(gradient);
    }
    ascent.ascend(theta, perturbation);
  }

  @Override
  public Class<? extends Objective> requires() {
    return ModelObjective.class;
  }

  @Override
  public void save(State state) {
    super.save(state);
    noise.save(state.child("noise"));
  }

  @Override
  public void load(State state) {
    super.load(state);
    noise.load(state.child("noise"));
  }
}
