package org.gradus.lowrank;

import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Monitor;
import org.gradus.core.Solution.Status;
import org.gradus.core.Tensors;
import org.gradus.core.Trace;

/** One run of {@link SubgradientMethod}. */
final class Descent {
  /** Steps that would move U by less than this, relative to itself, are over. */
  private static final double SHORTEST = 1e-12;

  /** Growth of ‖U‖² over the last tenth of the run above which it is called still growing. */
  private static final double GROWING = 1.01;

  private final RecoveryProblem problem;
  private final SubgradientMethod.Config config;
  private final SubgradientMethod.Watcher watcher;
  private final Monitor monitor;
  private final LossEvaluation evaluation;
  private final Trace trace = new Trace();
  private final long started = System.nanoTime();
  private final double[] u;
  private final double[] next;
  private double sizeBefore = Double.NaN;
  private double change = Double.POSITIVE_INFINITY;
  private long paused;
  private long step;

  Descent(
      RecoveryProblem problem,
      SubgradientMethod.Config config,
      SubgradientMethod.Watcher watcher,
      Monitor monitor,
      double[] start) {
    this.problem = problem;
    this.config = config;
    this.watcher = watcher;
    this.monitor = monitor;
    evaluation = new LossEvaluation(problem, config.loss());
    u = start;
    next = new double[u.length];
  }

  RecoverySolution run() {
    while (true) {
      watcher.at(step, u);
      double loss = evaluation.evaluate(u);
      double norm = norm();
      double length = norm == 0 ? 0 : config.step().length(step, loss, norm);
      if (step % config.recordEvery() == 0 || step == config.maxSteps()) {
        record(loss, length);
      }
      if (step == config.maxSteps() - config.maxSteps() / 10) {
        sizeBefore = SubgradientMethod.squares(u);
      }
      if (!Double.isFinite(loss)) {
        return finish(Status.BREAKDOWN, "the loss is " + loss + " after " + step + " steps");
      }
      if (norm == 0) {
        return finish(Status.CONVERGED, "G = 0 after " + step + " steps");
      }
      if (change <= config.changeTolerance()) {
        return finish(Status.CONVERGED, "X changed by " + change + " of itself in step " + step);
      }
      if (config.step().scale(step) < SHORTEST) {
        return finish(Status.CONVERGED, "steps have shrunk to " + config.step().scale(step));
      }
      if (monitor.cancelled()) {
        return finish(Status.CANCELLED, "cancelled after " + step + " steps");
      }
      if (step == config.maxSteps()) {
        return finish(Status.LIMIT_REACHED, limit(loss));
      }
      move(length);
    }
  }

  private double norm() {
    if (config.step().norm() == StepRule.Norm.FROBENIUS) {
      return evaluation.gradientNorm();
    }
    int d = problem.dimension();
    try (PointerScope scope = new PointerScope()) {
      Tensor g = Tensors.matrix(evaluation.matrixGradient(), d, d);
      return torch.linalg_eigvalsh(g).abs().max().item_double();
    }
  }

  private void move(double length) {
    System.arraycopy(u, 0, next, 0, u.length);
    evaluation.addProduct(-2 * length, u, next);
    if (config.changeTolerance() > 0) {
      change = relativeChange();
    }
    System.arraycopy(next, 0, u, 0, u.length);
    step++;
  }

  /** ‖U'U'ᵀ − U Uᵀ‖_F / ‖U Uᵀ‖_F */
  private double relativeChange() {
    try (PointerScope scope = new PointerScope()) {
      int d = problem.dimension();
      Tensor before = Tensors.matrix(u, d, problem.width());
      Tensor after = Tensors.matrix(next, d, problem.width());
      Tensor x = before.mm(before.t());
      return Tensors.norm(after.mm(after.t()).sub_(x)) / Tensors.norm(x);
    }
  }

  private String limit(double loss) {
    double size = SubgradientMethod.squares(u);
    String message = step + " steps ended at loss " + loss;
    return size > GROWING * sizeBefore
        ? message + ", X still growing: allow more steps, or let them shrink more slowly"
        : message;
  }

  private void record(double loss, double length) {
    double seconds = (System.nanoTime() - started - paused) * 1e-9;
    long before = System.nanoTime();
    trace.add(
        new Trace.Point(
            step,
            seconds,
            loss,
            evaluation.gradientNorm(),
            Map.of(
                RecoverySolution.STEP_LENGTH,
                length,
                RecoverySolution.SIZE,
                SubgradientMethod.squares(u))),
        monitor);
    // The monitor's time is not the method's.
    paused += System.nanoTime() - before;
  }

  private RecoverySolution finish(Status status, String message) {
    Tensor factor = Tensors.matrix(u, problem.dimension(), problem.width());
    return new RecoverySolution(
        factor, RecoveryCertificate.of(problem, factor), step, status, message, trace);
  }
}
