package org.gradus.curvature.rates;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.curvature.HessianOperator;
import org.gradus.curvature.Hutchinson;
import org.gradus.curvature.Lanczos;
import org.gradus.curvature.RitzValues;

/**
 * Rates that are best for a quadratic whose curvatures are Ritz values. With L the largest and μ
 * the median of |θᵢ| over m Lanczos steps:
 *
 * <pre>
 *   gradient descent   η = 2/(L + μ),                 momentum 0
 *   heavy ball         η = (2/(√L + √μ))²,            momentum ((√L − √μ)/(√L + √μ))²
 * </pre>
 *
 * <p>Bounds of our own: momentum at most 0.99; η at most ten times, at least a tenth of, what it
 * was. The median of an even number is the mean of the middle two. Whether the paper pairs the
 * heavy ball with this μ is not known to us; {@link Flat} offers others.
 *
 * <p>Cost: one gradient with its graph and m Hessian-vector products.
 */
public final class LanczosRate implements RateRule {
  /** Which formula. */
  public enum Rule {
    /** The best constant step without momentum. */
    GRADIENT_DESCENT,
    /** Polyak's pair. */
    HEAVY_BALL
  }

  /** What of the |θᵢ| stands for the small curvatures, μ. */
  public enum Flat {
    /** Their median. */
    MEDIAN {
      @Override
      double of(double[] ascending) {
        int n = ascending.length;
        return (ascending[(n - 1) / 2] + ascending[n / 2]) / 2;
      }
    },
    /** The smallest. */
    SMALLEST {
      @Override
      double of(double[] ascending) {
        return ascending[0];
      }
    },
    /** Their mean. */
    MEAN {
      @Override
      double of(double[] ascending) {
        return Arrays.stream(ascending).average().orElseThrow();
      }
    };

    abstract double of(double[] ascending);
  }

  /**
   * Settings.
   *
   * @param steps Lanczos steps m, at least 1
   * @param rule which formula
   * @param flat what μ is
   * @param start distribution of the starting vector's entries
   */
  public record Config(int steps, Rule rule, Flat flat, Hutchinson.Probe start) {
    /** Checks the ranges. */
    public Config {
      Check.atLeast("steps", steps, 1);
      Objects.requireNonNull(rule, "rule");
      Objects.requireNonNull(flat, "flat");
      Objects.requireNonNull(start, "start");
    }

    /** The author's code: 20 steps from a Gaussian start, μ the median. */
    public static Config of(Rule rule) {
      return new Config(20, rule, Flat.MEDIAN, Hutchinson.Probe.GAUSSIAN);
    }
  }

  private static final double LARGEST_MOMENTUM = 0.99;
  private static final double LARGEST_CHANGE = 10;

  private final Config config;
  private final RandomSource random;
  private final DoubleUnaryOperator inflation;

  /** A rule for the curvature as it is. */
  public LanczosRate(Config config, RandomSource random) {
    this(config, random, DoubleUnaryOperator.identity());
  }

  /**
   * A rule for training on smaller batches than the curvature is taken on.
   *
   * @param random where starting vectors come from
   * @param inflation L ↦ λ₁′(B), the largest curvature that training batches have; see {@link
   *     BatchLaw}
   */
  public LanczosRate(Config config, RandomSource random, DoubleUnaryOperator inflation) {
    this.config = Objects.requireNonNull(config, "config");
    this.random = Objects.requireNonNull(random, "random");
    this.inflation = Objects.requireNonNull(inflation, "inflation");
  }

  @Override
  public Optional<Rate> propose(Objective curvature, ParameterVector theta, Rate current) {
    try (PointerScope scope = new PointerScope();
        HessianOperator hessian = HessianOperator.of(theta, curvature)) {
      Tensor start = config.start().draw(random, theta.size(), hessian.options());
      return of(Lanczos.run(hessian, config.steps(), start))
          .map(rate -> bounded(rate, current.learningRate()));
    }
  }

  /** The pair for given Ritz values, without the bound on its change; empty if all are 0. */
  public Optional<Rate> of(RitzValues ritz) {
    double[] magnitudes = ritz.magnitudes();
    double small = config.flat().of(magnitudes);
    double large = Math.max(small, inflation.applyAsDouble(magnitudes[magnitudes.length - 1]));
    if (!(large > 0)) {
      return Optional.empty();
    }
    return Optional.of(
        config.rule() == Rule.GRADIENT_DESCENT
            ? new Rate(2 / (large + small), 0)
            : heavyBall(large, small));
  }

  private static Rate heavyBall(double large, double small) {
    double sum = Math.sqrt(large) + Math.sqrt(small);
    double momentum = (Math.sqrt(large) - Math.sqrt(small)) / sum;
    return new Rate(4 / (sum * sum), Math.min(LARGEST_MOMENTUM, momentum * momentum));
  }

  private static Rate bounded(Rate rate, double now) {
    double most = now > 0 ? now * LARGEST_CHANGE : Double.POSITIVE_INFINITY;
    double least = now / LARGEST_CHANGE;
    double bounded = Math.max(least, Math.min(most, rate.learningRate()));
    return new Rate(bounded, rate.momentum());
  }
}
