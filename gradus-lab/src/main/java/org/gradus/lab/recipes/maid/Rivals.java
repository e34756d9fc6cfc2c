package org.gradus.lab.recipes.maid;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.gradus.bilevel.BilevelProblem;
import org.gradus.bilevel.BilevelSolution;
import org.gradus.bilevel.Hoag;
import org.gradus.bilevel.Limits;
import org.gradus.bilevel.Maid;
import org.gradus.core.Solver;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Verdict;

/**
 * MAID against HOAG on one problem.
 *
 * @param maid MAID's final loss
 * @param hoag the final losses of HOAG's sequences, by name
 * @param workRatio least work of a HOAG sequence to MAID's final loss, over MAID's
 */
record Rivals(double maid, Map<String, Double> hoag, double workRatio) {
  private static final double CLEARLY_LESS = 0.8;
  private static final int UNLIMITED = 1_000_000;
  private static final int REFINEMENTS = 50;

  /** The experiments' settings: halved trial steps, accuracies relaxed by 1.25, no tolerance. */
  static Maid.Config maid(double epsilon, double delta, double step, Limits limits) {
    return Maid.Config.DEFAULT
        .withStart(epsilon, delta, step)
        .withFactors(0.5, 0.5, 1.25)
        .withSearch(10, REFINEMENTS)
        .withTolerance(0)
        .withLimits(limits.withOuterSteps(UNLIMITED));
  }

  /** HOAG with each sequence, by name. */
  static Map<String, Solver<BilevelProblem, BilevelSolution>> hoags(Limits limits) {
    Map<String, Solver<BilevelProblem, BilevelSolution>> solvers = new LinkedHashMap<>();
    for (Hoag.Schedule schedule : Hoag.Schedule.values()) {
      solvers.put(
          "HOAG, " + schedule.name().toLowerCase(Locale.ROOT),
          new Hoag(
              Hoag.Config.DEFAULT
                  .withSchedule(schedule)
                  .withLimits(limits.withOuterSteps(UNLIMITED))));
    }
    return solvers;
  }

  private double best() {
    return hoag.values().stream().mapToDouble(v -> v).min().orElseThrow();
  }

  static Finding judge(Rivals quadratic, Rivals digits) {
    boolean ahead = quadratic.best() > quadratic.maid && digits.best() > digits.maid;
    boolean below = quadratic.best() < quadratic.maid && digits.best() < digits.maid;
    boolean sooner = quadratic.workRatio < CLEARLY_LESS && digits.workRatio < CLEARLY_LESS;
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("quadratic: MAID's final gap", quadratic.maid);
    quadratic.hoag.forEach((name, gap) -> numbers.put("quadratic: final gap of " + name, gap));
    numbers.put("digits: MAID's final held-out loss", digits.maid);
    digits.hoag.forEach((name, loss) -> numbers.put("digits: final loss of " + name, loss));
    numbers.put("quadratic: best HOAG's work to MAID's gap over MAID's", quadratic.workRatio);
    numbers.put("digits: best HOAG's work to MAID's loss over MAID's", digits.workRatio);
    return new Finding(
        "beats-fixed-schedules",
        below || sooner ? Verdict.NOT_REPRODUCED : ahead ? Verdict.REPRODUCED : Verdict.PARTLY,
        numbers,
        "An infinite ratio: HOAG never got there. HOAG's step rule keeps a step that raises the loss"
            + " by less than a fifth, so that a sequence of such steps can diverge.");
  }
}
