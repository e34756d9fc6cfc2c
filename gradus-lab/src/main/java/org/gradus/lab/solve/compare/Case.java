package org.gradus.lab.solve.compare;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One problem and who tries it.
 *
 * @param name unique in its task
 * @param description what the problem is, where it comes from
 * @param sense whether the objective is to be small or large
 * @param optimum the optimal objective where it is known; otherwise the best one found stands for
 *     it
 * @param entrants the solvers, names distinct
 */
public record Case(
    String name, String description, Sense sense, OptionalDouble optimum, List<Entrant> entrants) {
  /** Copies the list. */
  public Case {
    entrants = List.copyOf(entrants);
  }

  /** Whether small or large objectives are good. */
  public enum Sense {
    /** The smaller the better. */
    MINIMISE,
    /** The larger the better. */
    MAXIMISE
  }
}
