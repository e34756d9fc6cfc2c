package org.gradus.smooth.logistic;

import java.util.Objects;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.Solver;
import org.gradus.smooth.CurvatureModel;
import org.gradus.smooth.LinearModel;
import org.gradus.smooth.SmoothProblem;
import org.gradus.smooth.SmoothSolution;

/**
 * Logistic regression without λ₁ by any method for smooth problems: gradient-normalized Newton,
 * L-BFGS, gradient methods.
 */
public final class SmoothLogistic implements LogisticSolver {
  /** The Hessian that a method is given. */
  @FunctionalInterface
  public interface Hessian {
    /** Of a model: a method of {@link org.gradus.smooth.ModelCurvature}. */
    CurvatureModel of(LinearModel model);
  }

  private final Solver<SmoothProblem, SmoothSolution> method;
  private final Hessian hessian;

  /**
   * A method as a solver of logistic problems.
   *
   * @param hessian which methods of first order do not look at
   */
  public SmoothLogistic(Solver<SmoothProblem, SmoothSolution> method, Hessian hessian) {
    this.method = Objects.requireNonNull(method, "method");
    this.hessian = Objects.requireNonNull(hessian, "hessian");
  }

  /** A method of first order. */
  public SmoothLogistic(Solver<SmoothProblem, SmoothSolution> method) {
    this(method, model -> CurvatureModel.ZERO);
  }

  @Override
  public LogisticSolution solve(LogisticProblem problem, double[] start, Monitor monitor) {
    if (problem.l1() != 0) {
      throw Check.invalid("l1 of a problem for a smooth method", problem.l1(), "0");
    }
    LinearModel model = problem.smoothPart();
    SmoothSolution solution =
        method.solve(SmoothProblem.of(model, hessian.of(model), start), monitor);
    return new LogisticSolution(
        solution.x(),
        LogisticCertificate.of(problem, solution.x()),
        solution.counts().iterations(),
        solution.status(),
        solution.message(),
        solution.trace());
  }
}
