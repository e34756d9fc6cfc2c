package org.gradus.lab.solve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.Trace;
import org.gradus.lab.data.SparseData;
import org.gradus.smooth.logistic.LogisticProblem;
import org.gradus.smooth.logistic.LogisticRegression;
import org.gradus.smooth.logistic.LogisticSolution;

/** Regularised logistic regression on a user's two classes, to a certified duality gap. */
public final class LogisticSolving {
  /**
   * What is asked for.
   *
   * @param cost C, the weight of the losses' sum
   * @param l1 λ₁
   * @param l2 λ₂
   * @param intercept whether a constant feature is added, penalised like the others
   * @param gap relative duality gap to reach
   * @param limit on Newton steps, if not the default
   */
  public record Request(
      double cost, double l1, double l2, boolean intercept, double gap, Optional<Integer> limit) {}

  private LogisticSolving() {}

  /**
   * The problem of two classes: the second one is +1.
   *
   * @throws IllegalArgumentException if there are not two classes, or a setting is out of range
   */
  public static LogisticProblem problem(SparseData data, Request request) {
    int classes = 1 + Arrays.stream(data.classes()).max().orElse(0);
    if (classes != 2) {
      throw Check.invalid("the number of classes", classes, "2");
    }
    LogisticProblem problem =
        new LogisticProblem(
            data.features(), data.signs(), request.cost(), request.l1(), request.l2());
    return request.intercept() ? problem.withIntercept(1) : problem;
  }

  /** Solves and tells; the weights are in {@code weights.csv}, a line a feature. */
  public static Answer solve(LogisticProblem problem, Request request, Monitor monitor) {
    LogisticRegression.Config config =
        LogisticRegression.Config.DEFAULT.withGapTolerance(request.gap());
    config = config.withMaxIterations(request.limit().orElse(config.maxIterations()));
    LogisticSolution solution = new LogisticRegression(config).solve(problem, monitor);
    List<Trace.Point> trace = solution.trace().points();
    return new Answer(
        "solve-logistic",
        "logistic regression, %d examples, %d features"
            .formatted(problem.features().rows(), problem.dimension()),
        "Newton's method with penalties kept",
        facts(problem),
        solution.status(),
        solution.message(),
        certificate(problem, solution),
        trace,
        Answer.Details.of(
            Convergence.overIterations("duality gap", trace, p -> p.metric(LogisticSolution.GAP)),
            Convergence.overSeconds("duality gap", trace, p -> p.metric(LogisticSolution.GAP))),
        List.of(weights(solution.weights())));
  }

  private static Map<String, String> facts(LogisticProblem problem) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("examples", String.valueOf(problem.features().rows()));
    facts.put("features", String.valueOf(problem.dimension()));
    facts.put("entries that are not 0", String.valueOf(problem.features().entries()));
    facts.put("C", String.valueOf(problem.cost()));
    facts.put("l1", String.valueOf(problem.l1()));
    facts.put("l2", String.valueOf(problem.l2()));
    return facts;
  }

  private static Map<String, Double> certificate(
      LogisticProblem problem, LogisticSolution solution) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("objective", solution.certificate().primal());
    numbers.put("duality gap", solution.certificate().gap());
    numbers.put("least subgradient", solution.certificate().stationarity());
    numbers.put("weights that are not 0", (double) solution.certificate().nonZeros());
    numbers.put("accuracy on these examples", accuracy(problem, solution.weights()));
    return numbers;
  }

  private static double accuracy(LogisticProblem problem, double[] weights) {
    double[] margins = new double[problem.features().rows()];
    problem.features().multiply(weights, margins);
    double[] labels = problem.labels();
    int right = 0;
    for (int i = 0; i < margins.length; i++) {
      right += margins[i] * labels[i] > 0 ? 1 : 0;
    }
    return (double) right / margins.length;
  }

  private static Answer.SolutionFile weights(double[] weights) {
    List<List<Object>> rows = new ArrayList<>();
    for (int j = 0; j < weights.length; j++) {
      rows.add(List.of(j, weights[j]));
    }
    return Answer.SolutionFile.csv("weights.csv", List.of("feature", "weight"), rows);
  }
}
