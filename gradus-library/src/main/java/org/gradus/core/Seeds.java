package org.gradus.core;

/**
 * Independent seeds from one: what keeps initial weights, batch order, dropout and probes of a run
 * apart and yet all decided by the run's seed.
 */
public final class Seeds {
  private Seeds() {}

  /**
   * The seed for a purpose.
   *
   * @param seed the run's seed
   * @param purpose what it is for, for example {@code "batch order"}
   * @param index a counter within the purpose, for example the epoch
   * @return a non-negative seed; different purposes and indices give unrelated ones
   */
  public static long derive(long seed, String purpose, long index) {
    long mixed = mix(seed);
    for (int i = 0; i < purpose.length(); i++) {
      mixed = mix(mixed ^ purpose.charAt(i));
    }
    return mix(mixed ^ index) >>> 1;
  }

  /**
   * SplitMix64's step and finaliser (Steele, Lea and Flood 2014): a bijection that scatters bits.
   */
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
