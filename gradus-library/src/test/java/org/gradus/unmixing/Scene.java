package org.gradus.unmixing;

import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.PortableRandom;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/** A small scene of smooth spectra and mostly pure pixels with noise and one broken channel. */
record Scene(UnmixingProblem problem, Tensor spectra, Tensor shares) {
  static final int BROKEN = 9;
  private static final int CHANNELS = 30;
  private static final int MATERIALS = 3;
  private static final int PIXELS = 100;

  static Scene of(long seed) {
    double[] spectra = new double[CHANNELS * MATERIALS];
    double[] centres = PortableRandom.uniform(seed, MATERIALS);
    for (int l = 0; l < CHANNELS; l++) {
      for (int k = 0; k < MATERIALS; k++) {
        double x = l / (CHANNELS - 1.0) - (k + centres[k]) / MATERIALS;
        spectra[l * MATERIALS + k] = 0.2 + 0.8 * Math.exp(-x * x / 0.05);
      }
    }
    Tensor m = Tensors.matrix(spectra, CHANNELS, MATERIALS);
    double[] logits = PortableRandom.normal(seed + 1, MATERIALS * PIXELS);
    Tensor a = Tensors.matrix(logits, MATERIALS, PIXELS).mul(Scalars.of(3.0));
    a = a.softmax(0);
    double[] y = Tensors.doubles(m.mm(a));
    double[] noise = PortableRandom.normal(seed + 2, y.length);
    for (int e = 0; e < y.length; e++) {
      boolean broken = e / PIXELS == BROKEN;
      y[e] = broken ? 2 * Math.abs(noise[e]) : Math.max(1e-6, y[e] + 0.01 * noise[e]);
    }
    UnmixingProblem problem =
        new UnmixingProblem(Tensors.matrix(y, CHANNELS, PIXELS), MATERIALS, 10);
    return new Scene(problem, m, a);
  }

  UnmixingScore score(UnmixingSolution solution) {
    int[] good = IntStream.range(0, CHANNELS).filter(l -> l != BROKEN).toArray();
    return UnmixingScore.of(solution.endmembers(), solution.abundances(), spectra, shares, good);
  }
}
