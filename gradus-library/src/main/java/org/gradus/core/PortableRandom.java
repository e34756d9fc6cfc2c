package org.gradus.core;

import java.util.SplittableRandom;

/**
 * Random numbers that any language can make again: for benchmark problems shared with other
 * programs.
 *
 * <p>Uniform draws are SplitMix64 as {@link SplittableRandom} defines it; normal draws are
 * Box–Muller on consecutive pairs (u₁, u₂): r = √(−2 ln(1 − u₁)), z₁ = r cos 2πu₂, z₂ = r sin 2πu₂.
 * Both take the generator from its start: a longer array begins with the shorter one.
 */
public final class PortableRandom {
  private PortableRandom() {}

  /** The first {@code count} draws from [0, 1) of this seed. */
  public static double[] uniform(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] draws = new double[count];
    for (int i = 0; i < count; i++) {
      draws[i] = random.nextDouble();
    }
    return draws;
  }

  /** The first {@code count} standard normal draws of this seed. */
  public static double[] normal(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] draws = new double[count];
    for (int i = 0; i < count; i += 2) {
      double radius = Math.sqrt(-2 * Math.log1p(-random.nextDouble()));
      double angle = 2 * Math.PI * random.nextDouble();
      draws[i] = radius * Math.cos(angle);
      if (i + 1 < count) {
        draws[i + 1] = radius * Math.sin(angle);
      }
    }
    return draws;
  }
}
