package org.gradus.lab.recipes.adasketch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.constrained.Accuracy;
import org.gradus.constrained.AdaSketchNewton;
import org.gradus.constrained.HockSchittkowski;
import org.gradus.constrained.Limits;
import org.gradus.constrained.Sketching;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;

/** Inexact steps with penalties that adapt against penalties that stay at (1, 0.1). */
final class Adaptivity {
  private static final double[] RHO = {0.5, 0.1, 0.01, 1e-4};

  private Adaptivity() {}

  static void run(Context context, Findings findings) {
    Table.Builder table =
        Table.titled(
            "Failures by rho, problems (runs)", "rho", "adaptive", "fixed", "fixed: where");
    int adaptiveFailures = 0;
    int fixedFailures = 0;
    for (double rho : RHO) {
      int adaptive = failures(context, rho, true).size();
      List<HockSchittkowski> fixed = failures(context, rho, false);
      adaptiveFailures += adaptive;
      fixedFailures += fixed.size();
      List<String> where = fixed.stream().distinct().map(Enum::name).toList();
      table.row(
          String.valueOf(rho),
          String.valueOf(adaptive),
          String.valueOf(fixed.size()),
          String.join(", ", where));
    }
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("failures with adaptive penalties", (double) adaptiveFailures);
    numbers.put("failures with fixed penalties", (double) fixedFailures);
    Verdict verdict =
        adaptiveFailures == 0 && fixedFailures > 0
            ? Verdict.REPRODUCED
            : adaptiveFailures < fixedFailures ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    findings
        .add(
            new Finding(
                "adaptivity",
                verdict,
                numbers,
                "A failure is a slope that does not descend, a failed line search or the limit of"
                    + " 1000 steps."))
        .add(table.build());
  }

  /** The problem of every failed run. */
  private static List<HockSchittkowski> failures(Context context, double rho, boolean adaptive) {
    List<HockSchittkowski> failed = new ArrayList<>();
    for (HockSchittkowski problem : HockSchittkowski.values()) {
      for (long seed : context.seeds(5)) {
        AdaSketchNewton.Config relative =
            AdaSketchNewton.Config.DEFAULT
                .withAccuracy(new Accuracy.Relative(rho))
                .withSketching(Sketching.rows(seed))
                .withLimits(Limits.DEFAULT.withMaxIterations(1000));
        AdaSketchNewton.Config config = adaptive ? relative : relative.withFixedPenalties();
        Solve solve =
            context.piece(
                Solve.class,
                "penalties/%s/rho%s/%s/seed%d"
                    .formatted(adaptive ? "adaptive" : "fixed", rho, problem, seed),
                () -> Solve.run(new AdaSketchNewton(config), problem.problem(), context.monitor()));
        if (!solve.converged()) {
          failed.add(problem);
        }
      }
    }
    return failed;
  }
}
