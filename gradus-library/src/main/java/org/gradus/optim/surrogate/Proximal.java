package org.gradus.optim.surrogate;

import org.bytedeco.pytorch.Tensor;

/**
 * The linearised loss and a weighted square, in the scale of the official code: the mean over all n
 * k entries of a G (f − z) + c (f − z)².
 *
 * <p>With a = α = 2 η and c = 1 it is 2 η/(n k) times the paper's ⟨G, f − z⟩ + ‖f − z‖²/(2 η);
 * where the loss is L-smooth in the outputs and η ≤ 1/L, that plus ℓ(z) is never below the loss.
 *
 * @param outputs z
 * @param slope a G, of z's shape
 * @param curvature c &gt; 0, of z's shape or a scalar tensor
 * @param slopeFactor a
 */
public record Proximal(Tensor outputs, Tensor slope, Tensor curvature, double slopeFactor)
    implements TargetModel {
  @Override
  public Tensor value(Tensor f) {
    Tensor difference = f.sub(outputs);
    return difference.mul(curvature).add(slope).mul(difference).mean();
  }

  @Override
  public double slopeScale() {
    return slopeFactor / outputs.numel();
  }
}
