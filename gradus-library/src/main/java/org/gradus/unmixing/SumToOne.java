package org.gradus.unmixing;

import org.gradus.core.Check;

/** How a pixel's abundances are made to sum to 1. */
public sealed interface SumToOne {
  /** Not at all: pure descent. */
  record None() implements SumToOne {}

  /** Each column is divided by its sum after the update; the objective may then rise. */
  record Normalise() implements SumToOne {}

  /**
   * A row δ 1 is appended to Y and to M; its weight is the median of the channels' and is not
   * re-weighted.
   *
   * @param factor δ over the mean of Y, > 0; 10 to 20
   */
  record Augment(double factor) implements SumToOne {
    /** δ = 15 times the mean. */
    public static final Augment DEFAULT = new Augment(15);

    /** Validates. */
    public Augment {
      Check.positive("factor", factor);
    }
  }
}
