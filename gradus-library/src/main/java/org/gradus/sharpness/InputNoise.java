package org.gradus.sharpness;

import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.ModelObjective;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.core.Tensors;

/**
 * The current model at noised inputs x + z, with the dropout masks of the step. z is drawn once a
 * step, in the unit of the model's inputs.
 *
 * <p>Inputs must be real numbers. A model of tokens is noised at its embeddings: give it embeddings
 * as inputs, or write an {@link OutputTarget} of its own.
 */
public final class InputNoise implements OutputTarget {
  /** TRAM's and R3F's σ. */
  public static final double DEFAULT_SIGMA = 0.1;

  /** How noise is distributed. */
  public enum Law {
    /** z normal with mean 0 and deviation σ. */
    NORMAL,
    /** z uniform in [−σ, σ): 2 σ u − σ for u uniform in [0, 1). */
    UNIFORM
  }

  private final double sigma;
  private final Law law;
  private final RandomSource random;

  /** Normal noise. */
  public InputNoise(double sigma, RandomSource random) {
    this(sigma, Law.NORMAL, random);
  }

  /**
   * Noise of a law.
   *
   * @param sigma σ ≥ 0
   * @param law the law
   * @param random where z / σ (normal) or u (uniform) comes from, of the inputs' shape, one draw a
   *     step
   */
  public InputNoise(double sigma, Law law, RandomSource random) {
    this.sigma = Check.nonNegative("sigma", sigma);
    this.law = Objects.requireNonNull(law, "law");
    this.random = Objects.requireNonNull(random, "random");
  }

  @Override
  public Reference on(ModelObjective batch, ParameterVector theta) {
    Tensor noised = noised(batch.inputs());
    return part -> part.withInputs(noised.narrow(0, 0, part.inputs().size(0))).outputs();
  }

  /** A new tensor x + z that belongs to the caller's {@link PointerScope}. */
  Tensor noised(Tensor inputs) {
    if (!inputs.is_floating_point()) {
      throw Check.invalid(
          "model input", Tensors.describe(inputs), "of real numbers to take input noise");
    }
    try (NoGradGuard guard = new NoGradGuard()) {
      return draw(inputs).add_(inputs);
    }
  }

  private Tensor draw(Tensor inputs) {
    long[] shape = Tensors.shape(inputs);
    if (law == Law.NORMAL) {
      return random.normal(shape, inputs.options()).mul_(Scalars.of(sigma));
    }
    return random
        .uniform(shape, inputs.options())
        .mul_(Scalars.of(2 * sigma))
        .sub_(Scalars.of(sigma), Scalars.of(1.0));
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
