package org.gradus.bilevel;

import java.util.Map;
import org.gradus.bilevel.InnerSolves.Point;
import org.gradus.core.Monitor;
import org.gradus.core.RandomSource;

/** One run of {@link Hoag}. */
final class HoagRun extends BilevelRun {
  private static final double C = 0.25;
  private static final double FASTER = 0.95;
  private static final double SLOWER = 2;
  private static final double WORSE = 1.2;

  private final Hoag.Config config;
  private double epsilon;
  private double share = 1;
  private double inverseStep = Double.NaN;
  private double lastValue;

  HoagRun(
      BilevelProblem problem,
      Hoag.Config config,
      InnerSolves solves,
      RandomSource draws,
      Monitor monitor,
      Watcher watcher) {
    super(problem, solves, draws, monitor, watcher);
    this.config = config;
    epsilon = config.epsilon();
  }

  @Override
  Accuracy accuracy() {
    return new Accuracy(epsilon, epsilon, inverseStep > 0 ? 1 / inverseStep : 1);
  }

  @Override
  Stopped iterate() {
    double[] z = accept(0, solves.point(theta, x, epsilon), epsilon, Double.NaN);
    for (long k = 1; ; k++) {
      if (Vectors.norm(z) <= config.tolerance()) {
        return new Stopped(
            Ending.STATIONARY,
            "|z| = %.3g, tolerance %.3g".formatted(Vectors.norm(z), config.tolerance()));
      }
      if (k > config.limits().outerSteps()) {
        return new Stopped(
            Ending.OUTER_LIMIT, "limit of " + config.limits().outerSteps() + " outer steps");
      }
      z = step(k, z);
    }
  }

  /** Accepts the next θ, with shorter steps after every rejection; returns its hypergradient. */
  private double[] step(long k, double[] z) {
    while (true) {
      double length = 1 / inverseStep;
      double[] moved = problem.moved(theta, length, z);
      double finer = scheduled(k, moved);
      Point at = solves.point(moved, x, finer);
      double moveNorm = Vectors.norm(Vectors.sum(moved, -1, theta));
      double expected =
          lastValue + C * finer + epsilon * (C + 1) * moveNorm - inverseStep * moveNorm * moveNorm;
      if (at.upperValue() <= expected) {
        inverseStep *= FASTER;
      } else if (at.upperValue() >= WORSE * lastValue) {
        inverseStep *= SLOWER;
        share /= 2;
        continue;
      }
      return accept(k, at, finer, length);
    }
  }

  private double scheduled(long k, double[] at) {
    return Math.max(share * config.schedule().at(config.epsilon(), k), solves.attainable(at, x));
  }

  private double[] accept(long k, Point at, double accuracy, double length) {
    theta = at.theta();
    x = at.x();
    lastValue = at.upperValue();
    epsilon = accuracy;
    double[] z = solves.hypergradient(at, solves.adjoint(at, accuracy));
    if (k == 0) {
      inverseStep = Vectors.norm(z) / Math.sqrt(z.length);
    }
    record(
        k,
        at,
        z,
        Map.of(
            BilevelSolution.EPSILON, accuracy,
            BilevelSolution.DELTA, accuracy,
            BilevelSolution.STEP, length));
    return z;
  }
}
