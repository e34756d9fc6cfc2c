package org.gradus.lab.recipes.adasketch;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradus.constrained.AdaSketchNewton;
import org.gradus.constrained.AugmentedLagrangian;
import org.gradus.constrained.ConstrainedProblem;
import org.gradus.constrained.ConstrainedSolution;
import org.gradus.constrained.GmresSqp;
import org.gradus.constrained.Limits;
import org.gradus.constrained.Regularity;
import org.gradus.constrained.Sketching;
import org.gradus.core.Solver;

/** The solvers compared. */
final class Methods {
  static final String EXACT = "exact Newton";
  static final String ADAPTIVE = "adaptive GMRES-SQP";
  static final String GMRES = "GMRES-SQP";
  static final String AL = "augmented Lagrangian";

  private Methods() {}

  /** The methods without random numbers. */
  static Map<String, Solver<ConstrainedProblem, ConstrainedSolution>> baselines(
      Regularity sketched, Regularity baseline, Limits limits) {
    Map<String, Solver<ConstrainedProblem, ConstrainedSolution>> all = new LinkedHashMap<>();
    all.put(
        EXACT,
        new AdaSketchNewton(
            AdaSketchNewton.Config.DEFAULT
                .withSketching(Sketching.identity())
                .withRegularity(sketched)
                .withLimits(limits)));
    all.put(ADAPTIVE, new GmresSqp(GmresSqp.Test.ADAPTIVE, baseline, limits));
    all.put(GMRES, new GmresSqp(GmresSqp.Test.BYRD_CURTIS_NOCEDAL, baseline, limits));
    all.put(AL, new AugmentedLagrangian(limits));
    return all;
  }

  static Map<String, Solver<ConstrainedProblem, ConstrainedSolution>> baselines() {
    return baselines(Regularity.DEFAULT, Regularity.BASELINE, Limits.DEFAULT);
  }

  /** A name as part of a piece's key. */
  static String key(String name) {
    return name.replaceAll("[^A-Za-z0-9]+", "-");
  }
}
