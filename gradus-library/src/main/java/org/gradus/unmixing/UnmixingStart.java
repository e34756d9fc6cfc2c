package org.gradus.unmixing;

import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.Tensors;

/** Where the factors start. */
public sealed interface UnmixingStart {
  /** Least entry of endmembers taken from pixels. */
  double LEAST_SPECTRUM = 1e-6;

  /** Least entry of abundances from least squares. */
  double LEAST_ABUNDANCE = 1e-3;

  /** M₀ and A₀, fresh memory. */
  Factors factors(UnmixingProblem problem);

  /**
   * A pair of factors.
   *
   * @param endmembers M, [L, K], float64
   * @param abundances A, [K, N], float64
   */
  record Factors(Tensor endmembers, Tensor abundances) {}

  /**
   * Spectra of K pixels found by successive projection: again and again the pixel with the largest
   * norm once what is found is projected out. Pixels are compared on the good channels ({@link
   * GoodChannels}) or on all; abundances are least squares on the same channels, at least 10⁻³,
   * columns divided by their sums.
   *
   * @param robust whether only good channels count; where fewer than K are good, all do
   */
  record SuccessiveProjection(boolean robust) implements UnmixingStart {
    @Override
    public Factors factors(UnmixingProblem problem) {
      Tensor y = PurePixels.compared(problem, robust);
      return PurePixels.start(problem, y, PurePixels.successiveProjection(y, problem.endmembers()));
    }
  }

  /**
   * Spectra of K pixels found by vertex component analysis (Nascimento, Bioucas-Dias 2005), which
   * projects on random directions; the rest as in {@link SuccessiveProjection}.
   *
   * @param robust whether only good channels count
   * @param seed of the directions, {@link org.gradus.core.PortableRandom#normal}
   */
  record VertexComponents(boolean robust, long seed) implements UnmixingStart {
    @Override
    public Factors factors(UnmixingProblem problem) {
      Tensor y = PurePixels.compared(problem, robust);
      return PurePixels.start(
          problem, y, PurePixels.vertexComponents(y, problem.endmembers(), seed));
    }
  }

  /**
   * Given factors, for warm starts and replays; copied when used.
   *
   * @param endmembers M₀, [L, K], finite, not negative
   * @param abundances A₀, [K, N], finite, not negative
   */
  record Given(Tensor endmembers, Tensor abundances) implements UnmixingStart {
    @Override
    public Factors factors(UnmixingProblem problem) {
      return new Factors(
          copy("endmembers", endmembers, problem.channels(), problem.endmembers()),
          copy("abundances", abundances, problem.endmembers(), problem.pixels()));
    }

    private static Tensor copy(String name, Tensor factor, long rows, long columns) {
      if (!factor.defined()
          || factor.dim() != 2
          || factor.size(0) != rows
          || factor.size(1) != columns) {
        throw Check.invalid(
            "start " + name,
            factor.defined() ? Tensors.describe(factor) : "undefined",
            "of shape [" + rows + ", " + columns + "]");
      }
      double[] values = Tensors.doubles(factor);
      for (double value : values) {
        Check.nonNegative("an entry of start " + name, value);
      }
      return Tensors.matrix(values, rows, columns);
    }
  }
}
