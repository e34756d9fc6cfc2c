package org.gradus.lab.solve.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.gradus.core.Monitor;
import org.gradus.lab.data.NamedData;
import org.gradus.lab.data.SparseData;
import org.gradus.smooth.FastGradient;
import org.gradus.smooth.GradientDescent;
import org.gradus.smooth.GradientNormalizedNewton;
import org.gradus.smooth.Lbfgs;
import org.gradus.smooth.ModelCurvature;
import org.gradus.smooth.coordinate.BlockDescent;
import org.gradus.smooth.coordinate.FixedBlocks;
import org.gradus.smooth.coordinate.FixedRule;
import org.gradus.smooth.coordinate.Partitions;
import org.gradus.smooth.coordinate.UpdateRule;
import org.gradus.smooth.logistic.CoordinateLogistic;
import org.gradus.smooth.logistic.LogisticProblem;
import org.gradus.smooth.logistic.LogisticProblems;
import org.gradus.smooth.logistic.LogisticRegression;
import org.gradus.smooth.logistic.LogisticSolution;
import org.gradus.smooth.logistic.LogisticSolver;
import org.gradus.smooth.logistic.SmoothLogistic;

/** Logistic regression: Newton's kinds, quasi-Newton, gradients and coordinate descent. */
final class LogisticTask implements SolverTask {
  @Override
  public String id() {
    return "logistic";
  }

  @Override
  public String title() {
    return "logistic regression";
  }

  @Override
  public String description() {
    return "Logistic regression with an L2 or an L1 penalty (C = 1, no intercept), judged by the"
        + " penalised loss: census incomes (a9a) where the file is there, and generated sparse"
        + " data.";
  }

  @Override
  public List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    if (NamedData.standard().isPresent("a9a")) {
      SparseData census = SparseData.vectors("a9a");
      cases.add(
          smooth(
              "a9a-l2",
              "Census incomes.",
              LogisticProblem.l2(census.features(), census.signs(), 1)));
      cases.add(
          sparse(
              "a9a-l1",
              "Census incomes.",
              LogisticProblem.l1(census.features(), census.signs(), 1)));
    }
    String generated = "Generated, 5000 examples, 1000 features, 50 not 0 in each example.";
    cases.add(smooth("sparse-l2", generated, LogisticProblems.sparse(5000, 1000, 0, 1)));
    cases.add(sparse("sparse-l1", generated, LogisticProblems.sparse(5000, 1000, 1, 0)));
    return cases;
  }

  private static Case smooth(String name, String description, LogisticProblem problem) {
    return problem(
        name,
        description,
        List.of(
            entrant("Newton, certified", new LogisticRegression(), problem),
            entrant(
                "gradient-normalized Newton",
                new SmoothLogistic(new GradientNormalizedNewton(), ModelCurvature::exact),
                problem),
            entrant("L-BFGS", new SmoothLogistic(new Lbfgs(Lbfgs.Config.DEFAULT)), problem),
            entrant(
                "fast gradient",
                new SmoothLogistic(new FastGradient(GradientDescent.Config.DEFAULT)),
                problem),
            entrant(
                "gradient descent",
                new SmoothLogistic(new GradientDescent(GradientDescent.Config.DEFAULT)),
                problem)));
  }

  private static Case sparse(String name, String description, LogisticProblem problem) {
    return problem(
        name,
        description,
        List.of(
            entrant("Newton, certified", new LogisticRegression(), problem),
            entrant("cyclic coordinates", coordinates(), problem)));
  }

  private static LogisticSolver coordinates() {
    return new CoordinateLogistic(
        BlockDescent.Config.of(
                new FixedBlocks(Partitions.ORDER, 1, FixedRule.CYCLIC, 1),
                UpdateRule.PROJECTED_GRADIENT)
            .withRecordEvery(1000));
  }

  private static Case problem(String name, String description, List<Entrant> entrants) {
    return new Case(name, description, Case.Sense.MINIMISE, OptionalDouble.empty(), entrants);
  }

  private static Entrant entrant(String name, LogisticSolver solver, LogisticProblem problem) {
    return new Entrant(name, monitor -> solve(solver, problem, monitor));
  }

  private static Entrant.Result solve(
      LogisticSolver solver, LogisticProblem problem, Monitor monitor) {
    LogisticSolution solution = solver.solve(problem, monitor);
    return new Entrant.Result(solution, Map.of("duality gap", solution.certificate().gap()));
  }
}
