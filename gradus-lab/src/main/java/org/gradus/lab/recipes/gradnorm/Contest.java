package org.gradus.lab.recipes.gradnorm;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradus.core.Solver;
import org.gradus.smooth.CubicNewton;
import org.gradus.smooth.CurvatureModel;
import org.gradus.smooth.FastGradient;
import org.gradus.smooth.GradientDescent;
import org.gradus.smooth.GradientNormalizedNewton;
import org.gradus.smooth.Metric;
import org.gradus.smooth.SmoothProblem;
import org.gradus.smooth.SmoothSolution;
import org.gradus.smooth.SmoothSolution.End;
import org.gradus.smooth.StoppingRule;
import org.gradus.smooth.SuperUniversalNewton;

/** All methods on one problem, to f − f* below 10⁻⁸. */
final class Contest {
  static final String EXACT = "exact GNS";
  static final String INEXACT = "inexact GNS";
  static final String UNIVERSAL = "Super-Universal Newton";
  static final String GRADIENT = "gradient, B = I";
  static final double TOLERANCE = 1e-8;

  /**
   * What one method did.
   *
   * @param iterations to the target, or done when it ended otherwise
   * @param reached whether the target was reached
   * @param stalled whether it ended at another point where it could not go on
   * @param value f where it ended
   */
  record Result(double iterations, boolean reached, boolean stalled, double value) {}

  /**
   * Every method's result on one problem.
   *
   * @param results by method
   */
  record Results(Map<String, Result> results) {}

  private Contest() {}

  /**
   * Runs all methods.
   *
   * @param exact the problem with its exact Hessian
   * @param inexact its approximate Hessian
   * @param optimum f*
   */
  static Results run(SmoothProblem exact, CurvatureModel inexact, double optimum, int limit) {
    StoppingRule stop = StoppingRule.atValue(optimum, TOLERANCE, limit);
    Solver<SmoothProblem, SmoothSolution> newton =
        new GradientNormalizedNewton(GradientNormalizedNewton.Config.DEFAULT.withStop(stop));
    Solver<SmoothProblem, SmoothSolution> gradient =
        new GradientDescent(GradientDescent.Config.DEFAULT.withStop(stop));
    SmoothProblem euclidean = exact.withMetric(Metric.identity(exact.function().dimension()));
    Map<String, Result> results = new LinkedHashMap<>();
    results.put(EXACT, result(newton, exact));
    results.put(INEXACT, result(newton, exact.withCurvature(inexact)));
    results.put("H = 0 GNS", result(newton, exact.withCurvature(CurvatureModel.ZERO)));
    results.put(
        UNIVERSAL,
        result(
            new SuperUniversalNewton(SuperUniversalNewton.Config.DEFAULT.withStop(stop)), exact));
    results.put(
        "cubic Newton", result(new CubicNewton(CubicNewton.Config.DEFAULT.withStop(stop)), exact));
    results.put("gradient, metric B", result(gradient, exact));
    results.put(
        "fast gradient, metric B",
        result(new FastGradient(GradientDescent.Config.DEFAULT.withStop(stop)), exact));
    results.put(GRADIENT, result(gradient, euclidean));
    return new Results(results);
  }

  private static Result result(
      Solver<SmoothProblem, SmoothSolution> method, SmoothProblem problem) {
    SmoothSolution solution = method.solve(problem);
    return new Result(
        solution.counts().iterations(),
        solution.end() == End.TARGET,
        solution.end() != End.TARGET && solution.end() != End.ITERATIONS,
        solution.certificate().value());
  }
}
