package org.gradus.schedule;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Scalars;
import org.gradus.perexample.PerExampleGradients;

/**
 * The norm test coordinate by coordinate: b* = maxⱼ Varᵢ(gᵢⱼ) / (η² ḡⱼ²), over coordinates whose
 * gradients differ.
 *
 * <p>A tool of arXiv 2402.11215's theory. In practice one coordinate whose gradient is near 0 asks
 * for the whole data set; the floor bounds that.
 *
 * @param eta η &gt; 0
 * @param floor least |ḡⱼ| that is divided by, at least 0
 */
public record CoordinateNormTest(double eta, double floor) implements BatchTest {
  /** Checks the settings. */
  public CoordinateNormTest {
    Check.positive("eta", eta);
    Check.nonNegative("floor", floor);
  }

  @Override
  public double wantedSize(PerExampleGradients gradients) {
    long b = Check.atLeast("examples of a variance", gradients.count(), 2);
    try (PointerScope scope = new PointerScope()) {
      Tensor squares = gradients.mean().to(ScalarType.Double).square();
      Tensor sums = gradients.sumOfSquares().to(ScalarType.Double);
      Tensor variance =
          sums.sub(squares, Scalars.of((double) b))
              .clamp_min_(Scalars.of(0.0))
              .div_(Scalars.of(b - 1.0));
      Tensor allowed = squares.clamp_min_(Scalars.of(floor * floor)).mul_(Scalars.of(eta * eta));
      Tensor ratio = variance.div(allowed);
      double wanted =
          torch
              .where(variance.eq(Scalars.of(0.0)), torch.zeros_like(ratio), ratio)
              .max()
              .item_double();
      if (Double.isNaN(wanted)) {
        throw new NonFiniteException("the variance of a gradient's coordinate is NaN");
      }
      return wanted;
    }
  }
}
