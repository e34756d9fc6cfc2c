package org.gradus.curvature;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Check;
import org.gradus.core.Differentiation;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.State;

/**
 * Hutchinson's estimator of the Hessian diagonal: the mean over probes z of z ∘ (∇²f z).
 *
 * <p>Unbiased for probes with independent entries of mean 0 and variance 1; entries may be
 * negative. Cost: one gradient with its graph and one Hessian-vector product a probe. Hutchinson
 * 1990; Bekas, Kokiopoulou and Saad 2007.
 */
public final class Hutchinson implements DiagonalEstimator {
  /** The distribution of a probe's entries. */
  public enum Probe {
    /** Standard normal. */
    GAUSSIAN,
    /** Signs ±1: exact for a diagonal Hessian, and of smaller variance otherwise. */
    RADEMACHER;

    /**
     * A probe.
     *
     * @return a new vector of shape [size], which belongs to the caller's {@link PointerScope}
     */
    public Tensor draw(RandomSource random, long size, TensorOptions options) {
      long[] shape = {size};
      return this == GAUSSIAN ? random.normal(shape, options) : random.signs(shape, options);
    }
  }

  private final RandomSource random;
  private final Probe probe;
  private final int probes;

  /**
   * An estimator.
   *
   * @param random where probes come from
   * @param probe their distribution
   * @param probes how many are averaged, at least 1
   */
  public Hutchinson(RandomSource random, Probe probe, int probes) {
    this.random = random;
    this.probe = probe;
    this.probes = Check.atLeast("probes", probes, 1);
  }

  @Override
  public Estimate estimate(Objective objective, ParameterVector theta) {
    try (Differentiation derivatives = objective.differentiate(theta)) {
      return new Estimate(diagonal(derivatives, theta), 1);
    }
  }

  /**
   * The estimate at a point whose gradient graph is already there: the probes' products only.
   *
   * @return a new vector of shape [d], which belongs to the caller's {@link PointerScope}
   */
  public Tensor diagonal(Differentiation derivatives, ParameterVector theta) {
    Tensor mean = torch.zeros_like(theta.values());
    for (int i = 0; i < probes; i++) {
      try (PointerScope scope = new PointerScope()) {
        Tensor z = probe.draw(random, theta.size(), theta.values().options());
        mean.addcmul_(z, derivatives.hessianVectorProduct(z), Scalars.of(1.0 / probes));
      }
    }
    return mean;
  }

  @Override
  public Class<? extends Objective> requires() {
    return Objective.class;
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
