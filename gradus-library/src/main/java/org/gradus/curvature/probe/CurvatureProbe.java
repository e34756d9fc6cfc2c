package org.gradus.curvature.probe;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.gradus.core.Check;
import org.gradus.core.Evaluation;
import org.gradus.core.Likelihood;
import org.gradus.core.Monitor;
import org.gradus.core.ParameterVector;
import org.gradus.core.PredictiveObjective;
import org.gradus.core.RandomSource;
import org.gradus.core.Solution.Status;
import org.gradus.core.Trace;
import org.gradus.curvature.ExtremeEigenvalues;
import org.gradus.curvature.ExtremeEigenvalues.End;
import org.gradus.curvature.GaussNewtonOperator;
import org.gradus.curvature.HessianOperator;
import org.gradus.curvature.Hutchinson;
import org.gradus.curvature.Lanczos;
import org.gradus.curvature.RitzValues;
import org.gradus.curvature.SamSharpness;
import org.gradus.curvature.SpectralDensity;
import org.gradus.curvature.StochasticTrace;
import org.gradus.curvature.SymmetricOperator;
import org.gradus.curvature.rates.HessianNoise;
import org.gradus.curvature.rates.LanczosRate;
import org.gradus.curvature.rates.Rate;
import org.gradus.curvature.stability.GaussNewtonSharpness;

/**
 * Measures everything this package and those below it know of a model at its present parameters, on
 * a curvature set given as mini-batches. θ is as before afterwards; put the network into the mode
 * it is to be measured in (evaluation mode, unless batch norm's batch statistics are meant).
 *
 * <p>A thousand examples are usually enough. Cost: about {@code probes · 2 + density + 100}
 * products with the Hessian of the whole set, each two to four gradients.
 */
public final class CurvatureProbe {
  /** Lanczos steps of the learning-rate learner, the author's. */
  private static final int RATE_STEPS = 20;

  /**
   * Settings.
   *
   * @param probes random probes for trace and Frobenius norm, at least 2
   * @param eigenvalues how many at each end, at least 1
   * @param density Lanczos steps and starts of the spectral density
   * @param rho radius of SAM-sharpness, at least 0
   * @param directions in which the noise of mini-batch Hessians is measured, at least 1
   */
  public record Config(
      int probes, int eigenvalues, SpectralDensity.Config density, double rho, int directions) {
    /** Checks the ranges. */
    public Config {
      Check.atLeast("probes", probes, 2);
      Check.atLeast("eigenvalues", eigenvalues, 1);
      Objects.requireNonNull(density, "density");
      Check.nonNegative("rho", rho);
      Check.atLeast("directions", directions, 1);
    }

    /** 20 probes, 5 eigenvalues, 30 steps from each of 4 starts, ρ = 0.05, 4 directions. */
    public static Config standard() {
      SpectralDensity.Config density =
          new SpectralDensity.Config(30, 4, Hutchinson.Probe.RADEMACHER);
      return new Config(20, 5, density, SamSharpness.DEFAULT_RHO, 4);
    }
  }

  private final ParameterVector theta;
  private final List<PredictiveObjective> batches;
  private final long[] sizes;
  private final Config config;
  private final RandomSource random;
  private final Progress progress;

  private CurvatureProbe(
      ParameterVector theta,
      List<? extends PredictiveObjective> batches,
      Config config,
      RandomSource random,
      Monitor monitor) {
    this.theta = Objects.requireNonNull(theta, "theta");
    this.batches = List.copyOf(batches);
    this.config = Objects.requireNonNull(config, "config");
    this.random = Objects.requireNonNull(random, "random");
    Check.atLeast("mini-batches of the curvature set", batches.size(), 2);
    sizes = batches.stream().mapToLong(CurvatureProbe::examples).toArray();
    progress = new Progress(monitor);
  }

  private static long examples(PredictiveObjective batch) {
    try (PointerScope scope = new PointerScope()) {
      return batch.likelihood().count(batch.targets());
    }
  }

