package org.gradus.constrained;

import java.util.HashMap;
import java.util.Map;
import org.gradus.constrained.ConstrainedSolution.End;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.SparseMatrix;
import org.gradus.core.Trace;

/** One run of a method: its iterate, counts, clock, trace and end. */
final class ConstrainedRun {
  /** One outer step of a method. */
  @FunctionalInterface
  interface Step {
    /** Moves the iterate, or tells why it cannot; null to go on. */
    End take(ConstrainedRun run);
  }

  private final ConstrainedFunctions functions;
  private final Limits limits;
  private final Monitor monitor;
  private final Trace trace = new Trace();
  private final long started = System.nanoTime();
  private long paused;
  private int iterations;
  private long inner;
  private long values;
  private long gradients;
  private long hessians;
  private int capped;
  private String detail = "";
  private Iterate at;

  ConstrainedRun(ConstrainedProblem problem, Limits limits, Monitor monitor) {
    functions = problem.functions();
    this.limits = limits;
    this.monitor = monitor;
    at = evaluate(problem.start(), problem.multipliers());
    Check.finite("f at the start", at.objective());
    if (!Vectors.allFinite(at.values())) {
      throw Check.invalid("c at the start", "not finite", "finite");
    }
    if (!at.finite()) {
      throw Check.invalid("a first derivative at the start", "not finite", "finite");
    }
  }

  ConstrainedSolution run(Step step) {
    record(Map.of());
    while (true) {
      End end = end();
      if (end == null) {
        end = step.take(this);
      }
      if (end != null) {
        return finish(end);
      }
    }
  }

  Iterate at() {
    return at;
  }

  int iterations() {
    return iterations;
  }

  boolean cancelled() {
    return monitor.cancelled();
  }

  void countInner(long count) {
    inner += count;
  }

  /** The step's system reached the limit on inner iterations. */
  void capped(double residual) {
    capped++;
    detail = "; the last system at its limit of inner iterations had |r| = " + residual;
  }

  /** f, c and first derivatives elsewhere. */
  Iterate evaluate(double[] x, double[] multipliers) {
    values++;
    gradients++;
    return Iterate.at(functions, x, multipliers);
  }

  double objective(double[] x) {
    values++;
    return functions.objective(x);
  }

  double[] constraints(double[] x) {
    return functions.constraints(x);
  }

  /** The Hessian of the Lagrangian here, checked; null if it is not finite. */
  SparseMatrix hessian(double[] x, double[] multipliers) {
    hessians++;
    SparseMatrix hessian =
        KktSystem.checkedHessian(functions.hessian(x, multipliers), functions.variables());
    return Vectors.allFinite(hessian.values()) ? hessian : null;
  }

  /** Takes a point as the next iterate; its derivatives may turn out not to be finite. */
  End accept(Iterate next, Map<String, Double> metrics) {
    if (!next.finite()) {
      return End.NON_FINITE;
    }
    at = next;
    iterations++;
    record(metrics);
    return null;
  }

  /** Why a nearly singular Jacobian ends the run. */
  End singular(Geometry geometry, double leastEigenvalue, double limit) {
    detail = ": xi_G = lambda_min(G G') = " + leastEigenvalue + " < " + limit;
    return geometry.inconsistent(at.values()) ? End.INCONSISTENT : End.SINGULAR_JACOBIAN;
  }

  End noDescent(double slope) {
    detail = ": the merit function's slope is " + slope;
    return End.NO_DESCENT;
  }

  private End end() {
    if (at.norm() <= limits.tolerance()) {
      return End.STATIONARY;
    }
    if (monitor.cancelled()) {
      return End.CANCELLED;
    }
    return iterations >= limits.maxIterations() ? End.ITERATIONS : null;
  }

  private void record(Map<String, Double> more) {
    long before = System.nanoTime();
    Map<String, Double> metrics = new HashMap<>(more);
    metrics.put(ConstrainedSolution.VIOLATION, Vectors.norm(at.values()));
    metrics.put(ConstrainedSolution.INNER, (double) inner);
    double seconds = (before - started - paused) * 1e-9;
    trace.add(new Trace.Point(iterations, seconds, at.objective(), at.norm(), metrics), monitor);
    paused += System.nanoTime() - before;
  }

  private ConstrainedSolution finish(End end) {
    String why =
        switch (end) {
          case STATIONARY -> "stationary: |grad L| = " + at.norm() + " <= " + limits.tolerance();
          case ITERATIONS -> iterations + " steps did not reach the tolerance";
          case INCONSISTENT -> "the linearised constraints contradict each other";
          case SINGULAR_JACOBIAN -> "the constraints' Jacobian is nearly singular";
          case SINGULAR_SYSTEM -> "the Newton system could not be factored";
          case NO_DESCENT -> "the step is no descent direction";
          case LINE_SEARCH -> "line search failed: step length below 1e-12";
          case NON_FINITE -> "a derivative is not finite where the step leads";
          case CANCELLED -> "cancelled after " + iterations + " steps";
        };
    return new ConstrainedSolution(
        at.x().clone(),
        at.multipliers().clone(),
        KktCertificate.of(functions, at.x(), at.multipliers()),
        new ConstrainedSolution.Counts(iterations, inner, values, gradients, hessians, capped),
        end,
        end.status(),
        why + detail,
        trace);
  }
}
