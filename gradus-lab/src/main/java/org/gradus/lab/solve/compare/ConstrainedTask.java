package org.gradus.lab.solve.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.gradus.constrained.Accuracy;
import org.gradus.constrained.AdaSketchNewton;
import org.gradus.constrained.AugmentedLagrangian;
import org.gradus.constrained.ConstrainedProblem;
import org.gradus.constrained.ConstrainedSolution;
import org.gradus.constrained.GmresSqp;
import org.gradus.constrained.HockSchittkowski;
import org.gradus.constrained.Limits;
import org.gradus.constrained.PoissonControl;
import org.gradus.constrained.Regularity;
import org.gradus.constrained.Sketching;
import org.gradus.core.Monitor;
import org.gradus.core.Solution;
import org.gradus.core.Solver;
import org.gradus.core.Trace;

/** Equality constraints: sketched, exact and GMRES steps, and the augmented Lagrangian. */
final class ConstrainedTask implements SolverTask {
  private static final Limits LIMITS = new Limits(1e-8, 10_000, 100_000_000);
  private static final AdaSketchNewton.Config SKETCHED =
      AdaSketchNewton.Config.DEFAULT
          .withLimits(LIMITS)
          .withAccuracy(new Accuracy.Relative(0.1))
          .withSketching(Sketching.rows(1));

  @Override
  public String id() {
    return "constrained";
  }

  @Override
  public String title() {
    return "equality-constrained optimisation";
  }

  @Override
  public String description() {
    return "Sketched, exact and GMRES steps and the augmented Lagrangian to |grad L| = 1e-8, judged"
        + " by |grad L| relative to the start: an objective alone says nothing where constraints"
        + " do not hold. Hock-Schittkowski problems, and a control problem with a discretised"
        + " Poisson equation of up to 10 000 unknowns.";
  }

  @Override
  public List<Case> cases() {
    return List.of(
        published(HockSchittkowski.HS6),
        published(HockSchittkowski.HS42),
        published(HockSchittkowski.HS77),
        published(HockSchittkowski.HS79),
        poisson(6),
        poisson(70));
  }

  private static Case published(HockSchittkowski problem) {
    return of(
        problem.name().toLowerCase(Locale.ROOT),
        "Hock and Schittkowski's %s, optimum %s.".formatted(problem.name(), problem.optimum()),
        problem.problem());
  }

  private static Case poisson(int side) {
    int points = side * side;
    return of(
        "poisson-%dx%d".formatted(side, side),
        "Control of Poisson's equation on %d x %d points: %d variables, %d constraints, all sparse."
            .formatted(side, side, 2 * points, points),
        new PoissonControl(side).problem());
  }

  private static Case of(String name, String description, ConstrainedProblem problem) {
    return new Case(
        name,
        description,
        Case.Sense.MINIMISE,
        OptionalDouble.of(0),
        solvers(problem).entrySet().stream()
            .map(s -> new Entrant(s.getKey(), monitor -> solve(problem, s.getValue(), monitor)))
            .toList());
  }

  private static Map<String, Solver<ConstrainedProblem, ConstrainedSolution>> solvers(
      ConstrainedProblem problem) {
    Map<String, Solver<ConstrainedProblem, ConstrainedSolution>> solvers = new LinkedHashMap<>();
    solvers.put("exact Newton", AdaSketchNewton.exact(LIMITS));
    solvers.put("AdaSketch, rows", new AdaSketchNewton(SKETCHED));
    solvers.put(
        "AdaSketch, Gaussian", new AdaSketchNewton(SKETCHED.withSketching(Sketching.gaussian(1))));
    solvers.put("adaptive GMRES-SQP", gmres(GmresSqp.Test.ADAPTIVE));
    solvers.put("GMRES-SQP", gmres(GmresSqp.Test.BYRD_CURTIS_NOCEDAL));
    if (problem.functions().variables() <= AugmentedLagrangian.MOST_VARIABLES) {
      solvers.put("augmented Lagrangian", new AugmentedLagrangian(LIMITS));
    }
    return solvers;
  }

  private static GmresSqp gmres(GmresSqp.Test test) {
    return new GmresSqp(test, Regularity.BASELINE, LIMITS);
  }

  private static Entrant.Result solve(
      ConstrainedProblem problem,
      Solver<ConstrainedProblem, ConstrainedSolution> solver,
      Monitor monitor) {
    ConstrainedSolution solution = solver.solve(problem, monitor);
    Map<String, Double> certificate = new LinkedHashMap<>();
    certificate.put("KKT residual", solution.certificate().residual());
    certificate.put("violation", solution.certificate().violation());
    certificate.put("objective", solution.certificate().objective());
    return new Entrant.Result(Judged.of(solution), certificate);
  }

  /** A solution whose trace has |∇L| in the place of the objective. */
  private record Judged(Status status, String message, Trace trace) implements Solution {
    static Judged of(ConstrainedSolution solution) {
      Trace trace = new Trace();
      for (Trace.Point p : solution.trace().points()) {
        trace.add(
            new Trace.Point(p.iteration(), p.seconds(), p.gradientNorm(), p.gradientNorm()),
            Monitor.SILENT);
      }
      return new Judged(solution.status(), solution.message(), trace);
    }
  }
}