  /**
   * Measures.
   *
   * @param theta the model's parameters
   * @param batches the curvature set: at least 2 mini-batches, of one size but for the last
   * @param random where probes and starting vectors come from
   * @param monitor hears each product with the matrix of the whole set, counted in {@code
   *     iteration}; once it asks to stop, each measure still to come makes one product, so that the
   *     report is whole, with wide error bars and the status {@code CANCELLED}
   * @throws org.gradus.core.NonFiniteException if the loss or a product is not finite
   */
  public static CurvatureReport measure(
      ParameterVector theta,
      List<? extends PredictiveObjective> batches,
      Config config,
      RandomSource random,
      Monitor monitor) {
    return new CurvatureProbe(theta, batches, config, random, monitor).run();
  }

  private CurvatureReport run() {
    Evaluation here = evaluate();
    try (SymmetricOperator hessian = progress.over(HessianOperator.of(theta, batches, sizes));
        SymmetricOperator gauss = progress.over(GaussNewtonOperator.of(theta, batches, sizes))) {
      StochasticTrace traces =
          StochasticTrace.estimate(
              hessian, config.probes(), Hutchinson.Probe.RADEMACHER, random, progress);
      ExtremeEigenvalues largest = extreme(hessian, End.LARGEST);
      ExtremeEigenvalues smallest = extreme(hessian, End.SMALLEST);
      SpectralDensity density =
          SpectralDensity.estimate(hessian, config.density(), random, progress);
      RitzValues ritz = ritz(hessian);
      return new CurvatureReport(
          theta.size(),
          Arrays.stream(sizes).sum(),
          sizes[0],
          here,
          traces,
          largest,
          smallest,
          density,
          sam(),
          GaussNewtonSharpness.estimate(gauss, config.probes(), random, progress),
          batches.get(0).likelihood() == Likelihood.GAUSSIAN,
          noise(),
          rate(LanczosRate.Rule.GRADIENT_DESCENT, ritz),
          rate(LanczosRate.Rule.HEAVY_BALL, ritz),
          progress.products,
          progress.cancelled() ? Status.CANCELLED : Status.CONVERGED);
    }
  }

  /** Loss and gradient norm of the whole set. */
  private Evaluation evaluate() {
    return new Mean(batches, sizes).gradient(theta);
  }

  private SamSharpness sam() {
    return SamSharpness.measure(new Mean(batches, sizes), theta, config.rho());
  }

  private ExtremeEigenvalues extreme(SymmetricOperator operator, End end) {
    return ExtremeEigenvalues.compute(
        operator, ExtremeEigenvalues.Config.of(config.eigenvalues(), end), random, progress);
  }

  private RitzValues ritz(SymmetricOperator hessian) {
    try (PointerScope scope = new PointerScope()) {
      Tensor start = Hutchinson.Probe.GAUSSIAN.draw(random, theta.size(), hessian.options());
      try (Lanczos lanczos = Lanczos.decompose(hessian, RATE_STEPS, start, progress)) {
        return lanczos.ritz();
      }
    }
  }

  private Optional<Rate> rate(LanczosRate.Rule rule, RitzValues ritz) {
    return new LanczosRate(LanczosRate.Config.of(rule), random).of(ritz);
  }

  private HessianNoise noise() {
    try (PointerScope scope = new PointerScope()) {
      List<PredictiveObjective> equal =
          batches.subList(0, sizes[sizes.length - 1] == sizes[0] ? sizes.length : sizes.length - 1);
      return HessianNoise.ofHessians(
          theta, equal, HessianNoise.directions(theta, config.directions(), random));
    }
  }

  /** Counts products, and passes on only them. */
  private static final class Progress implements Monitor {
    private final Monitor listener;
    private final long start = System.nanoTime();
    private int products;

    Progress(Monitor listener) {
      this.listener = Objects.requireNonNull(listener, "monitor");
    }

    @Override
    public boolean cancelled() {
      return listener.cancelled();
    }

    void product() {
      products++;
      double seconds = (System.nanoTime() - start) * 1e-9;
      listener.report(new Trace.Point(products, seconds, Double.NaN, Double.NaN, Map.of()));
    }

    SymmetricOperator over(SymmetricOperator operator) {
      return new SymmetricOperator() {
        @Override
        public long dimension() {
          return operator.dimension();
        }

        @Override
        public TensorOptions options() {
          return operator.options();
        }

        @Override
        public Tensor times(Tensor v) {
          Tensor result = operator.times(v);
          product();
          return result;
        }

        @Override
        public void close() {
          operator.close();
        }
      };
    }
  }
}
