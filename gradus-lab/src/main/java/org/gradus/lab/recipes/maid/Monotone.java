package org.gradus.lab.recipes.maid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.bilevel.AdjointSolver;
import org.gradus.bilevel.BilevelProblem;
import org.gradus.bilevel.BilevelProblems;
import org.gradus.bilevel.InnerSolvers;
import org.gradus.bilevel.Limits;
import org.gradus.bilevel.LowerSolver;
import org.gradus.bilevel.Maid;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Verdict;

/** True losses and hypergradients along a run, by solves far tighter than the run's own. */
final class Monotone {
  private static final double TIGHT = 1e-11;
  private static final double SMALL = 1e-6;

  /** Changes of the true loss below this are rounding of the tight solves. */
  private static final double ROUNDING = 1e-12;

  private static final int PATIENT = 100_000;

  private final Context context;
  private final int evaluations;

  Monotone(Context context) {
    this.context = context;
    evaluations = context.size(200_000, 1_000);
  }

  /**
   * What was seen of a run.
   *
   * @param rises steps that raised the true loss
   * @param steps accepted steps
   * @param gradientRatio smallest true gradient over the first
   */
  record Seen(int rises, int steps, double gradientRatio) {}

  void run(Findings findings) {
    Seen quadratic = seen("quadratic-40x4", BilevelProblems.quadratic(40, 4, 0.01, 1).problem());
    Seen picture = seen("tv-24x24", Mosaic.of(1, 0).totalVariation());
    Map<String, Double> numbers = new LinkedHashMap<>();
    put(numbers, "quadratic", quadratic);
    put(numbers, "denoising", picture);
    boolean falls = quadratic.rises + picture.rises == 0;
    boolean vanishes = Math.max(quadratic.gradientRatio, picture.gradientRatio) <= SMALL;
    findings.add(
        new Finding(
            "monotone",
            !falls ? Verdict.NOT_REPRODUCED : vanishes ? Verdict.REPRODUCED : Verdict.PARTLY,
            numbers,
            "At most " + evaluations + " lower-level gradients each."));
  }

  private static void put(Map<String, Double> numbers, String name, Seen seen) {
    numbers.put(name + ": accepted steps", (double) seen.steps);
    numbers.put(name + ": steps that raised the true loss", (double) seen.rises);
    numbers.put(name + ": smallest true gradient over the first", seen.gradientRatio);
  }

  private Seen seen(String name, BilevelProblem problem) {
    return context.piece(
        Seen.class, "monotone/%s/N%d".formatted(name, evaluations), () -> watch(problem));
  }

  private Seen watch(BilevelProblem problem) {
    List<double[]> path = new ArrayList<>();
    Limits limits = Limits.DEFAULT.withLowerEvaluations(evaluations);
    new Maid(
            Rivals.maid(0.1, 0.1, 0.01, limits),
            InnerSolvers.DEFAULT,
            (step, theta, x) -> path.add(theta))
        .solve(problem, context.monitor());
    int rises = 0;
    double value = Double.POSITIVE_INFINITY;
    double first = Double.NaN;
    double least = Double.POSITIVE_INFINITY;
    double[] x = problem.x();
    for (double[] theta : path) {
      double tolerance = TIGHT * problem.lower().strongConvexity(theta);
      x = LowerSolver.ACCELERATED.solve(problem.lower(), theta, x, tolerance, PATIENT).x();
      double[] gradient = new double[x.length];
      double next = problem.upper().gradient(x, theta, gradient);
      rises += next > value + ROUNDING * Math.abs(value) ? 1 : 0;
      value = next;
      double norm = hypergradientNorm(problem, theta, x, gradient);
      first = Double.isNaN(first) ? norm : first;
      least = Math.min(least, norm);
    }
    return new Seen(rises, path.size() - 1, least / first);
  }

  private static double hypergradientNorm(
      BilevelProblem problem, double[] theta, double[] x, double[] gradient) {
    double[] q =
        AdjointSolver.CONJUGATE_GRADIENT
            .solve(problem.lower(), theta, x, gradient, TIGHT, PATIENT)
            .q();
    double[] z = new double[theta.length];
    problem.lower().mixedTransposed(x, theta, q, z);
    double sum = 0;
    for (double component : z) {
      sum += component * component;
    }
    return Math.sqrt(sum);
  }
}
