package org.gradus.smooth.logistic;

import java.util.Objects;
import org.gradus.core.Monitor;
import org.gradus.smooth.coordinate.BlockDescent;
import org.gradus.smooth.coordinate.BlockProblem;
import org.gradus.smooth.coordinate.BlockSolution;
import org.gradus.smooth.coordinate.ModelFunction;

/**
 * Logistic regression by block coordinate descent with any of its rules; λ₁ by splitting each
 * weight in two that are not negative, so the rules must then know bounds.
 */
public final class CoordinateLogistic implements LogisticSolver {
  private final BlockDescent method;

  /** With the given rules. */
  public CoordinateLogistic(BlockDescent.Config config) {
    method = new BlockDescent(Objects.requireNonNull(config, "config"));
  }

  @Override
  public LogisticSolution solve(LogisticProblem problem, double[] start, Monitor monitor) {
    ModelFunction function = new ModelFunction(problem.smoothPart());
    if (problem.l1() == 0) {
      BlockSolution solution = method.solve(BlockProblem.of(function), start, monitor);
      return solution(problem, solution, solution.x());
    }
    BlockProblem split = BlockProblem.l1(function, problem.l1());
    BlockSolution solution = method.solve(split, BlockProblem.split(start), monitor);
    return solution(problem, solution, BlockProblem.joined(solution.x()));
  }

  private static LogisticSolution solution(
      LogisticProblem problem, BlockSolution solution, double[] weights) {
    return new LogisticSolution(
        weights,
        LogisticCertificate.of(problem, weights),
        solution.steps(),
        solution.status(),
        solution.message(),
        solution.trace());
  }
}
