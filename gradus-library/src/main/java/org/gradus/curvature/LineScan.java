package org.gradus.curvature;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;

/**
 * The loss along a direction: at θ + i ε d/‖d‖₂ for i = 0, 1, … (Pan and Li 2023, arXiv
 * 2306.00204).
 *
 * <p>A scan stops after the first value strictly above the start (or not finite). When that leaves
 * three values or fewer, the start and the stopping value included, it begins again with ε divided
 * by {@link Config#factor}; when no value stopped it and the last is the smallest it begins again
 * with ε times the factor, if {@link Config#widen} says so. Restarts are capped: an ascent
 * direction ends as not {@link #found}.
 *
 * @param losses f at i ε, from i = 0 (the start) to where the last scan stopped
 * @param spacing its ε
 * @param restarts scans begun again
 * @param found whether the last scan saw more than three values or none above the start
 */
public record LineScan(List<Double> losses, double spacing, int restarts, boolean found) {
  private static final int TOO_FEW = 3;

  /**
   * Settings.
   *
   * @param spacing first ε &gt; 0; the released code starts SGD at 0.1, clipped SGD at 1, Adam at 1
   *     to 10
   * @param steps largest i, at least 1
   * @param factor by which ε changes at a restart, above 1
   * @param restarts at most, at least 0
   * @param widen whether to look farther when the loss falls to the end of the scan
   */
  public record Config(double spacing, int steps, double factor, int restarts, boolean widen) {
    /** Checks the ranges. */
    public Config {
      Check.positive("spacing", spacing);
      Check.atLeast("steps", steps, 1);
      Check.atLeast("restarts", restarts, 0);
      if (!(factor > 1) || !Double.isFinite(factor)) {
        throw Check.invalid("factor", factor, "a finite number > 1");
      }
    }

    /** ε as given, 20 steps, factor 5, never widened (the released code's), at most 20 restarts. */
    public static Config of(double spacing) {
      return new Config(spacing, 20, 5, 20, false);
    }

    /** These settings, widening. */
    public Config widening() {
      return new Config(spacing, steps, factor, restarts, true);
    }
  }

  /** Copies the losses. */
  public LineScan {
    losses = List.copyOf(losses);
  }

  /**
   * Scans.
   *
   * @param batches their mean is the loss; at least one
   * @param theta put back bit for bit afterwards
   * @param direction d, a vector of shape [d], not zero
   * @param config settings
   */
  public static LineScan of(
      List<? extends Objective> batches, ParameterVector theta, Tensor direction, Config config) {
    Check.atLeast("number of batches", batches.size(), 1);
    double norm = DirectionalSharpness.requireDirection(direction, theta);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor start = theta.values().clone();
      try {
        return restarting(
            config,
            length -> {
              theta.values().copy_(start).add_(direction, Scalars.of(length / norm));
              return loss(batches);
            });
      } finally {
        theta.values().copy_(start);
      }
    }
  }

  /** The loss at a distance from the start. */
  @FunctionalInterface
  private interface Along {
    double loss(double length);
  }

  private static LineScan restarting(Config config, Along along) {
    double spacing = config.spacing();
    double start = along.loss(0);
    for (int restarts = 0; ; restarts++) {
      List<Double> losses = scan(along, start, spacing, config.steps());
      boolean rose = !(losses.get(losses.size() - 1) <= start);
      boolean few = rose && losses.size() <= TOO_FEW;
      boolean falling = config.widen() && !rose && best(losses) == losses.size() - 1;
      if ((!few && !falling) || restarts == config.restarts()) {
        return new LineScan(losses, spacing, restarts, !few);
      }
      spacing = few ? spacing / config.factor() : spacing * config.factor();
    }
  }

  private static List<Double> scan(Along along, double start, double spacing, int steps) {
    List<Double> losses = new ArrayList<>(List.of(start));
    for (int i = 1; i <= steps; i++) {
      double loss = along.loss(i * spacing);
      losses.add(loss);
      if (!(loss <= start)) {
        break;
      }
    }
    return losses;
  }

  private static double loss(List<? extends Objective> batches) {
    double sum = 0;
    for (Objective batch : batches) {
      try (PointerScope scope = new PointerScope()) {
        sum += batch.loss().item_double();
      }
    }
    return sum / batches.size();
  }

  private static int best(List<Double> losses) {
    return losses.indexOf(Collections.min(losses));
  }

  /** The i of the smallest loss, the first if there are several; NaN counts as largest. */
  public int best() {
    return best(losses);
  }

  /** The distance of the smallest loss from the start. */
  public double bestStep() {
    return best() * spacing;
  }

  /** How much the loss falls: f at the start less the smallest loss. */
  public double decrease() {
    return losses.get(0) - losses.get(best());
  }
}
