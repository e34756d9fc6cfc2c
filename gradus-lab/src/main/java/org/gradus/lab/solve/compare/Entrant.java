package org.gradus.lab.solve.compare;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.gradus.core.Monitor;
import org.gradus.core.Solution;

/**
 * A solver set up for one problem.
 *
 * @param name for tables and plots
 * @param solving runs it from its start
 */
public record Entrant(String name, Function<Monitor, Result> solving) {
  /** Checks that both are there. */
  public Entrant {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(solving, "solving");
  }

  /**
   * What an attempt found.
   *
   * @param solution its status and trace, whose objectives are those of the case
   * @param certificate numbers checked independently of the solver, by name
   */
  public record Result(Solution solution, Map<String, Double> certificate) {}
}
