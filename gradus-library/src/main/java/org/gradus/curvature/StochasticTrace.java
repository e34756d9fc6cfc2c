package org.gradus.curvature;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.RandomSource;
import org.gradus.core.Trace;

/**
 * Trace and Frobenius norm from the same random probes z with E zzᵀ = I (Hutchinson 1990):
 *
 * <pre>
 *   tr A = E zᵀ A z,      ‖A‖_F² = E ‖A z‖²
 * </pre>
 *
 * @param trace the mean of zᵀ A z
 * @param squaredFrobenius the mean of ‖A z‖²
 */
public record StochasticTrace(Estimate trace, Estimate squaredFrobenius) {
  /**
   * Draws probes and takes one product each.
   *
   * @param operator the matrix A
   * @param probes how many, at least 1 (at least 2 for a standard error)
   * @param distribution of a probe's entries; signs have the smaller variance
   * @param random where probes come from, in order
   * @param monitor hears zᵀ A z of each probe, and may stop after the first
   */
  public static StochasticTrace estimate(
      SymmetricOperator operator,
      int probes,
      Hutchinson.Probe distribution,
      RandomSource random,
      Monitor monitor) {
    Check.atLeast("probes", probes, 1);
    Objects.requireNonNull(distribution, "distribution");
    long start = System.nanoTime();
    Products products = new Products(operator);
    double[] traces = new double[probes];
    double[] squares = new double[probes];
    int done = 0;
    while (done == 0 || (done < probes && !monitor.cancelled())) {
      try (PointerScope scope = new PointerScope()) {
        Tensor z = distribution.draw(random, operator.dimension(), operator.options());
        Tensor product = products.times(z);
        traces[done] = Products.dot(z, product);
        squares[done] = Products.dot(product, product);
      }
      double seconds = (System.nanoTime() - start) * 1e-9;
      double value = traces[done++];
      monitor.report(
          new Trace.Point(done, seconds, Double.NaN, Double.NaN, Map.of("trace", value)));
    }
    return new StochasticTrace(
        Estimate.of(Arrays.copyOf(traces, done)), Estimate.of(Arrays.copyOf(squares, done)));
  }

  /** ‖A‖_F, its error to first order. */
  public Estimate frobenius() {
    return squaredFrobenius.sqrt();
  }
}
