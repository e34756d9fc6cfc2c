package org.gradus.unmixing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Monitor;
import org.gradus.core.PortableRandom;
import org.gradus.core.Scalars;
import org.gradus.core.Solution.Status;
import org.gradus.core.Tensors;
import org.gradus.core.Trace;
import org.gradus.unmixing.RobustUnmixing.Config;
import org.junit.jupiter.api.Test;

class RobustUnmixingTest {
  private static final int L = 12;
  private static final int K = 3;
  private static final int N = 30;

  /** Entries in [0.1, 1.1). */
  private static Tensor positive(int rows, int columns, long seed) {
    double[] values = PortableRandom.uniform(seed, rows * columns);
    return Tensors.matrix(Arrays.stream(values).map(v -> v + 0.1).toArray(), rows, columns);
  }

  /** A mixture with noise and one broken channel. */
  private static UnmixingProblem noisy(long seed) {
    Tensor y = positive(L, K, seed).mm(normalised(positive(K, N, seed + 1)));
    double[] values = Tensors.doubles(y);
    double[] noise = PortableRandom.uniform(seed + 2, L * N);
    for (int e = 0; e < values.length; e++) {
      values[e] += (e / N == 4 ? 3 : 0.05) * noise[e];
    }
    return new UnmixingProblem(Tensors.matrix(values, L, N), K);
  }

  private static Tensor normalised(Tensor a) {
    return a.div(a.sum(0));
  }

  private static UnmixingStart start(long seed) {
    return new UnmixingStart.Given(positive(L, K, seed + 10), positive(K, N, seed + 11));
  }

  private static Config steps(Config config, long seed, int iterations) {
    return config.withStart(start(seed)).withLimit(iterations, 0);
  }

  private static double[] map() {
    return Arrays.stream(PortableRandom.uniform(99, N)).map(h -> 0.9 * h).toArray();
  }

  @Test
  void withAFixedMapAndNoConstraintTheObjectiveNeverRises() {
    for (double lambda : new double[] {0, 0.02, 0.5}) {
      for (long seed = 0; seed < 100; seed++) {
        UnmixingProblem problem = noisy(seed);
        UnmixingStart start = start(seed);
        Config one =
            Config.rrlbs()
                .withLambda(lambda)
                .withGuidance(new Guidance.Fixed(map()))
                .withSumToOne(new SumToOne.None())
                .withLimit(1, 0);
        double before = Double.POSITIVE_INFINITY;
        for (int t = 0; t < 6; t++) {
          UnmixingSolution solution = new RobustUnmixing(one.withStart(start)).solve(problem);
          double now = solution.certificate().objective();
          assertThat(now).isLessThanOrEqualTo(before * (1 + 1e-10));
          before = now;
          start = new UnmixingStart.Given(solution.endmembers(), solution.abundances());
        }
      }
    }
  }

  @Test
  void oneIterationIsTheSheetsFormula() {
    UnmixingProblem problem = noisy(1);
    double[] h = map();
    Tensor m = positive(L, K, 11);
    Tensor a = positive(K, N, 12);
    Config config =
        Config.rrlbs()
            .withGuidance(new Guidance.Fixed(h))
            .withStart(new UnmixingStart.Given(m, a))
            .withLimit(1, 0);
    UnmixingSolution solution = new RobustUnmixing(config).solve(problem);
    Tensor y = problem.image();
    Tensor w = weights(y, m, a);
    m = m.mul(w.mm(y).mm(a.t())).div(w.mm(m).mm(a).mm(a.t()));
    w = weights(y, m, a);
    Tensor hRow = Tensors.matrix(h, 1, N);
    Tensor slope = torch.pow(a, hRow.neg()).mul(hRow.neg().add(Scalars.of(1.0)));
    Tensor below = m.t().mm(w).mm(m).mm(a).add(slope.mul(Scalars.of(0.01)));
    a = normalised(a.mul(m.t().mm(w).mm(y)).div(below).clamp_min(Scalars.of(1e-9)));
    assertThat(Tensors.doubles(solution.endmembers()))
        .containsExactly(Tensors.doubles(m), within(1e-13));
    assertThat(Tensors.doubles(solution.abundances()))
        .containsExactly(Tensors.doubles(a), within(1e-13));
    assertThat(solution.certificate().sumToOneError()).isLessThan(1e-15);
  }

