package org.gradus.curvature;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.RandomSource;

/**
 * The spectrum of a symmetric matrix by stochastic Lanczos quadrature (Golub and Welsch 1969; Lin,
 * Saad and Yang 2016; Ghorbani, Krishnan and Xiao 2019): random starting vectors each see the
 * eigenvalues with random weights of mean 1/d, so
 *
 * <pre>
 *   (1/d) tr f(A) ≈ mean over starts of Σ wᵢ f(θᵢ)
 *   density(x)    ≈ the same with f the normal density at x of a chosen width
 * </pre>
 *
 * <p>Error bars are standard errors over the starts: what random starts leave open, not what a
 * width blurs or too few steps miss.
 *
 * @param spectra one quadrature a start, at least one
 * @param dimension d
 */
public record SpectralDensity(List<RitzValues> spectra, long dimension) {
  /** Grid points reach this many widths beyond the outermost value. */
  private static final double MARGIN = 4;

  /**
   * Settings.
   *
   * @param steps Lanczos steps a start, at least 1
   * @param starts how many random starts, at least 1 (at least 2 for error bars)
   * @param start distribution of a start's entries
   */
  public record Config(int steps, int starts, Hutchinson.Probe start) {
    /** Checks the ranges. */
    public Config {
      Check.atLeast("steps", steps, 1);
      Check.atLeast("starts", starts, 1);
      Objects.requireNonNull(start, "start");
    }

    /** 50 steps from each of 5 starts of signs: 250 products. */
    public static Config standard() {
      return new Config(50, 5, Hutchinson.Probe.RADEMACHER);
    }
  }

  /**
   * A density on a grid.
   *
   * @param at abscissas
   * @param density the estimate at each, in 1/(unit of an eigenvalue)
   * @param standardError of each; NaN for one start
   */
  public record Curve(double[] at, double[] density, double[] standardError) {}

  /** Checks that there is a start. */
  public SpectralDensity {
    spectra = List.copyOf(spectra);
    Check.atLeast("number of starts", spectra.size(), 1);
    Check.atLeast("dimension", dimension, 1);
  }

  /**
   * Runs Lanczos from each start.
   *
   * @param random where starts come from, in order
   * @param monitor hears every Lanczos step; stopped, the start it was at is kept as far as it came
   */
  public static SpectralDensity estimate(
      SymmetricOperator operator, Config config, RandomSource random, Monitor monitor) {
    List<RitzValues> spectra = new ArrayList<>();
    while (spectra.isEmpty() || (spectra.size() < config.starts() && !monitor.cancelled())) {
      try (PointerScope scope = new PointerScope()) {
        Tensor start = config.start().draw(random, operator.dimension(), operator.options());
        try (Lanczos lanczos = Lanczos.decompose(operator, config.steps(), start, monitor)) {
          spectra.add(lanczos.ritz());
        }
      }
    }
    return new SpectralDensity(spectra, operator.dimension());
  }

  /** (1/d) tr f(A): the mean of f over the spectrum. */
  public Estimate mean(DoubleUnaryOperator f) {
    return Estimate.of(spectra.stream().mapToDouble(s -> s.integrate(f)).toArray());
  }

  /** tr A, from the same products. */
  public Estimate trace() {
    return mean(x -> x).times((double) dimension);
  }

  /** The share of eigenvalues below a number, as a staircase that each start blurs. */
  public Estimate shareBelow(double x) {
    return mean(value -> value < x ? 1 : 0);
  }

  /** The largest Ritz value of all starts. */
  public double largest() {
    return spectra.stream().mapToDouble(RitzValues::largest).max().orElseThrow();
  }

  /** The smallest Ritz value of all starts. */
  public double smallest() {
    return spectra.stream().mapToDouble(RitzValues::smallest).min().orElseThrow();
  }

  /**
   * The density at given abscissas.
   *
   * @param at where
   * @param width standard deviation of the normal density each value is spread to, &gt; 0
   */
  public Curve curve(double[] at, double width) {
    Check.positive("width", width);
    double[] density = new double[at.length];
    double[] error = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      double x = at[i];
      Estimate here = mean(value -> normal((x - value) / width) / width);
      density[i] = here.value();
      error[i] = here.standardError();
    }
    return new Curve(at.clone(), density, error);
  }

  /**
   * The density over the whole spectrum and a margin of four widths.
   *
   * @param points how many evenly spaced abscissas, at least 2
   */
  public Curve curve(int points, double width) {
    Check.atLeast("points", points, 2);
    double from = smallest() - MARGIN * width;
    double to = largest() + MARGIN * width;
    double[] at = new double[points];
    for (int i = 0; i < points; i++) {
      at[i] = from + (to - from) * i / (points - 1);
    }
    return curve(at, width);
  }

  private static double normal(double x) {
    return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }
}
