package org.gradus.lab.solve.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.gradus.core.Monitor;
import org.gradus.lab.solve.TransportSolving.Method;
import org.gradus.transport.TransportProblem;
import org.gradus.transport.TransportProblems;
import org.gradus.transport.TransportSolution;

/** Optimal transport: Sinkhorn's family against Newton's steps, on assignments and point clouds. */
final class TransportTask implements SolverTask {
  private static final double TOLERANCE = 1e-9;
  private static final List<Method> METHODS =
      List.of(Method.SINKHORN, Method.LOG_SINKHORN, Method.GREENKHORN, Method.SNS);

  @Override
  public String id() {
    return "transport";
  }

  @Override
  public String title() {
    return "optimal transport";
  }

  @Override
  public String description() {
    return "Entropic optimal transport to a marginal error of 1e-9, judged by the dual objective;"
        + " random assignments and squared distances between two clouds of points, at a moderate"
        + " and a weak regularisation.";
  }

  @Override
  public List<Case> cases() {
    return Stream.of(200, 500)
        .flatMap(
            n ->
                Stream.of(100.0, 1200.0)
                    .flatMap(
                        eta ->
                            Stream.of(
                                problem(
                                    "assignment", TransportProblems.assignment(n, 1000 + n, eta)),
                                problem("clouds", TransportProblems.clouds(n, 2000 + n, eta)))))
        .toList();
  }

  private static Case problem(String kind, TransportProblem problem) {
    return new Case(
        "%s-%d-eta%.0f".formatted(kind, problem.rows(), problem.eta()),
        "%s, %d x %d, uniform marginals, costs in [0, 1], eta = %.0f."
            .formatted(kind, problem.rows(), problem.columns(), problem.eta()),
        Case.Sense.MAXIMISE,
        OptionalDouble.empty(),
        METHODS.stream()
            .map(m -> new Entrant(m.title(), monitor -> solve(problem, m, monitor)))
            .toList());
  }

  private static Entrant.Result solve(TransportProblem problem, Method method, Monitor monitor) {
    TransportSolution solution = method.solver(TOLERANCE, Optional.empty()).solve(problem, monitor);
    Map<String, Double> certificate = new LinkedHashMap<>();
    certificate.put("marginal error", solution.certificate().marginalError());
    certificate.put("duality gap", solution.certificate().dualityGap());
    return new Entrant.Result(solution, certificate);
  }
}
