package org.gradus.transport;

import java.util.HashMap;
import java.util.Map;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.Solution.Status;
import org.gradus.core.Tensors;
import org.gradus.core.Trace;

/** One run of a solver: its clock, trace and end. */
final class Run {
  private final TransportProblem problem;
  private final Monitor monitor;
  private final double tolerance;
  private final Trace trace = new Trace();
  private final long started = System.nanoTime();
  private long paused;

  Run(TransportProblem problem, Potentials start, double tolerance, Monitor monitor) {
    requireLength("start.x", start.x(), problem.rows());
    requireLength("start.y", start.y(), problem.columns());
    this.problem = problem;
    this.tolerance = tolerance;
    this.monitor = monitor;
  }

  boolean cancelled() {
    return monitor.cancelled();
  }

  /** Adds a point to the trace. */
  void record(long iteration, DualPoint at, Map<String, Double> more) {
    Map<String, Double> metrics = new HashMap<>(more);
    metrics.put(TransportSolution.MARGINAL_ERROR, at.error());
    metrics.put(TransportSolution.GAP, at.gap());
    add(new Trace.Point(iteration, seconds(), at.value(), at.gradientNorm(), metrics));
  }

  /**
   * Ends at the given potentials: the plan there, its certificate, and a last point with the
   * certificate's figures.
   *
   * <p>An error the certificate does not confirm is not called converged.
   */
  TransportSolution finish(
      Status status, String message, GibbsKernel kernel, double[] x, double[] y, Counts counts) {
    DualPoint end = kernel.fill(x, y);
    double seconds = seconds();
    Potentials potentials = new Potentials(x, y).centred();
    TransportCertificate certificate = TransportCertificate.of(problem, kernel.plan(), potentials);
    add(
        new Trace.Point(
            counts.sweeps() + counts.newtonSteps(),
            seconds,
            certificate.dualValue(),
            end.gradientNorm(),
            Map.of(
                TransportSolution.MARGINAL_ERROR,
                certificate.marginalError(),
                TransportSolution.GAP,
                certificate.dualityGap())));
    boolean refuted = status == Status.CONVERGED && !(certificate.marginalError() <= tolerance);
    return new TransportSolution(
        Tensors.keep(kernel.plan()),
        potentials,
        certificate,
        counts.sweeps(),
        counts.newtonSteps(),
        refuted ? Status.BREAKDOWN : status,
        refuted
            ? "accuracy floor: the plan's marginal error is "
                + certificate.marginalError()
                + ", tolerance "
                + tolerance
            : message,
        trace);
  }

  String converged(double error) {
    return "marginal error " + error + " <= " + tolerance;
  }

  private double seconds() {
    return (System.nanoTime() - started - paused) * 1e-9;
  }

  /** Adds a point; the monitor's time is not the method's. */
  private void add(Trace.Point point) {
    long before = System.nanoTime();
    trace.add(point, monitor);
    paused += System.nanoTime() - before;
  }

  private static void requireLength(String name, double[] values, int length) {
    if (values.length != length) {
      throw Check.invalid("the length of " + name, values.length, length + ", as the problem's");
    }
  }

  /** What was done. */
  record Counts(long sweeps, long newtonSteps) {}
}
