package org.gradus.unmixing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Monitor;
import org.gradus.core.Scalars;
import org.gradus.core.Solution.Status;
import org.gradus.core.Tensors;
import org.gradus.core.Trace;

/**
 * One run of {@link RobustUnmixing}: factors, buffers, clock and trace. Its native memory is the
 * enclosing scope's, except for the factors it returns.
 */
final class MultiplicativeUpdates {
  private static final double FLOOR = 1e-9;
  private static final int CHECK_EVERY = 10;

  private final UnmixingProblem problem;
  private final RobustUnmixing.Config config;
  private final Monitor monitor;
  private final UnmixingObjective objective;
  private final Tensor y;
  private final Tensor m;
  private final Tensor a;
  private final Tensor residual;
  private final Tensor abundanceBuffer;
  private final Tensor denominator;
  private final double augmented;
  private final Trace trace = new Trace();
  private final long started = System.nanoTime();
  private double[] map;
  private long paused;

  MultiplicativeUpdates(UnmixingProblem problem, RobustUnmixing.Config config, Monitor monitor) {
    this.problem = problem;
    this.config = config;
    this.monitor = monitor;
    objective = config.objective();
    y = problem.image();
    map = config.guidance().initial(problem);
    UnmixingStart.Factors start = config.start().factors(problem);
    m = start.endmembers();
    a = start.abundances();
    residual = torch.empty_like(y);
    abundanceBuffer = torch.empty_like(a);
    denominator = torch.empty_like(a);
    augmented =
        config.sumToOne() instanceof SumToOne.Augment augment
            ? Math.pow(augment.factor() * y.mean().item_double(), 2)
            : 0;
  }

  UnmixingSolution run() {
    double before = record(0);
    for (int t = 1; t <= config.maxIterations(); t++) {
      if (monitor.cancelled()) {
        return finish(Status.CANCELLED, "cancelled after " + (t - 1) + " iterations");
      }
      try (PointerScope scope = new PointerScope()) {
        updateEndmembers();
        updateAbundances(weights());
      }
      if (config.guidance().due(t)) {
        map = config.guidance().refreshed(problem, Tensors.doubles(a));
      }
      if (t % CHECK_EVERY == 0 || t == config.maxIterations()) {
        double now = record(t);
        if (!Double.isFinite(now)) {
          return finish(Status.BREAKDOWN, "the objective is " + now + " in iteration " + t);
        }
        double change = Math.abs(before - now) / Math.abs(now);
        if (t % CHECK_EVERY == 0
            && t > config.guidance().settled()
            && change < config.tolerance()) {
          return finish(Status.CONVERGED, "the objective changed by " + change + " of itself");
        }
        before = now;
      }
    }
    return finish(
        Status.LIMIT_REACHED, config.maxIterations() + " iterations ended at objective " + before);
  }

  /** M ← M ∘ (Y Aᵀ) / (M A Aᵀ); a row that is 0 stays 0. */
  private void updateEndmembers() {
    Tensor numerator = y.mm(a.t());
    Tensor below = m.mm(a.mm(a.t()));
    m.mul_(numerator).div_(below.clamp_min_(Scalars.of(Double.MIN_NORMAL)));
  }

  /** u at the present factors, length L. */
  private Tensor weights() {
    torch.addmm_out(residual, y, m, a, Scalars.of(1.0), Scalars.of(-1.0));
    return objective.loss().weights(residual.square_().sum(1), objective.smoothing());
  }

  private void updateAbundances(Tensor u) {
    Tensor weighted = m.mul(u.unsqueeze(1)).t();
    torch.mm_out(abundanceBuffer, weighted, y);
    torch.mm_out(denominator, weighted.mm(m), a);
    if (augmented > 0) {
      double weight = median(Tensors.doubles(u)) * augmented;
      abundanceBuffer.add_(Scalars.of(weight), Scalars.of(1.0));
      denominator.add_(a.sum(0), Scalars.of(weight));
    }
    addPenaltySlope();
    a.mul_(abundanceBuffer).div_(denominator.clamp_min_(Scalars.of(Double.MIN_NORMAL)));
    a.clamp_min_(Scalars.of(FLOOR));
    if (config.sumToOne() instanceof SumToOne.Normalise) {
      a.div_(a.sum(0));
    }
  }

  /** Adds (λ/2)(1 − h) A^(−h) of the old A. */
  private void addPenaltySlope() {
    double half = objective.lambda() / 2;
    if (half == 0) {
      return;
    }
    if (Arrays.stream(map).allMatch(h -> h == 0)) {
      denominator.add_(Scalars.of(half), Scalars.of(1.0));
      return;
    }
    Tensor negative = UnmixingObjective.vector(map).neg_();
    Tensor slope = torch.pow(a, negative).mul_(negative.add_(Scalars.of(1.0), Scalars.of(1.0)));
    denominator.add_(slope, Scalars.of(half));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** Adds a point to the trace and returns its objective. */
  private double record(long iteration) {
    long before = System.nanoTime();
    double value;
    try (PointerScope scope = new PointerScope()) {
      torch.addmm_out(residual, y, m, a, Scalars.of(1.0), Scalars.of(-1.0));
      value = objective.loss().of(residual, objective.smoothing()) + objective.penalty(a, map);
    }
    double seconds = (before - started - paused) * 1e-9;
    trace.add(new Trace.Point(iteration, seconds, value, Double.NaN), monitor);
    // Neither this evaluation nor the monitor is part of the method.
    paused += System.nanoTime() - before;
    return value;
  }

  private UnmixingSolution finish(Status status, String message) {
    return new UnmixingSolution(
        Tensors.keep(m),
        Tensors.keep(a),
        map.clone(),
        Tensors.doubles(weights()),
        UnmixingCertificate.of(problem, objective, m, a, map),
        warnings(),
        status,
        message,
        trace);
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    double[] sums = Tensors.doubles(y.sum(0));
    long dark = Arrays.stream(sums).filter(sum -> sum == 0).count();
    if (dark > 0) {
      int first = 0;
      while (sums[first] != 0) {
        first++;
      }
      warnings.add(dark + " pixels are 0 in every channel, the first is pixel " + first);
    }
    return warnings;
  }
}
