package org.gradus.smooth;

import java.util.Arrays;
import org.gradus.core.Check;

/**
 * ℓᵢ(m) = ½ (m − bᵢ)².
 *
 * @param targets b, finite
 */
public record SquaredLoss(double[] targets) implements MarginLoss {
  /** Validates and copies. */
  public SquaredLoss {
    targets = targets.clone();
    for (int i = 0; i < targets.length; i++) {
      Check.finite("targets[" + i + "]", targets[i]);
    }
  }

  @Override
  public int examples() {
    return targets.length;
  }

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public double value(double[] margins) {
    double sum = 0;
    for (int i = 0; i < targets.length; i++) {
      double residual = margins[i] - targets[i];
      sum += residual * residual;
    }
    return sum / 2;
  }

  @Override
  public double slopes(double[] margins, double[] slopes) {
    for (int i = 0; i < targets.length; i++) {
      slopes[i] = margins[i] - targets[i];
    }
    return value(margins);
  }

  @Override
  public void curvatures(double[] margins, double[] curvatures) {
    Arrays.fill(curvatures, 1);
  }

  @Override
  public double bound(int c, int d, int outputsInvolved) {
    return 1;
  }
}
