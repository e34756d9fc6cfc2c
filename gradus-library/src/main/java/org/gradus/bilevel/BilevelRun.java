package org.gradus.bilevel;

import java.util.HashMap;
import java.util.Map;
import org.gradus.bilevel.InnerSolves.Point;
import org.gradus.core.Monitor;
import org.gradus.core.RandomSource;
import org.gradus.core.Trace;

/** The clock, trace and end of a run; the methods fill in what happens between. */
abstract class BilevelRun {
  final BilevelProblem problem;
  final InnerSolves solves;
  final BoundEstimator bounds;
  private final Monitor monitor;
  private final Watcher watcher;
  private final Trace trace = new Trace();
  private final long started = System.nanoTime();
  private long paused;

  /** The last accepted θ and its x̃. */
  double[] theta;

  double[] x;

  BilevelRun(
      BilevelProblem problem,
      InnerSolves solves,
      RandomSource draws,
      Monitor monitor,
      Watcher watcher) {
    this.problem = problem;
    this.solves = solves;
    this.bounds = new BoundEstimator(problem, draws);
    this.monitor = monitor;
    this.watcher = watcher;
    theta = problem.theta();
    x = problem.x();
  }

  /** Goes on until a {@link Stopped} is thrown. */
  abstract Stopped iterate();

  /** Where a continued run would go on. */
  abstract Accuracy accuracy();

  BilevelSolution run() {
    Stopped end;
    try {
      end = iterate();
    } catch (Stopped stopped) {
      end = stopped;
    }
    Work work = solves.work();
    String clamped =
        problem.atBound(theta) ? "; a parameter lies at its bound " + problem.bound() : "";
    BilevelCertificate certificate = certificate();
    if (trace.points().isEmpty()) {
      recordStart(certificate);
    }
    return new BilevelSolution(
        theta, x, certificate, accuracy(), work, end.ending(), end.getMessage() + clamped, trace);
  }

  /** A run that ended before its first hypergradient was good enough has a point all the same. */
  private void recordStart(BilevelCertificate certificate) {
    double seconds = (System.nanoTime() - started) * 1e-9;
    double norm = certificate.hypergradientNorm();
    trace.add(
        new Trace.Point(0, seconds, certificate.upperValue(), norm, metrics(Map.of())), monitor);
  }

  private BilevelCertificate certificate() {
    InnerSolves own =
        new InnerSolves(
            problem,
            LowerSolver.ACCELERATED,
            AdjointSolver.CONJUGATE_GRADIENT,
            Limits.DEFAULT,
            Monitor.SILENT);
    return BilevelCertificate.of(problem, theta, x, accuracy().delta(), own, bounds);
  }

  void record(long step, Point at, double[] z, Map<String, Double> more) {
    long before = System.nanoTime();
    Map<String, Double> metrics = metrics(more);
    double seconds = (before - started - paused) * 1e-9;
    trace.add(new Trace.Point(step, seconds, at.upperValue(), Vectors.norm(z), metrics), monitor);
    watcher.at(step, at.theta().clone(), at.x().clone());
    paused += System.nanoTime() - before;
  }

  private Map<String, Double> metrics(Map<String, Double> more) {
    Work work = solves.work();
    Map<String, Double> metrics = new HashMap<>(more);
    metrics.put(BilevelSolution.LOWER_EVALUATIONS, (double) work.lowerEvaluations());
    metrics.put(BilevelSolution.CG_ITERATIONS, (double) work.adjointIterations());
    metrics.put(BilevelSolution.WORK, (double) work.total());
    return metrics;
  }
}
