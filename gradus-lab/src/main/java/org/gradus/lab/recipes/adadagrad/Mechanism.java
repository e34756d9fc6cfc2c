package org.gradus.lab.recipes.adadagrad;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.NamedTensor;
import org.gradus.core.ParameterVector;
import org.gradus.core.Tensors;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.lab.reproduce.fair.Sample;
import org.gradus.optim.AdaGradNorm;
import org.gradus.schedule.AdaptiveBatchSize;
import org.gradus.schedule.GradientStatistics;
import org.gradus.schedule.NormTest;

/**
 * AdaGrad-Norm on a quadratic whose gradient noise is known, so that batches of any size cost
 * nothing: is the sum of squared gradient norms bounded, as a rate of 1/K needs?
 *
 * <p>20 dimensions, curvatures 0.2 to 1 evenly, from all ones; the gradient of one example has the
 * covariance Σ = I. A batch of b has the mean noise N(0, I/b), and V1 = tr Σ χ²(m)/m with m = 20 (b
 * − 1).
 */
final class Mechanism {
  static final double BOUNDED = 1.05;
  static final double GROWING = 1.3;
  private static final int DIMENSION = 20;
  private static final int FIRST = 4;
  private static final int CONSTANT = 16;
  private static final int SEEDS = 5;
  private static final int FROM = 3;
  private static final int TO = 40;

  private final Context context;
  private final int steps;

  /**
   * One run.
   *
   * @param growth S(K) / S(K/10), with S(k) the sum of ‖∇F‖² over the first k steps
   * @param level median over steps 3 to 40 of b ‖∇F‖² η² / tr Σ; NaN with constant batches
   */
  record Seen(double growth, double level) {}

  Mechanism(Context context) {
    this.context = context;
    steps = context.size(2000, 200);
  }

  void run(Findings findings) {
    List<Seen> quarter = runs(0.25);
    List<Seen> half = runs(0.5);
    List<Seen> constant = runs(Double.NaN);
    findings.add(judge(quarter, half, constant));
    findings.add(
        Table.titled(
                "Quadratic with known noise, " + steps + " steps",
                "batches",
                "S(K) / S(K/10)",
                "b |grad F|^2 eta^2 / tr Sigma",
                "expected: 1 - eta^2")
            .row("norm test 0.25", growth(quarter).show(3), level(quarter).show(2), "0.94")
            .row("norm test 0.5", growth(half).show(3), level(half).show(2), "0.75")
            .row("constant " + CONSTANT, growth(constant).show(3), "", "")
            .build());
  }

  private Finding judge(List<Seen> quarter, List<Seen> half, List<Seen> constant) {
    double tested = Math.max(growth(quarter).mean(), growth(half).mean());
    double fixed = growth(constant).mean();
    boolean bounded = tested < BOUNDED;
    boolean growing = fixed > GROWING;
    Verdict verdict =
        bounded && growing ? Verdict.REPRODUCED : bounded ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("S(K)/S(K/10) under the test, the larger of two tolerances", tested);
    numbers.put("S(K)/S(K/10) with constant batches of 16", fixed);
    return new Finding(
        "fast-rate",
        verdict,
        numbers,
        "A bounded sum of squared gradient norms S(K) makes the least of K of them O(1/K).");
  }

  private static Sample growth(List<Seen> runs) {
    return sample(runs, Seen::growth);
  }

  private static Sample level(List<Seen> runs) {
    return sample(runs, Seen::level);
  }

  private static Sample sample(List<Seen> runs, ToDoubleFunction<Seen> value) {
    return new Sample(runs.stream().mapToDouble(value).toArray());
  }

  private List<Seen> runs(double eta) {
    List<Piece<Seen>> pieces = new ArrayList<>();
    for (long seed : context.seeds(SEEDS)) {
      String key = String.format(Locale.ROOT, "quadratic/steps%d/eta%s/seed%d", steps, eta, seed);
      pieces.add(new Piece<>(key, () -> run(eta, seed)));
    }
    return context.pieces(Seen.class, pieces);
  }

  private Seen run(double eta, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] ones = new double[DIMENSION];
    Arrays.fill(ones, 1);
    Tensor start = Tensors.keep(Tensor.create(ones)).requires_grad_(true);
    ParameterVector theta = ParameterVector.of(List.of(new NamedTensor("x", start)));
    AdaGradNorm optimizer = new AdaGradNorm(theta, AdaGradNorm.Config.of(1));
    boolean tested = !Double.isNaN(eta);
    NormTest test = new NormTest(tested ? eta : 0.5);
    AdaptiveBatchSize policy =
        new AdaptiveBatchSize(
            test, AdaptiveBatchSize.Config.of(tested ? FIRST : CONSTANT, Integer.MAX_VALUE));
    double[] squares = new double[steps];
    double[] levels = new double[steps];
    for (int k = 0; k < steps; k++) {
      double[] gradient = gradient(theta);
      squares[k] = squaredNorm(gradient);
      levels[k] = policy.size() * squares[k] * eta * eta / DIMENSION;
      addNoise(gradient, policy.size(), random);
      theta.gradient().data_ptr_double().put(gradient);
      optimizer.update();
      if (tested) {
        policy.grow(test.wantedSize(statistics(gradient, policy.size(), random)));
      }
    }
    return new Seen(sum(squares, steps) / sum(squares, steps / 10), median(levels));
  }

  private static double[] gradient(ParameterVector theta) {
    double[] x = new double[DIMENSION];
    theta.values().data_ptr_double().get(x);
    for (int i = 0; i < DIMENSION; i++) {
      x[i] *= 0.2 + 0.8 * i / (DIMENSION - 1);
    }
    return x;
  }

  private static void addNoise(double[] gradient, int batch, SplittableRandom random) {
    for (int i = 0; i < DIMENSION; i++) {
      gradient[i] += random.nextGaussian() / Math.sqrt(batch);
    }
  }

  private static GradientStatistics statistics(double[] mean, int batch, SplittableRandom random) {
    double freedom = DIMENSION * (batch - 1.0);
    double variance = DIMENSION * chiSquare(freedom, random) / freedom;
    return new GradientStatistics(batch, squaredNorm(mean), variance, 0, 0);
  }

  /** Twice a gamma variable of shape m/2, by Marsaglia and Tsang (2000). */
  private static double chiSquare(double freedom, SplittableRandom random) {
    double d = freedom / 2 - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double z = random.nextGaussian();
      double v = Math.pow(1 + c * z, 3);
      if (v > 0 && Math.log(1 - random.nextDouble()) < z * z / 2 + d - d * v + d * Math.log(v)) {
        return 2 * d * v;
      }
    }
  }

  private static double squaredNorm(double[] vector) {
    return Arrays.stream(vector).map(x -> x * x).sum();
  }

  private static double sum(double[] values, int count) {
    return Arrays.stream(values, 0, count).sum();
  }

  private static double median(double[] levels) {
    double[] sorted = Arrays.stream(levels, FROM, TO + 1).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
