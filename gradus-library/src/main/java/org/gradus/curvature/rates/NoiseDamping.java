package org.gradus.curvature.rates;

import org.gradus.core.Check;
import org.gradus.core.State;
import org.gradus.core.Stateful;

/**
 * A damping that follows the Hessian's noise: with v the variance of {@link HessianNoise},
 *
 * <pre>
 *   τ ← floor + v              at first
 *   τ ← 0.7 τ + 0.3 (floor + v)  afterwards
 * </pre>
 *
 * <p>Adam takes it as ε, a Kronecker-factored method as its damping, both with the learning rate
 * times 1 + τ.
 */
public final class NoiseDamping implements Stateful {
  private static final double KEPT = 0.7;

  private final double floor;
  private double damping;
  private long updates;

  /**
   * A damping that starts at its floor.
   *
   * @param floor at least 0
   */
  public NoiseDamping(double floor) {
    this.floor = Check.nonNegative("floor", floor);
    damping = floor;
  }

  /** Takes in a variance, at least 0; returns τ. */
  public double update(double variance) {
    double fresh = floor + Check.nonNegative("variance", variance);
    damping = updates == 0 ? fresh : KEPT * damping + (1 - KEPT) * fresh;
    updates++;
    return damping;
  }

  /** τ: the floor before the first update. */
  public double damping() {
    return damping;
  }

  /** 1 + τ, the factor on the learning rate; 1 before the first update. */
  public double learningRateFactor() {
    return updates == 0 ? 1 : 1 + damping;
  }

  /**
   * The second form for Kronecker-factored methods: (1 − α)/α + η, with α the shrinkage.
   *
   * @param noise measured; its shrinkage is taken as at least 0.01
   * @param learningRate η
   */
  public static double kroneckerFactored(HessianNoise noise, double learningRate) {
    double alpha = Math.max(0.01, noise.shrinkage());
    return (1 - alpha) / alpha + learningRate;
  }

  @Override
  public void save(State state) {
    state.put("damping", damping);
    state.put("updates", updates);
  }

  @Override
  public void load(State state) {
    damping = state.number("damping");
    updates = state.whole("updates");
  }
}
