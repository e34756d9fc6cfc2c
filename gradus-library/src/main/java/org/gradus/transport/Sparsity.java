package org.gradus.transport;

import org.gradus.core.Check;

/** How many of the plan's entries, the largest ones, a sparse Newton step keeps. */
public sealed interface Sparsity {
  /**
   * Adaptive, at most 4 000 000 entries. (Measured at n = 500, η = 1200, to 10⁻¹²: on a random
   * assignment 8 steps, as with 8 a row; between two clouds of points 20 steps, where 8 a row leave
   * out 29 % of the mass and are at 10⁻³ after 100.)
   */
  Sparsity DEFAULT = new Adaptive(4_000_000);

  /**
   * A fixed share, as the paper has it: K = ⌈λ n m⌉.
   *
   * @param lambda λ in (0, 1]; the paper takes 2/n, and 15/n where the unregularised optimum is not
   *     unique
   */
  record Fraction(double lambda) implements Sparsity {
    /** Validates. */
    public Fraction {
      if (!(lambda > 0 && lambda <= 1)) {
        throw Check.invalid("lambda", lambda, "in (0, 1]");
      }
    }
  }

  /**
   * A fixed number a row on average: λ = k / max(n, m). Fewer than 3 may stall; 8 are enough for
   * plans near a permutation.
   *
   * @param kept k > 0; all entries are kept where there are no more
   */
  record PerRow(double kept) implements Sparsity {
    /** Validates. */
    public PerRow {
      Check.positive("kept", kept);
    }
  }

  /**
   * As many as it takes: the smallest K ≥ 5 max(n, m) whose dropped mass is at most min(10⁻³, E/10)
   * of the whole, E the marginal error. At small η that is most of the plan, hence the limit.
   *
   * @param maxEntries K is never more; each entry takes 12 bytes
   */
  record Adaptive(int maxEntries) implements Sparsity {
    /** Validates. */
    public Adaptive {
      Check.atLeast("maxEntries", maxEntries, 1);
    }
  }
}
