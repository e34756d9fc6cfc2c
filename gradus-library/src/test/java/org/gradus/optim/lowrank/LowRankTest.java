package org.gradus.optim.lowrank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.leaf;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.sameBits;
import static org.gradus.Fixtures.values;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.FlatOptimizer;
import org.gradus.core.Grouping;
import org.gradus.core.NamedTensor;
import org.gradus.core.NonFiniteException;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.optim.AdamW;
import org.gradus.optim.lowrank.ColumnSelection.Score;
import org.gradus.optim.lowrank.OrthogonalBasis.Cosines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LowRankTest {
  private static final long TALL = 7;
  private static final long SMALL = 4;

  /** A tall matrix, a wide one, convolution kernels and a bias. */
  private static ParameterVector mixed(ScalarType type) {
    return ParameterVector.of(
        List.of(
            new NamedTensor("tall", leaf(normal(1, type, TALL, SMALL))),
            new NamedTensor("wide", leaf(normal(2, type, SMALL, TALL))),
            new NamedTensor("kernels", leaf(normal(3, type, 3, 2, 2, 2))),
            new NamedTensor("bias", leaf(normal(4, type, 5)))),
        Grouping.noDecayOnBiasesAndNorms());
  }

  private static ParameterVector one(long rows, long columns) {
    return ParameterVector.of(
        List.of(new NamedTensor("w", leaf(normal(1, ScalarType.Double, rows, columns)))));
  }

  private static LowRankAdamW.Config adam(
      int rank, int gap, boolean rotate, ErrorFeedback feedback) {
    return new LowRankAdamW.Config(0.01, 0.9, 0.99, 1e-8, 0.1, rank, gap, rotate, feedback, 100);
  }

  static Map<String, Function<ParameterVector, MatrixOptimizer>> all() {
    Map<String, Function<ParameterVector, MatrixOptimizer>> all = new LinkedHashMap<>();
    for (ErrorFeedback feedback : ErrorFeedback.values()) {
      all.put("adam-" + feedback, t -> new LowRankAdamW(t, adam(2, 3, true, feedback)));
    }
    all.put(
        "adam-power",
        t ->
            new LowRankAdamW(
                t,
                adam(2, 2, true, ErrorFeedback.NONE),
                Projection.powerIteration(RandomSource.seeded(5))));
    all.put(
        "frugal", t -> new Frugal(t, frugal(0.5, 3), Projection.random(RandomSource.seeded(5))));
    all.put("fira", t -> new Fira(t, fira(2, 3), Projection.svd()));
    all.put("galore", t -> new GaLore(t, fira(2, 3), Projection.dct()));
    all.put("trion", t -> new Trion(t, Trion.Config.of(0.02, 2)));
    all.put("dion", t -> new Dion(t, Trion.Config.of(0.02, 2), RandomSource.seeded(5)));
    return all;
  }

  private static Frugal.Config frugal(double density, int gap) {
    return new Frugal.Config(
        0.01, 0.9, 0.99, 1e-8, 0.1, density, gap, Frugal.Residual.SIGN, 1, 100);
  }

  private static Fira.Config fira(int rank, int gap) {
    return new Fira.Config(0.01, 0.9, 0.99, 1e-6, 0.1, rank, gap, 1, 100);
  }

  static Stream<String> methods() {
    return all().keySet().stream();
  }

  private static void steps(FlatOptimizer optimizer, int from, int to) {
    ParameterVector theta = optimizer.parameters();
    for (int t = from; t <= to; t++) {
      theta.gradient().copy_(gradient(theta, t));
      optimizer.update();
    }
  }

  private static Tensor gradient(ParameterVector theta, int t) {
    return normal(100 + t, ScalarType.Double, theta.size());
  }

  @ParameterizedTest
  @MethodSource("methods")
  void savedAndLoadedContinuesBitForBit(String name) {
    for (ScalarType type : new ScalarType[] {ScalarType.Float, ScalarType.Double}) {
      MatrixOptimizer whole = all().get(name).apply(mixed(type));
      steps(whole, 1, 7);
      State state = new State();
      whole.save(state);
      Tensor values = whole.parameters().values().clone();
      steps(whole, 8, 15);
      MatrixOptimizer resumed = all().get(name).apply(mixed(type));
      resumed.parameters().values().copy_(values);
      resumed.load(state);
      steps(resumed, 8, 15);
      assertThat(sameBits(resumed.parameters().values(), whole.parameters().values()))
          .as("%s", type)
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void singleAgreesWithDoublePrecision(String name) {
    MatrixOptimizer single = all().get(name).apply(mixed(ScalarType.Float));
    MatrixOptimizer exact = all().get(name).apply(mixed(ScalarType.Double));
    steps(single, 1, 4);
    steps(exact, 1, 4);
    Tensor difference =
        single.parameters().values().to(ScalarType.Double).sub(exact.parameters().values());
    // Quantised errors and random draws differ between the types.
    double tolerance = name.contains("BITS") ? 1e-2 : 1e-4;
    if (!name.equals("frugal") && !name.contains("power") && !name.equals("dion")) {
      assertThat(difference.abs().max().item_double()).isLessThan(tolerance);
    }
    assertThat(single.stateBytes()).isLessThan(exact.stateBytes());
  }

  @ParameterizedTest
  @MethodSource("methods")
  void zeroGradientsOnlyDecayAndNothingTurnsNotANumber(String name) {
    MatrixOptimizer optimizer = all().get(name).apply(mixed(ScalarType.Double));
    Tensor start = optimizer.parameters().values().clone();
    for (int t = 0; t < 4; t++) {
      optimizer.parameters().gradient().zero_();
      optimizer.update();
    }
    Tensor expected = start.clone();
    double decay = name.equals("trion") || name.equals("dion") ? 0 : 0.1;
    // The bias, last, does not decay.
    expected.narrow(0, 0, expected.numel() - 5).mul_(Scalars.of(Math.pow(1 - 0.01 * decay, 4)));
    assertThat(values(optimizer.parameters().values()))
        .containsExactly(values(expected), within(1e-12));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aGradientThatIsNotFiniteIsRefusedByName(String name) {
    MatrixOptimizer optimizer = all().get(name).apply(mixed(ScalarType.Double));
    Tensor start = optimizer.parameters().values().clone();
    ParameterVector theta = optimizer.parameters();
    theta.gradient().zero_();
    theta.views(theta.gradient()).get(1).fill_(Scalars.of(Double.NaN));
    assertThatThrownBy(optimizer::update)
        .isInstanceOf(NonFiniteException.class)
        .hasMessage("the gradient is not finite in parameter 'wide'");
    assertThat(sameBits(theta.values(), start)).isTrue();
    assertThat(optimizer.steps()).isZero();
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aTransposedProblemHasTheTransposedSolution(String name) {
    MatrixOptimizer tall = all().get(name).apply(one(TALL, SMALL));
    ParameterVector theta = one(SMALL, TALL);
    theta
        .views(theta.values())
        .get(0)
        .copy_(tall.parameters().views(tall.parameters().values()).get(0).t());
    MatrixOptimizer wide = all().get(name).apply(theta);
    for (int t = 0; t < 6; t++) {
      Tensor gradient = normal(50 + t, ScalarType.Double, TALL, SMALL);
      tall.parameters().gradient().copy_(gradient.reshape(-1));
      wide.parameters().gradient().copy_(gradient.t().reshape(-1));
      tall.update();
      wide.update();
    }
    Tensor one = tall.parameters().views(tall.parameters().values()).get(0);
    Tensor other = theta.views(theta.values()).get(0).t();
    // Error buckets are rows of the parameter itself; Jordan's scale differs for tall and wide.
    if (!name.contains("BITS") && !name.equals("trion") && !name.equals("dion")) {
      assertThat(one.sub(other).abs().max().item_double()).isLessThan(1e-12);
    } else {
      assertThat(other.isfinite().all().item_bool()).isTrue();
    }
  }

  /** Adam in the coordinates G Q, mapped back; Q acts on the smaller side. */
  private static double[] rotatedAdam(long rows, long columns, Tensor q, int steps) {
    ParameterVector plain = one(rows, columns);
    boolean right = rows >= columns;
    Tensor w = plain.views(plain.values()).get(0);
    Tensor start = w.clone();
    w.copy_(right ? start.mm(q) : q.t().mm(start));
    AdamW adam = new AdamW(plain, new AdamW.Config(0.01, 0.9, 0.99, 1e-8, 0.1));
    for (int t = 1; t <= steps; t++) {
      Tensor g = gradient(plain, t).view(rows, columns);
      plain.gradient().copy_((right ? g.mm(q) : q.t().mm(g)).reshape(-1));
      adam.update();
    }
    return values(right ? w.mm(q.t()) : q.mm(w));
  }

  @Test
  void fullRankIsAdamInTheBasisForEveryGap() {
    for (Cosines cosines : Cosines.values()) {
      for (long[] shape : new long[][] {{TALL, SMALL}, {SMALL, TALL}, {SMALL, SMALL}}) {
        for (int gap : new int[] {1, 3, 100}) {
          ParameterVector theta = one(shape[0], shape[1]);
          OrthogonalBasis basis = OrthogonalBasis.dct(cosines);
          steps(
              new LowRankAdamW(
                  theta,
                  adam((int) SMALL, gap, true, ErrorFeedback.NONE),
                  Projection.select(basis, Score.L1)),
              1,
              9);
          Tensor q = basis.vectors(SMALL, theta.values()).t();
          assertThat(values(theta.values()))
              .containsExactly(rotatedAdam(shape[0], shape[1], q, 9), within(1e-12));
        }
      }
    }
  }

  @Test
  void fullRankInTheIdentityIsAdamW() {
    ParameterVector theta = mixed(ScalarType.Double);
    Projection identity = Projection.select(OrthogonalBasis.identity(), Score.L1);
    steps(new LowRankAdamW(theta, adam(100, 2, true, ErrorFeedback.NONE), identity), 1, 9);
    ParameterVector plain = mixed(ScalarType.Double);
    steps(new AdamW(plain, new AdamW.Config(0.01, 0.9, 0.99, 1e-8, 0.1)), 1, 9);
    assertThat(values(theta.values())).containsExactly(values(plain.values()), within(1e-12));
  }

  @Test
  void largeMatricesGetAdamW() {
    ParameterVector theta = one(TALL, SMALL);
    LowRankAdamW.Config config =
        new LowRankAdamW.Config(
            0.01, 0.9, 0.99, 1e-8, 0.1, 1, 1, true, ErrorFeedback.NONE, (int) TALL);
    steps(new LowRankAdamW(theta, config), 1, 5);
    ParameterVector plain = one(TALL, SMALL);
    steps(new AdamW(plain, new AdamW.Config(0.01, 0.9, 0.99, 1e-8, 0.1)), 1, 5);
    assertThat(values(theta.values())).containsExactly(values(plain.values()), within(1e-15));
  }

  private static Tensor stored(MatrixOptimizer optimizer, String name) {
    State state = new State();
    optimizer.save(state);
    return state.child("w").tensor(name);
  }

  @Test
  void errorFeedbackTelescopes() {
    for (int gap : new int[] {1, 3}) {
      ParameterVector theta = one(TALL, SMALL);
      // β₁ = 0 and huge ε make the step a linear function of a: W moves by η/ε of its
      // reconstruction.
      LowRankAdamW.Config config =
          new LowRankAdamW.Config(1e12, 0, 0, 1e12, 0, 2, gap, true, ErrorFeedback.FULL, 100);
      LowRankAdamW optimizer = new LowRankAdamW(theta, config);
      Tensor start = theta.values().clone();
      Tensor sum = theta.newVector();
      for (int t = 1; t <= 8; t++) {
        sum.add_(gradient(theta, t));
        theta.gradient().copy_(gradient(theta, t));
        optimizer.update();
      }
      Tensor moved = start.sub(theta.values());
      Tensor error = stored(optimizer, "error").reshape(-1);
      assertThat(values(moved.add(error))).containsExactly(values(sum), within(1e-10));
    }
  }

  @Test
  void fullRankLeavesNoError() {
    ParameterVector theta = one(TALL, SMALL);
    LowRankAdamW optimizer =
        new LowRankAdamW(theta, adam((int) SMALL, 2, true, ErrorFeedback.FULL));
    for (int t = 1; t <= 5; t++) {
      steps(optimizer, t, t);
      double largest = gradient(theta, t).abs().max().item_double();
      assertThat(stored(optimizer, "error").abs().max().item_double())
          .isLessThan(1e-14 * Math.max(1, largest));
    }
  }

  @Test
  void refreshStepsAreTheHosts() {
    // With the random projection a refresh shows as a change of the stored basis.
    Function<ParameterVector, MatrixOptimizer> adam =
        t ->
            new LowRankAdamW(
                t, adam(2, 3, true, ErrorFeedback.NONE), Projection.random(RandomSource.seeded(1)));
    assertThat(refreshes(adam)).containsExactly(1, 3, 6, 9);
    assertThat(refreshes(t -> new Fira(t, fira(2, 3), Projection.random(RandomSource.seeded(1)))))
        .containsExactly(1, 4, 7, 10);
    assertThat(
            refreshes(
                t -> new Frugal(t, frugal(0.5, 3), Projection.random(RandomSource.seeded(1)))))
        .containsExactly(1, 4, 7, 10);
  }

  private static List<Integer> refreshes(Function<ParameterVector, MatrixOptimizer> method) {
    MatrixOptimizer optimizer = method.apply(one(TALL, SMALL));
    List<Integer> changed = new java.util.ArrayList<>();
    Tensor before = stored(optimizer, "basis");
    for (int t = 1; t <= 10; t++) {
      steps(optimizer, t, t);
      Tensor now = stored(optimizer, "basis");
      if (!sameBits(before, now)) {
        changed.add(t);
      }
      before = now;
    }
    return changed;
  }

  @Test
  void frugalForgetsAtARefresh() {
    ParameterVector one = one(TALL, SMALL);
    ParameterVector two = one(TALL, SMALL);
    Frugal first = new Frugal(one, frugal(0.5, 3), Projection.dct());
    Frugal second = new Frugal(two, frugal(0.5, 3), Projection.dct());
    steps(first, 1, 3);
    steps(second, 11, 13);
    steps(first, 20, 20);
    steps(second, 20, 20);
    assertThat(sameBits(stored(first, "m"), stored(second, "m"))).isTrue();
    assertThat(sameBits(stored(first, "v"), stored(second, "v"))).isTrue();
  }

  @Test
  void frugalFollowsItsFormula() {
    ParameterVector theta = one(TALL, SMALL);
    Tensor w = theta.views(theta.values()).get(0).clone();
    Frugal frugal = new Frugal(theta, frugal(0.5, 200), Projection.dct());
    theta.gradient().copy_(gradient(theta, 1));
    frugal.update();
    Tensor g = gradient(theta, 1).view(TALL, SMALL);
    Projector projector = Projection.dct().projector(SMALL, 2, g);
    Tensor a = projector.refresh(g).coordinates();
    Tensor step =
        projector
            .reconstruct(a.div(a.abs().add(Scalars.of(1e-8))))
            .add(g.sub(projector.reconstruct(a)).sign());
    Tensor expected = w.mul(Scalars.of(1 - 0.01 * 0.1)).sub(step, Scalars.of(0.01));
    assertThat(values(theta.values())).containsExactly(values(expected), within(1e-12));
  }

  @Test
  void frugalOfFullRankHasNoResidual() {
    ParameterVector theta = one(TALL, SMALL);
    Projection identity = Projection.select(OrthogonalBasis.identity(), Score.L1);
    steps(new Frugal(theta, frugal(1, 200), identity), 1, 5);
    ParameterVector plain = one(TALL, SMALL);
    steps(new AdamW(plain, new AdamW.Config(0.01, 0.9, 0.99, 1e-8, 0.1)), 1, 5);
    assertThat(values(theta.values())).containsExactly(values(plain.values()), within(1e-12));
  }

  @Test
  void firaFollowsItsFormulaAndLimitsGrowth() {
    ParameterVector theta = one(TALL, SMALL);
    Tensor w = theta.views(theta.values()).get(0).clone();
    Fira fira = new Fira(theta, fira(2, 200), Projection.dct());
    Projector projector = Projection.dct().projector(SMALL, 2, w);
    Tensor m = torch.zeros(new long[] {TALL, 2}, w.options());
    Tensor v = m.clone();
    double previous = 0;
    for (int t = 1; t <= 3; t++) {
      // The second gradient is ten times larger: its residual is limited.
      Tensor g = gradient(theta, t).view(TALL, SMALL).mul(Scalars.of(t == 2 ? 10.0 : 1.0));
      theta.gradient().copy_(g.reshape(-1));
      fira.update();
      Tensor a = t == 1 ? projector.refresh(g).coordinates() : projector.project(g);
      m = m.mul(Scalars.of(0.9)).add(a, Scalars.of(1 - 0.9));
      v = v.mul(Scalars.of(0.99)).add(a.square(), Scalars.of(1 - 0.99));
      Tensor u = m.div(v.sqrt().add(Scalars.of(1e-6)));
      Tensor lengths = u.square().sum(1).sqrt().div(a.square().sum(1).sqrt().add(Scalars.of(1e-8)));
      Tensor s = g.sub(projector.reconstruct(a)).mul(lengths.unsqueeze(1));
      double norm = s.norm().item_double();
      double k = t == 1 ? 1 : Math.max(norm / (previous + 1e-8), 1.01) / 1.01;
      s = s.div(Scalars.of(k));
      previous = norm / k;
      double factor = 0.01 * Math.sqrt(1 - Math.pow(0.99, t)) / (1 - Math.pow(0.9, t));
      w = w.sub(projector.reconstruct(u).add(s), Scalars.of(factor));
      w = w.mul(Scalars.of(1 - 0.01 * 0.1));
      assertThat(values(theta.values())).containsExactly(values(w), within(1e-12));
    }
  }

  @Test
  void firasLimiterSurvivesAZeroGradient() {
    ResidualLimiter limiter = new ResidualLimiter();
    limiter.limit(torch.ones(4));
    limiter.limit(torch.zeros(4));
    Tensor next = limiter.limit(torch.ones(4).mul(Scalars.of(10.0)));
    assertThat(next.norm().item_double()).isCloseTo(2.02, within(1e-6));
  }

  @Test
  void galoreIsFiraWithoutItsResidual() {
    ParameterVector theta = one(TALL, SMALL);
    ParameterVector other = one(TALL, SMALL);
    // At full rank Fira has none.
    steps(new Fira(theta, fira((int) SMALL, 3), Projection.dct()), 1, 6);
    steps(new GaLore(other, fira((int) SMALL, 3), Projection.dct()), 1, 6);
    assertThat(values(theta.values())).containsExactly(values(other.values()), within(1e-12));
    assertThat(GaLore.config(0.1, 4).scale()).isEqualTo(0.25);
  }

  @Test
  void trionOfFullRankIsMuon() {
    ParameterVector theta = one(TALL, SMALL);
    Tensor w = theta.views(theta.values()).get(0).clone();
    steps(new Trion(theta, Trion.Config.of(0.02, 10)), 1, 4);
    Tensor momentum = torch.zeros_like(w);
    for (int t = 1; t <= 4; t++) {
      momentum = momentum.mul(Scalars.of(0.95)).add(gradient(theta, t).view(TALL, SMALL));
      double rate = 0.02 * Math.sqrt((double) TALL / SMALL);
      w = w.sub(NewtonSchulz.orthogonalise(momentum), Scalars.of(rate));
    }
    assertThat(values(theta.values())).containsExactly(values(w), within(1e-12));
  }

  @Test
  void trionKeepsWhatItDidNotUse() {
    ParameterVector theta = one(TALL, SMALL);
    Trion trion = new Trion(theta, Trion.Config.of(0.02, 2));
    steps(trion, 1, 1);
    Tensor g = gradient(theta, 1).view(TALL, SMALL);
    Projector projector = Projection.dct().projector(SMALL, 2, g);
    Tensor used = projector.reconstruct(projector.refresh(g).coordinates());
    Tensor left = g.sub(used, Scalars.of(1 - 0.95));
    assertThat(values(stored(trion, "momentum"))).containsExactly(values(left), within(1e-14));
  }

  @Test
  void dionsStepHasOrthonormalRowsAndUnitColumns() {
    ParameterVector theta = one(TALL, SMALL);
    Tensor start = theta.values().clone();
    Trion.Config config = new Trion.Config(0.1, 0.95, 0, 2, StepScale.NONE, 0.1, 100);
    steps(new Dion(theta, config, RandomSource.seeded(1)), 1, 1);
    Tensor step = start.sub(theta.values()).view(TALL, SMALL);
    // ‖P Qᵀ‖² = ‖Q‖² = r for orthonormal P and unit columns of Q.
    assertThat(step.square().sum().item_double()).isCloseTo(0.01 * 2, within(1e-8));
    assertThat(StepScale.DION.of(4, 1)).isEqualTo(2);
    assertThat(StepScale.KJ.of(1, 4)).isEqualTo(1);
    assertThat(StepScale.KIMI.of(9, 100)).isEqualTo(2);
  }

  @Test
  void stateIsASmallPartOfAdamWs() {
    ParameterVector theta =
        ParameterVector.of(List.of(new NamedTensor("w", leaf(torch.zeros(new long[] {64, 32})))));
    LowRankAdamW optimizer = new LowRankAdamW(theta, LowRankAdamW.Config.of(0.1, 8));
    theta.gradient().copy_(normal(1, ScalarType.Float, theta.size()));
    optimizer.update();
    // Two moments of 64 × 8, 8 indices, one basis of 32 × 32.
    assertThat(optimizer.stateBytes()).isEqualTo(4 * (2 * 64 * 8 + 8 + 32 * 32));
  }

  @Test
  void theLearningRateOfTheRestFollows() {
    ParameterVector theta = mixed(ScalarType.Double);
    Trion trion = new Trion(theta, new Trion.Config(0.02, 0.95, 0, 2, StepScale.KJ, 3e-4, 100));
    trion.learningRate(0.01);
    Tensor bias = theta.views(theta.values()).get(3);
    Tensor before = bias.clone();
    steps(trion, 1, 1);
    assertThat(bias.sub(before).abs().max().item_double()).isCloseTo(1.5e-4, within(1e-9));
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() -> LowRankAdamW.Config.of(0.1, 0)).hasMessageContaining("rank is 0");
    assertThatThrownBy(() -> adam(1, 0, true, ErrorFeedback.NONE)).hasMessageContaining("gap is 0");
    assertThatThrownBy(() -> frugal(0, 1)).hasMessage("density is 0.0; it must be in (0, 1]");
    assertThatThrownBy(() -> Fira.Config.of(-1, 1)).hasMessageContaining("learningRate is -1.0");
  }
}