  private static Tensor weights(Tensor y, Tensor m, Tensor a) {
    Tensor squares = y.sub(m.mm(a)).square().sum(1).add(Scalars.of(1e-8));
    return torch.diag(squares.rsqrt().mul(Scalars.of(0.5)));
  }

  @Test
  void anExactFactorisationIsAFixedPoint() {
    Tensor m = positive(L, K, 1);
    Tensor a = normalised(positive(K, N, 2));
    UnmixingProblem problem = new UnmixingProblem(m.mm(a), K);
    Config config = Config.rowWiseNmf().withStart(new UnmixingStart.Given(m, a)).withLimit(5, 0);
    UnmixingSolution solution = new RobustUnmixing(config).solve(problem);
    assertThat(Tensors.doubles(solution.endmembers().div(m)))
        .containsExactly(ones(L * K), within(1e-12));
    assertThat(Tensors.doubles(solution.abundances().div(a)))
        .containsExactly(ones(K * N), within(1e-12));
    assertThat(solution.channelWeights()[0]).isCloseTo(1 / (2 * Math.sqrt(1e-8)), within(1e-3));
  }

  private static double[] ones(int length) {
    double[] ones = new double[length];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void signsAndZerosAreKept() {
    Tensor m = positive(L, K, 1);
    m.select(0, 3).fill_(Scalars.of(0.0));
    m.select(0, 5).select(0, 1).fill_(Scalars.of(0.0));
    Config config =
        Config.rrlbs()
            .withSumToOne(new SumToOne.None())
            .withStart(new UnmixingStart.Given(m, positive(K, N, 2)))
            .withLimit(60, 0);
    UnmixingSolution solution = new RobustUnmixing(config).solve(noisy(3));
    double[] kept = Tensors.doubles(solution.endmembers());
    assertThat(kept[3 * K]).isZero();
    assertThat(kept[5 * K + 1]).isZero();
    assertThat(Arrays.stream(kept).min().orElseThrow()).isZero();
    assertThat(solution.abundances().min().item_double()).isGreaterThanOrEqualTo(1e-9);
  }

  /** The error is orthogonal to the abundances, so that the update of M leaves M as it is. */
  @Test
  void rowsOfEqualErrorGiveTheFrobeniusUpdate() {
    Tensor m = positive(L, K, 1);
    Tensor a = positive(K, N, 2);
    Tensor error = Tensors.matrix(PortableRandom.normal(3, L * N), L, N);
    error = error.sub(error.mm(torch.linalg_pinv(a)).mm(a));
    error = error.div(error.square().sum(1).sqrt().unsqueeze(1)).mul(Scalars.of(0.05));
    UnmixingProblem problem = new UnmixingProblem(m.mm(a).add(error), K);
    UnmixingStart start = new UnmixingStart.Given(m, a);
    UnmixingSolution rows =
        new RobustUnmixing(Config.rowWiseNmf().withStart(start).withLimit(1, 0)).solve(problem);
    UnmixingSolution frobenius =
        new RobustUnmixing(Config.nmf().withStart(start).withLimit(1, 0)).solve(problem);
    assertThat(Tensors.doubles(rows.endmembers()))
        .containsExactly(Tensors.doubles(m), within(1e-12));
    assertThat(Tensors.doubles(rows.abundances()))
        .containsExactly(Tensors.doubles(frobenius.abundances()), within(1e-12));
  }

  @Test
  void permutedPixelsGivePermutedAbundances() {
    UnmixingProblem problem = noisy(4);
    Tensor order = Tensors.matrix(permutation(), N, N);
    Tensor m = positive(L, K, 14);
    Tensor a = positive(K, N, 15);
    Config config = Config.rrlbs().withLimit(40, 0);
    UnmixingSolution plain =
        new RobustUnmixing(config.withStart(new UnmixingStart.Given(m, a))).solve(problem);
    UnmixingSolution permuted =
        new RobustUnmixing(config.withStart(new UnmixingStart.Given(m, a.mm(order))))
            .solve(new UnmixingProblem(problem.image().mm(order), K));
    assertThat(Tensors.doubles(permuted.abundances()))
        .containsExactly(Tensors.doubles(plain.abundances().mm(order)), within(1e-9));
    assertThat(permuted.guidance())
        .containsExactly(
            Tensors.doubles(Tensors.matrix(plain.guidance(), 1, N).mm(order)), within(1e-9));
  }

  private static double[] permutation() {
    double[] matrix = new double[N * N];
    for (int n = 0; n < N; n++) {
      matrix[n * N + (7 * n + 3) % N] = 1;
    }
    return matrix;
  }

  @Test
  void scalingTheImageScalesTheSpectra() {
    UnmixingProblem problem = noisy(5);
    double c = 7;
    Tensor m = positive(L, K, 16);
    Tensor a = positive(K, N, 17);
    Config config = Config.rowWiseNmf().withLimit(30, 0);
    UnmixingSolution plain =
        new RobustUnmixing(config.withStart(new UnmixingStart.Given(m, a))).solve(problem);
    UnmixingSolution scaled =
        new RobustUnmixing(
                config
                    .withObjective(new UnmixingObjective(ChannelLoss.ROW_WISE, c * c * 1e-8, 0))
                    .withStart(new UnmixingStart.Given(m.mul(Scalars.of(c)), a)))
            .solve(new UnmixingProblem(problem.image().mul(Scalars.of(c)), K));
    assertThat(Tensors.doubles(scaled.endmembers()))
        .containsExactly(Tensors.doubles(plain.endmembers().mul(Scalars.of(c))), within(1e-10));
    assertThat(Tensors.doubles(scaled.abundances()))
        .containsExactly(Tensors.doubles(plain.abundances()), within(1e-11));
  }

  @Test
  void guidanceIsZeroThroughTheBurnInAndThenTheIndexOfTheAbundances() {
    UnmixingProblem problem = noisy(6);
    assertThat(new RobustUnmixing(steps(Config.rrlbs(), 6, 19)).solve(problem).guidance())
        .containsOnly(0);
    UnmixingSolution first = new RobustUnmixing(steps(Config.rrlbs(), 6, 20)).solve(problem);
    double[] expected =
        Arrays.stream(SparsityIndex.HOYER.ofPixels(Tensors.doubles(first.abundances()), N))
            .map(s -> 0.9 * s)
            .toArray();
    assertThat(first.guidance()).containsExactly(expected);
    Config none = Config.rrlbs().withGuidance(new Guidance.Constant(0));
    assertThat(Tensors.doubles(first.abundances()))
        .containsExactly(
            Tensors.doubles(new RobustUnmixing(steps(none, 6, 20)).solve(problem).abundances()));
    double[] later = new RobustUnmixing(steps(Config.rrlbs(), 6, 29)).solve(problem).guidance();
    assertThat(later).containsExactly(expected);
  }

  @Test
  void gradientsAreDerivativesOfTheObjective() {
    UnmixingProblem problem = noisy(7);
    UnmixingObjective objective = new UnmixingObjective(ChannelLoss.ROW_WISE, 1e-8, 0.3);
    double[] h = map();
    Tensor m = positive(L, K, 18);
    Tensor a = positive(K, N, 19);
    double[] inA = Tensors.doubles(objective.abundanceGradient(problem, m, a, h));
    double[] inM = Tensors.doubles(objective.endmemberGradient(problem, m, a));
    double step = 1e-6;
    for (int e = 0; e < 20; e++) {
      double slope =
          (objective.value(problem, m, moved(a, e, step), h)
                  - objective.value(problem, m, moved(a, e, -step), h))
              / (2 * step);
      assertThat(slope).isCloseTo(inA[e], within(1e-6 * Math.max(1, Math.abs(inA[e]))));
      slope =
          (objective.value(problem, moved(m, e, step), a, h)
                  - objective.value(problem, moved(m, e, -step), a, h))
              / (2 * step);
      assertThat(slope).isCloseTo(inM[e], within(1e-6 * Math.max(1, Math.abs(inM[e]))));
    }
  }

  private static Tensor moved(Tensor x, int entry, double by) {
    double[] values = Tensors.doubles(x);
    values[entry] += by;
    return Tensors.matrix(values, x.size(0), x.size(1));
  }

  @Test
  void normsIndicesAndPowersHaveTheirStatedValues() {
    Tensor rows = Tensors.matrix(new double[] {3, 4, 0, 0, 5, 12}, 3, 2);
    assertThat(ChannelLoss.ROW_WISE.of(rows, 0)).isEqualTo(18);
    assertThat(ChannelLoss.FROBENIUS.of(rows, 0)).isEqualTo(97);
    assertThat(SparsityIndex.HOYER.of(new double[] {0, 1, 0})).isEqualTo(1);
    assertThat(SparsityIndex.HOYER.of(new double[] {1, 1, 1, 1})).isZero();
    assertThat(SparsityIndex.HOYER.of(new double[] {0.8, 0.2})).isCloseTo(0.486550, within(1e-6));
    assertThat(SparsityIndex.GINI.of(new double[] {0, 1, 0, 0})).isCloseTo(0.75, within(1e-15));
    assertThat(SparsityIndex.GINI.of(new double[] {1, 1, 1})).isCloseTo(0, within(1e-15));
    UnmixingProblem one = UnmixingProblem.of(new double[][] {{1}}, 1);
    Tensor floor = Tensors.matrix(new double[] {1e-9}, 1, 1);
    UnmixingObjective objective = new UnmixingObjective(ChannelLoss.FROBENIUS, 0, 1);
    double slope =
        objective
            .abundanceGradient(
                one, Tensors.matrix(new double[] {0}, 1, 1), floor, new double[] {0.9})
            .item_double();
    assertThat(slope).isCloseTo(1.2589e7, within(1e3));
    Tensor a = positive(2, 3, 1);
    assertThat(objective.penalty(a, new double[3])).isCloseTo(a.sum().item_double(), within(1e-14));
    assertThat(objective.penalty(a, new double[] {0.5, 0.5, 0.5}))
        .isCloseTo(a.sqrt().sum().item_double(), within(1e-14));
  }

  @Test
  void aBrokenChannelSpoilsTheFrobeniusLossOnly() {
    Scene scene = Scene.of(1);
    UnmixingScore robust = scene.score(new RobustUnmixing(Config.rrlbs()).solve(scene.problem()));
    UnmixingScore plain = scene.score(new RobustUnmixing(Config.nmf()).solve(scene.problem()));
    assertThat(robust.abundanceError()).isLessThan(0.6 * plain.abundanceError());
    assertThat(robust.spectralAngle()).isLessThan(0.6 * plain.spectralAngle());
    double[] u = new RobustUnmixing(Config.rrlbs()).solve(scene.problem()).channelWeights();
    assertThat(u[Scene.BROKEN]).isEqualTo(Arrays.stream(u).min().orElseThrow());
    assertThat(GoodChannels.of(scene.problem())).doesNotContain(Scene.BROKEN);
  }

  @Test
  void everyVariantAndStartRuns() {
    Scene scene = Scene.of(2);
    List<Config> configs =
        List.of(
            Config.l1Nmf(),
            Config.halfNmf(),
            Config.rowWiseNmf().withSumToOne(SumToOne.Augment.DEFAULT),
            Config.rrlbs().withStart(new UnmixingStart.VertexComponents(true, 3)),
            Config.rrlbs().withGuidance(new Guidance.Learned(SparsityIndex.GINI, 0.9, 20, 10, 2)));
    for (Config config : configs) {
      UnmixingSolution solution = new RobustUnmixing(config).solve(scene.problem());
      // The broken channel costs the Frobenius variants, not the row-wise ones.
      double limit = config.objective().loss() == ChannelLoss.ROW_WISE ? 0.1 : 0.4;
      assertThat(scene.score(solution).abundanceError()).as("%s", config).isLessThan(limit);
      assertThat(solution.certificate().sumToOneError()).isLessThan(0.2);
      assertThat(solution.warnings()).isEmpty();
    }
  }

  @Test
  void smoothingSolvesItsSystem() {
    double[] b = PortableRandom.uniform(1, 20);
    double[] x = new GridSmoothing(4, 5, 2).apply(b);
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 5; j++) {
        double sum = x[i * 5 + j];
        for (int[] d : new int[][] {{-1, 0}, {1, 0}, {0, -1}, {0, 1}}) {
          int p = i + d[0];
          int q = j + d[1];
          if (p >= 0 && p < 4 && q >= 0 && q < 5) {
            sum += 2 * (x[i * 5 + j] - x[p * 5 + q]);
          }
        }
        assertThat(sum).isCloseTo(b[i * 5 + j], within(1e-10));
      }
    }
  }

  @Test
  void spectraAreMatchedBeforeTheyAreCompared() {
    Tensor m = positive(L, K, 1);
    Tensor a = normalised(positive(K, N, 2));
    Tensor order = Tensors.matrix(new double[] {0, 1, 0, 0, 0, 1, 1, 0, 0}, 3, 3);
    int[] all = IntStream.range(0, L).toArray();
    UnmixingScore score = UnmixingScore.of(m.mm(order), order.t().mm(a), m, a, all);
    assertThat(score.spectralAngle()).isLessThan(1e-7);
    assertThat(score.abundanceError()).isZero();
    assertThat(score.assignment()).containsExactly(1, 2, 0);
    assertThat(Assignment.cheapest(new double[][] {{4, 1, 3}, {2, 0, 5}, {3, 2, 2}}))
        .containsExactly(1, 0, 2);
  }

  @Test
  void endsAreTold() {
    UnmixingProblem problem = noisy(8);
    UnmixingSolution settled =
        new RobustUnmixing(Config.nmf().withLimit(5000, 1e-5)).solve(problem);
    assertThat(settled.status()).as(settled.message()).isEqualTo(Status.CONVERGED);
    List<Trace.Point> heard = new ArrayList<>();
    Monitor monitor =
        new Monitor() {
          @Override
          public void report(Trace.Point point) {
            heard.add(point);
          }

          @Override
          public boolean cancelled() {
            return heard.size() == 3;
          }
        };
    UnmixingSolution stopped = new RobustUnmixing(Config.rrlbs()).solve(problem, monitor);
    assertThat(stopped.status()).isEqualTo(Status.CANCELLED);
    assertThat(stopped.message()).isEqualTo("cancelled after 20 iterations");
    assertThat(heard).extracting(Trace.Point::iteration).containsExactly(0L, 10L, 20L);
    assertThat(new RobustUnmixing(Config.nmf().withLimit(3, 0)).solve(problem).status())
        .isEqualTo(Status.LIMIT_REACHED);
  }

  @Test
  void badInputIsNamed() {
    double[][] bad = {{1, 2, 3}, {1, Double.NaN, 1}};
    assertThatThrownBy(() -> UnmixingProblem.of(bad, 1))
        .hasMessage("image[1, 1] is NaN; it must be a finite number >= 0");
    bad[1][1] = -2;
    assertThatThrownBy(() -> UnmixingProblem.of(bad, 1))
        .hasMessageStartingWith("image[1, 1] is -2");
    bad[1][1] = 0;
    assertThatThrownBy(() -> UnmixingProblem.of(bad, 3))
        .hasMessage("endmembers is 3; it must be in [1, 2], min(channels, pixels)");
    assertThatThrownBy(() -> new UnmixingProblem(Tensors.matrix(new double[6], 2, 3), 1, 2))
        .hasMessageContaining("lines is 2");
    assertThatThrownBy(() -> new Guidance.Constant(1)).hasMessage("h is 1.0; it must be in [0, 1)");
    assertThatThrownBy(() -> Config.rrlbs().withLambda(-1)).hasMessageContaining("lambda is -1.0");
    assertThatThrownBy(() -> new Guidance.Fixed(new double[2]).initial(UnmixingProblem.of(bad, 1)))
        .hasMessageContaining("the length of the map is 2");
    UnmixingStart wrong =
        new UnmixingStart.Given(Tensors.matrix(new double[4], 2, 2), positive(1, 3, 1));
    assertThatThrownBy(() -> wrong.factors(UnmixingProblem.of(bad, 1)))
        .hasMessageContaining("of shape [2, 1]");
    double[][] dark = {{1, 0, 3}, {1, 0, 1}};
    UnmixingSolution solution =
        new RobustUnmixing(Config.rrlbs().withLimit(30, 0)).solve(UnmixingProblem.of(dark, 2));
    assertThat(solution.warnings())
        .containsExactly("1 pixels are 0 in every channel, the first is pixel 1");
    assertThat(solution.certificate().objective()).isFinite();
  }
}
