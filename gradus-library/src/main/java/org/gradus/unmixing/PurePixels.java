package org.gradus.unmixing;

import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.PortableRandom;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/** Finds pixels that hold one material each, and starts factors from them. */
final class PurePixels {
  private PurePixels() {}

  /** The image on the channels that are compared. */
  static Tensor compared(UnmixingProblem problem, boolean robust) {
    int[] good = robust ? GoodChannels.of(problem) : new int[0];
    if (good.length < problem.endmembers()) {
      return problem.image();
    }
    double[] y = Tensors.doubles(problem.image());
    int pixels = problem.pixels();
    double[] kept = new double[good.length * pixels];
    for (int l = 0; l < good.length; l++) {
      System.arraycopy(y, good[l] * pixels, kept, l * pixels, pixels);
    }
    return Tensors.matrix(kept, good.length, pixels);
  }

  /** The pixel of largest norm, K times, the earlier ones projected out. */
  static int[] successiveProjection(Tensor y, int count) {
    try (PointerScope scope = new PointerScope()) {
      Tensor rest = y.clone();
      int[] pixels = new int[count];
      for (int k = 0; k < count; k++) {
        pixels[k] = (int) rest.square().sum(0).argmax().item_long();
        Tensor direction = rest.select(1, pixels[k]).clone();
        double norm = Tensors.norm(direction);
        if (norm > 0) {
          direction.div_(Scalars.of(norm));
          rest.sub_(torch.outer(direction, direction.matmul(rest)));
        }
      }
      return pixels;
    }
  }

  /** The pixel farthest along a random direction orthogonal to the earlier ones, K times. */
  static int[] vertexComponents(Tensor y, int count, long seed) {
    try (PointerScope scope = new PointerScope()) {
      Tensor basis = torch.linalg_svd(y.mm(y.t())).get0().narrow(1, 0, count);
      Tensor projected = basis.t().mm(y);
      // On the plane where the mean pixel has product 1: scale differences between pixels vanish.
      Tensor heights = projected.mean(1).matmul(projected);
      Tensor points = projected.div(heights.clamp_min(Scalars.of(Double.MIN_NORMAL)));
      double[] normals = PortableRandom.normal(seed, count * count);
      Tensor found = Tensors.matrix(new double[count * count], count, count);
      found.select(1, 0).select(0, count - 1).fill_(Scalars.of(1.0));
      int[] pixels = new int[count];
      for (int k = 0; k < count; k++) {
        double[] draw = Arrays.copyOfRange(normals, k * count, (k + 1) * count);
        Tensor w = Tensors.matrix(draw, count, 1);
        Tensor f = w.sub(found.mm(torch.linalg_pinv(found).mm(w)));
        pixels[k] = (int) f.t().mm(points).abs().argmax().item_long();
        found.select(1, k).copy_(points.select(1, pixels[k]));
      }
      return pixels;
    }
  }

  /** Spectra of the pixels on all channels, and least-squares abundances on the compared ones. */
  static UnmixingStart.Factors start(UnmixingProblem problem, Tensor compared, int[] pixels) {
    try (PointerScope scope = new PointerScope()) {
      Tensor spectra =
          columns(problem.image(), pixels).clamp_min_(Scalars.of(UnmixingStart.LEAST_SPECTRUM));
      Tensor abundances = torch.linalg_pinv(columns(compared, pixels)).mm(compared);
      abundances.clamp_min_(Scalars.of(UnmixingStart.LEAST_ABUNDANCE));
      abundances.div_(abundances.sum(0));
      return new UnmixingStart.Factors(Tensors.keep(spectra), Tensors.keep(abundances));
    }
  }

  private static Tensor columns(Tensor y, int[] pixels) {
    Tensor columns =
        Tensors.matrix(new double[(int) y.size(0) * pixels.length], y.size(0), pixels.length);
    for (int k = 0; k < pixels.length; k++) {
      columns.select(1, k).copy_(y.select(1, pixels[k]));
    }
    return columns;
  }
}
