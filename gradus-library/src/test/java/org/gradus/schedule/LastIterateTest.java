package org.gradus.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.NamedTensor;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.State;
import org.gradus.optim.AdamW;
import org.gradus.optim.Sgd;
import org.junit.jupiter.api.Test;

class LastIterateTest {
  private static final TensorOptions DOUBLES = new TensorOptions(ScalarType.Double);

  /** max_i ⟨a_i, x⟩ + b_i. */
  private record MaxOfAffine(double[][] slopes, double[] offsets) {
    static MaxOfAffine random(SplittableRandom random, int pieces, int dimension) {
      double[][] slopes = new double[pieces][];
      Arrays.setAll(slopes, i -> random.doubles(dimension, -1, 1).toArray());
      return new MaxOfAffine(slopes, random.doubles(pieces, -1, 1).toArray());
    }

    int active(double[] x) {
      int best = 0;
      for (int i = 1; i < slopes.length; i++) {
        best = piece(i, x) > piece(best, x) ? i : best;
      }
      return best;
    }

    private double piece(int i, double[] x) {
      return dot(slopes[i], x) + offsets[i];
    }

    double value(double[] x) {
      return piece(active(x), x);
    }

    double[] slope(double[] x) {
      return slopes[active(x)];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double[] to, double factor, double[] v) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * v[i];
    }
  }

  /** Theorem 1 holds path by path for any base sequence, weights and comparison point. */
  @Test
  void theLastIterateIsNoWorseThanTheWeightedRegret() {
    SplittableRandom random = new SplittableRandom(49);
    for (int trial = 0; trial < 300; trial++) {
      int dimension = 1 + random.nextInt(4);
      int steps = 2 + random.nextInt(20);
      MaxOfAffine f = MaxOfAffine.random(random, 6, dimension);
      double[] w = random.doubles(steps).map(v -> v < 0.2 ? 0 : v).toArray();
      w[steps - 1] = 0.1 + random.nextDouble();
      LastIterateWeights weights = new LastIterateWeights(w);
      double[] u = random.doubles(dimension, -2, 2).toArray();
      double[] z = random.doubles(dimension, -2, 2).toArray();
      double[] x = z.clone();
      double regret = 0;
      for (int t = 0; t < steps; t++) {
        double[] gap = z.clone();
        add(gap, -1, u);
        regret += w[t] * dot(f.slope(x), gap);
        double[] move = random.doubles(dimension, -1, 1).toArray();
        if (t < steps - 1) {
          add(z, 1, move);
          add(x, weights.share(t), move);
        }
      }
      double total = Arrays.stream(w).sum();
      assertThat(f.value(x) - f.value(u) - regret / total).isLessThanOrEqualTo(1e-12);
    }
  }

  @Test
  void linearDecayOnTheAbsoluteValue() {
    double x = 1;
    for (int t = 1; t < 20; t++) {
      x -= (1 - t / 20.0) / Math.sqrt(20) * Math.signum(x);
    }
    assertThat(Math.abs(x)).isCloseTo(0.00623, within(5e-6)).isLessThan(1 / Math.sqrt(20));
  }

  @Test
  void theBoundOfLinearDecayIsAttained() {
    int n = 12;
    double[] x = new double[n];
    MaxOfAffine f = new MaxOfAffine(identity(n), new double[n]);
    double[] norms = new double[n];
    Arrays.fill(norms, 1);
    double[] steps = new Refinement(0, 2).weights(norms).steps(1);
    for (int t = 0; t < n - 1; t++) {
      add(x, -steps[t], f.slope(x));
    }
    // f* over the ball of radius 1 is at −1/√n in every coordinate.
    assertThat(f.value(x) + 1 / Math.sqrt(n)).isCloseTo(1 / Math.sqrt(n), within(1e-15));
  }

  private static double[][] identity(int n) {
    double[][] rows = new double[n][n];
    IntStream.range(0, n).forEach(i -> rows[i][i] = 1);
    return rows;
  }

  @Test
  void theConverterAroundSgdIsSgdWithTheRawSteps() {
    LastIterateWeights weights = new LastIterateWeights(0.5, 2, 1, 0.7, 1.3);
    double eta = 0.3;
    ParameterVector a = theta();
    ParameterVector b = theta();
    Optimizer converted = new LastIterateConverter(plainSgd(a, eta), weights);
    Optimizer plain = plainSgd(b, 1);
    for (int t = 0; t < 5; t++) {
      converted.step(quartic(a));
      plain.learningRate(eta * weights.raw()[t]);
      plain.step(quartic(b));
      assertThat(values(a)).containsExactly(values(b), within(1e-14));
    }
    assertThatThrownBy(() -> converted.step(quartic(a))).hasMessageContaining("5 weighted steps");
  }

  @Test
  void aConverterContinuesWhereItWasSaved() {
    LastIterateWeights weights = new LastIterateWeights(1, 2, 1, 2, 1, 1);
    ParameterVector whole = theta();
    LastIterateConverter uninterrupted = converter(whole, weights);
    State state = new State();
    double[] between = {};
    for (int t = 0; t < 5; t++) {
      if (t == 2) {
        uninterrupted.save(state);
        between = values(whole);
      }
      uninterrupted.step(quartic(whole));
    }
    ParameterVector rest = theta();
    LastIterateConverter continued = converter(rest, weights);
    rest.values().copy_(Tensor.create(between));
    continued.load(state);
    for (int t = 2; t < 5; t++) {
      continued.step(quartic(rest));
    }
    assertThat(values(rest)).containsExactly(values(whole));
    assertThat(continued.basePoint().equal(uninterrupted.basePoint())).isTrue();
    state.put("done", 7L);
    assertThatThrownBy(() -> continued.load(state)).hasMessageContaining("from 0 to 6");
  }

  private static LastIterateConverter converter(ParameterVector theta, LastIterateWeights weights) {
    return new LastIterateConverter(new AdamW(theta, AdamW.Config.of(0.1)), weights);
  }

  @Test
  void theRecorderKeepsBothNormsAndChangesNothing() {
    ParameterVector recordedTheta = theta();
    ParameterVector plainTheta = theta();
    GradientNormRecorder recorder =
        new GradientNormRecorder(plainSgd(recordedTheta, 0.05), GradientNorm.L1, GradientNorm.L2);
    Optimizer plain = plainSgd(plainTheta, 0.05);
    double first = 0;
    for (int t = 0; t < 3; t++) {
      recorder.step(quartic(recordedTheta));
      plain.step(quartic(plainTheta));
      first = t == 0 ? plainTheta.gradient().abs().sum().item_double() : first;
    }
    assertThat(values(recordedTheta)).containsExactly(values(plainTheta));
    assertThat(recorder.norms(GradientNorm.L1)).hasSize(3).startsWith(first);
    assertThat(recorder.norms(GradientNorm.L2)[0]).isLessThan(first);
    State state = new State();
    recorder.save(state);
    GradientNormRecorder loaded =
        new GradientNormRecorder(plainSgd(theta(), 0.05), GradientNorm.L1, GradientNorm.L2);
    loaded.load(state);
    loaded.step(quartic(loaded.parameters()));
    assertThat(loaded.norms(GradientNorm.L1))
        .hasSize(4)
        .startsWith(recorder.norms(GradientNorm.L1));
    GradientNormRecorder one = new GradientNormRecorder(plain, GradientNorm.L1);
    assertThatThrownBy(() -> one.norms(GradientNorm.L2)).hasMessageContaining("L2 is not recorded");
    assertThatThrownBy(() -> new GradientNormRecorder(plain)).hasMessageContaining("at least one");
  }

  private static Sgd plainSgd(ParameterVector theta, double learningRate) {
    return new Sgd(theta, new Sgd.Config(learningRate, 0, false, 0));
  }

  private static ParameterVector theta() {
    Tensor start = torch.arange(new org.bytedeco.pytorch.Scalar(4), DOUBLES).requires_grad_(true);
    return ParameterVector.of(List.of(new NamedTensor("x", start)));
  }

  private static Objective quartic(ParameterVector theta) {
    return () -> theta.parameters().get(0).square().square().mean();
  }

  private static double[] values(ParameterVector theta) {
    double[] values = new double[(int) theta.size()];
    theta.values().data_ptr_double().get(values);
    return values;
  }

  @Test
  void theBoundsGradientIsItsDerivative() {
    LastIterateBound bound = new LastIterateBound(new double[] {2, 1, 0.5, 1.5, 1}, 1.7);
    double[] steps = {0.3, 0.5, 0.4, 0.2, 0.1};
    double[] gradient = bound.gradient(steps);
    for (int i = 0; i < steps.length; i++) {
      double[] up = steps.clone();
      double[] down = steps.clone();
      up[i] += 1e-6;
      down[i] -= 1e-6;
      double difference = (bound.of(up) - bound.of(down)) / 2e-6;
      assertThat(gradient[i]).isCloseTo(difference, within(1e-8));
    }
  }

  @Test
  void theMinimisedBoundIsBelowThatOfScaledFlatAndLinearSteps() {
    SplittableRandom random = new SplittableRandom(7);
    double[] norms = random.doubles(60, 0.3, 3).toArray();
    LastIterateBound bound = new LastIterateBound(norms, 2);
    double best = bound.of(bound.minimise());
    double[] flat = new double[60];
    Arrays.fill(flat, 1);
    double[] linear = IntStream.range(0, 60).mapToDouble(t -> 1 - t / 60.0).toArray();
    assertThat(best).isLessThan(bound.of(scaled(flat, bound.bestScale(flat))));
    assertThat(best).isLessThan(bound.of(scaled(linear, bound.bestScale(linear))));
    double scale = bound.bestScale(linear);
    assertThat(bound.of(scaled(linear, scale))).isLessThan(bound.of(scaled(linear, 1.01 * scale)));
    assertThat(bound.of(scaled(linear, scale))).isLessThan(bound.of(scaled(linear, 0.99 * scale)));
  }

  @Test
  void scalingNormsAndDistanceAlikeLeavesTheStepsUnchanged() {
    double[] norms = new SplittableRandom(8).doubles(25, 0.3, 3).toArray();
    double[] one = new LastIterateBound(norms, 2).minimise();
    double[] other = new LastIterateBound(scaled(norms, 10), 20).minimise();
    assertThat(other).containsExactly(one, within(1e-6));
  }

  @Test
  void constantNormsGiveAlmostLinearStepsWithALastJump() {
    double[] norms = new double[40];
    Arrays.fill(norms, 1);
    double[] steps = new LastIterateBound(norms, 1).minimise();
    assertThat(steps[39] / steps[38]).isCloseTo(2.4, within(0.1));
    assertThat(steps[20] / steps[0]).isCloseTo(0.5, within(0.1));
    double[] elsewhere = new LastIterateBound(norms, 1).minimise(scaled(norms, 1 / Math.sqrt(40)));
    assertThat(elsewhere).containsExactly(steps, within(1e-6));
    assertThatThrownBy(() -> new LastIterateBound(norms, 1).of(new double[] {1}))
        .hasMessageContaining("number of steps is 1");
    assertThatThrownBy(() -> new LastIterateBound(new double[] {1, 0}, 1))
        .hasMessageContaining("step 2 is 0");
  }

  private static double[] scaled(double[] values, double factor) {
    return Arrays.stream(values).map(v -> v * factor).toArray();
  }
}
