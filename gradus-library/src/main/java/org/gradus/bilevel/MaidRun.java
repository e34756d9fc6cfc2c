package org.gradus.bilevel;

import java.util.Map;
import java.util.Optional;
import org.gradus.bilevel.InnerSolves.Point;
import org.gradus.core.Monitor;
import org.gradus.core.RandomSource;

/** One run of {@link Maid}. */
final class MaidRun extends BilevelRun {
  private final Maid.Config config;
  private Accuracy accuracy;
  private double lastStep = Double.NaN;
  private int refinements;

  MaidRun(
      BilevelProblem problem,
      Maid.Config config,
      InnerSolves solves,
      RandomSource draws,
      Monitor monitor,
      Watcher watcher) {
    super(problem, solves, draws, monitor, watcher);
    this.config = config;
    accuracy = config.start();
  }

  /** A hypergradient z with its bound at a point. */
  private record Gradient(Point at, double[] z, HypergradientBound bound, double omega) {
    double norm() {
      return Vectors.norm(z);
    }
  }

  @Override
  Accuracy accuracy() {
    return accuracy;
  }

  @Override
  Stopped iterate() {
    for (long k = 0; ; k++) {
      Gradient gradient = gradient();
      record(k, gradient);
      refinements = 0;
      if (stationary(gradient)) {
        return new Stopped(
            Ending.STATIONARY,
            "|z| + omega = %.3g + %.3g, tolerance %.3g"
                .formatted(gradient.norm(), gradient.omega, config.tolerance()));
      }
      if (k == config.limits().outerSteps()) {
        return new Stopped(Ending.OUTER_LIMIT, "limit of " + k + " outer steps");
      }
      descend(gradient);
    }
  }

  private void record(long k, Gradient gradient) {
    record(
        k,
        gradient.at,
        gradient.z,
        Map.of(
            BilevelSolution.EPSILON,
            accuracy.epsilon(),
            BilevelSolution.DELTA,
            accuracy.delta(),
            BilevelSolution.OMEGA,
            gradient.omega,
            BilevelSolution.STEP,
            lastStep,
            BilevelSolution.REFINEMENTS,
            (double) refinements));
  }

  /** A certified hypergradient, or one that ends the run because it is small enough. */
  private Gradient gradient() {
    while (true) {
      Point at = solves.point(theta, x, accuracy.epsilon());
      x = at.x();
      double[] z = solves.hypergradient(at, solves.adjoint(at, accuracy.delta()));
      HypergradientBound bound = bounds.at(solves, at, accuracy.epsilon());
      double omega = bound.omega(at.upperGradientNorm(), accuracy.epsilon(), accuracy.delta());
      Gradient gradient = new Gradient(at, z, bound, omega);
      boolean descent = omega <= (1 - config.eta()) * gradient.norm();
      if (config.frozen() || descent || stationary(gradient)) {
        return gradient;
      }
      tighten(at);
    }
  }

  private boolean stationary(Gradient gradient) {
    return gradient.norm() + gradient.omega <= config.tolerance();
  }

  private void tighten(Point at) {
    Accuracy finer = accuracy.times(config.tau());
    if (accuracy.epsilon() > 0 && finer.epsilon() < solves.attainable(at.theta(), at.x())) {
      throw new Stopped(
          Ending.ACCURACY_FLOOR,
          "accuracy floor: the next epsilon, %.3g, is below what float64 can resolve"
              .formatted(finer.epsilon()));
    }
    accuracy = finer;
    refinements++;
  }

  /** Moves to the next θ, refining the accuracy as often as it takes. */
  private void descend(Gradient first) {
    Gradient gradient = first;
    for (int j = 0; ; j++) {
      if (search(gradient, config.maxBacktracks() + j)) {
        return;
      }
      if (config.frozen()) {
        throw new Stopped(
            Ending.LINE_SEARCH_FAILED, "no trial step lowers f provably at the frozen accuracy");
      }
      if (j == config.maxRefinements()) {
        throw new Stopped(
            Ending.REFINEMENT_LIMIT,
            "no trial step lowers f provably after " + j + " refinements of the accuracy");
      }
      tighten(gradient.at);
      gradient = gradient();
      if (stationary(gradient)) {
        return;
      }
    }
  }

  /** Tries shorter and shorter steps; accepts the first that is good enough. */
  private boolean search(Gradient gradient, int trials) {
    double smoothness = gradient.bound.upperSmoothness();
    double epsilon = accuracy.epsilon();
    double floor = Brackets.lower(problem, gradient.at, smoothness, epsilon);
    double slope = config.eta() * Vectors.dot(gradient.z, gradient.z);
    double alpha = accuracy.step();
    for (int i = 0; i < trials; i++) {
      double[] moved = problem.moved(theta, alpha, gradient.z);
      Optional<Point> trial = solves.trial(moved, x, epsilon);
      if (trial.isPresent()
          && Brackets.upper(trial.get(), smoothness, epsilon) - floor <= -slope * alpha) {
        accept(trial.get(), alpha);
        return true;
      }
      alpha *= config.rho();
    }
    return false;
  }

  private void accept(Point at, double alpha) {
    theta = at.theta();
    x = at.x();
    lastStep = alpha;
    accuracy = accuracy.withStep(config.growth() * alpha);
    if (!config.frozen()) {
      accuracy = accuracy.times(config.nu());
    }
  }
}
