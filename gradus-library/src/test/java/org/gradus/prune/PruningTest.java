package org.gradus.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.classes;
import static org.gradus.Fixtures.copy;
import static org.gradus.Fixtures.leaf;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.sameBits;
import static org.gradus.Fixtures.values;
import static org.gradus.Fixtures.vector;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Fixtures;
import org.gradus.Fixtures.Mlp;
import org.gradus.Warnings;
import org.gradus.core.Evaluation;
import org.gradus.core.Likelihood;
import org.gradus.core.NamedTensor;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.curvature.InverseFisher;
import org.gradus.optim.Sgd;
import org.gradus.train.Batch;
import org.gradus.train.BatchObjective;
import org.gradus.train.Network;
import org.junit.jupiter.api.Test;

class PruningTest {
  private static ParameterVector theta(ScalarType type) {
    return ParameterVector.of(
        List.of(
            new NamedTensor("first", leaf(normal(1, type, 4, 3))),
            new NamedTensor("bias", leaf(normal(2, type, 3))),
            new NamedTensor("second", leaf(normal(3, type, 2, 4)))));
  }

  /** Objectives whose gradients are given; the loss is not needed. */
  private record Given(Tensor gradient) implements Objective {
    @Override
    public Tensor loss() {
      throw new UnsupportedOperationException("only the gradient is given");
    }

    @Override
    public Evaluation gradient(ParameterVector theta) {
      theta.gradient().copy_(gradient);
      return new Evaluation(0, 1);
    }
  }

  @Test
  void oneWeightIsPrunedExactly() {
    Tensor g = normal(5, ScalarType.Double, 6, 9);
    Tensor w = normal(6, ScalarType.Double, 9);
    InverseFisher inverse = InverseFisher.of(g, 0.1);
    OptimalBrainSurgeon surgeon = new OptimalBrainSurgeon(inverse);
    Tensor removed = surgeon.least(w, 1);
    Tensor change = surgeon.correction(w, removed);
    Tensor left = w.add(change).index_select(0, removed);
    assertThat(Math.abs(left.item_double())).isLessThan(1e-14);
    Tensor f = g.t().mm(g).div(Scalars.of(6.0));
    f.diagonal().add_(Scalars.of(0.1));
    double growth = change.dot(f.mv(change)).item_double() / 2;
    assertThat(growth).isCloseTo(surgeon.scores(w).min().item_double(), within(1e-12));
  }

  @Test
  void magnitudeDropsTheSmallestOfTheKernelsAndOfEqualOnesTheFirst() {
    Tensor w = leaf(vector(3, -1, 0.5, 1, -2, 1).view(2, 3));
    ParameterVector theta =
        ParameterVector.of(
            List.of(new NamedTensor("w", w), new NamedTensor("b", leaf(vector(0.1, 0.2)))));
    PruningMask mask = PruningMask.of(theta);
    Pruner.Outcome outcome =
        new MagnitudePruner().prune(mask, 0.5, () -> theta.values().abs().sum().item_double());
    assertThat(values(theta.values())).containsExactly(3, 0, 0, 0, -2, 1, 0.1, 0.2);
    assertThat(outcome.pruned()).isEqualTo(3);
    assertThat(outcome.prunable()).isEqualTo(6);
    assertThat(outcome.sparsityAfter()).isEqualTo(0.5);
    assertThat(outcome.scoreBefore() - outcome.scoreAfter()).isCloseTo(2.5, within(1e-12));
    assertThat(outcome.emptied()).isEmpty();
  }

  /** Two rounds by the formulas, with gradients of our own. */
  @Test
  void mFacPrunesByTheFormulas() {
    ParameterVector theta = theta(ScalarType.Double);
    List<Tensor> gradients = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      gradients.add(normal(20 + i, ScalarType.Double, theta.size()));
    }
    PruningMask mask = PruningMask.of(theta);
    Tensor x = copy(theta.values());
    Tensor bias = copy(x.narrow(0, 12, 3));
    int[] counts = {
      (int) Math.floor(20 * (1 - Math.sqrt(0.3)) + 1e-9), (int) Math.floor(20 * 0.7 + 1e-9)
    };
    Tensor alive =
        Tensor.create(0L, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 15, 16, 17, 18, 19, 20, 21, 22);
    int gone = 0;
    for (int round = 0; round < 2; round++) {
      Tensor g = normal(0, ScalarType.Double, 5, alive.numel());
      for (int i = 0; i < 5; i++) {
        g.select(0, i).copy_(gradients.get(5 * round + i).index_select(0, alive));
      }
      InverseFisher inverse = InverseFisher.of(g, 0.01);
      Tensor w = x.index_select(0, alive);
      Tensor diagonal = inverse.diagonal();
      Tensor order = w.square().div(diagonal).argsort();
      Tensor removed = order.narrow(0, 0, counts[round] - gone);
      Tensor t = w.mul(Scalars.of(0.0));
      t.index_copy_(
          0, removed, w.index_select(0, removed).div(diagonal.index_select(0, removed)).neg());
      w.add_(inverse.product(t));
      w.index_fill_(0, removed, Scalars.of(0.0));
      x.index_copy_(0, alive, w);
      alive = alive.index_select(0, w.nonzero().squeeze(1));
      gone = counts[round];
    }
    new MFacPruner(
            new MFacPruner.Config(5, 2, 0.01, InverseFisher.FULL, true),
            i -> new Given(gradients.get((int) i)))
        .prune(mask, 0.7);
    assertThat(theta.values().sub(x).abs().max().item_double()).isLessThan(1e-12);
    assertThat(mask.pruned()).isEqualTo(14);
    assertThat(theta.values().narrow(0, 12, 3).equal(bias)).isTrue();
  }

  @Test
  void withoutCorrectionSurvivorsStay() {
    ParameterVector theta = theta(ScalarType.Float);
    Tensor before = copy(theta.values());
    PruningMask mask = PruningMask.of(theta);
    new MFacPruner(
            new MFacPruner.Config(4, 3, 1e-3, 4, false),
            i -> new Given(normal(i, ScalarType.Float, theta.size())))
        .prune(mask, 0.5);
    Tensor survivors = mask.survivors();
    assertThat(survivors.numel()).isEqualTo(10);
    assertThat(theta.values().index_select(0, survivors).equal(before.index_select(0, survivors)))
        .isTrue();
  }

  /** A trained network's loss suffers less when the others make up for what is lost. */
  @Test
  void theSurgeonBeatsMagnitudeOnANetwork() {
    double magnitude = pruned(new MagnitudePruner());
    double surgeon = pruned(null);
    assertThat(surgeon).isLessThan(magnitude);
  }

  private static double pruned(Pruner pruner) {
    Mlp net = new Mlp(1, ScalarType.Double);
    Network network = Network.of(net, net::forward);
    ParameterVector theta = Fixtures.parametersOf(network);
    Objective all = batch(network, 0, 24);
    Sgd sgd = new Sgd(theta, Sgd.Config.of(0.2));
    for (int t = 0; t < 200; t++) {
      sgd.step(all);
    }
    Pruner used =
        pruner != null
            ? pruner
            : new MFacPruner(
                new MFacPruner.Config(12, 4, 1e-4, InverseFisher.FULL, true),
                i -> batch(network, 2 * (int) (i % 12), 2));
    used.prune(PruningMask.of(theta), 0.5);
    return all.loss().item_double();
  }

  private static Objective batch(Network network, int from, int count) {
    Tensor inputs = normal(9, ScalarType.Double, 24, 5);
    long[] labels = new long[24];
    double[] first = values(inputs.select(1, 0));
    double[] second = values(inputs.select(1, 1));
    for (int i = 0; i < 24; i++) {
      labels[i] = first[i] > 0.3 ? 2 : second[i] > 0 ? 1 : 0;
    }
    Batch batch =
        new Batch(
            inputs.narrow(0, from, count), classes(labels).narrow(0, from, count), new long[count]);
    return new BatchObjective(network, batch, Likelihood.CATEGORICAL, 0);
  }

  @Test
  void maskedTrainingKeepsZerosAndResumes() {
    ParameterVector theta = theta(ScalarType.Double);
    PruningMask mask = PruningMask.of(theta);
    new MagnitudePruner().prune(mask, 0.6);
    Sgd sgd = new Sgd(theta, new Sgd.Config(0.1, 0.9, false, 0.1));
    Masked masked = new Masked(sgd, mask);
    for (int t = 0; t < 3; t++) {
      masked.step(new Given(normal(t, ScalarType.Double, theta.size())));
    }
    assertThat(theta.values().ne(Scalars.of(0.0)).sum().item_long()).isEqualTo(23 - 12);
    State state = new State();
    masked.save(state);
    ParameterVector other = theta(ScalarType.Double);
    Masked resumed = new Masked(new Sgd(other, Sgd.Config.of(0.1)), PruningMask.of(other));
    other.values().copy_(theta.values());
    resumed.load(state);
    assertThat(sameBits(maskOf(resumed, other), maskOf(masked, theta))).isTrue();
  }

  private static Tensor maskOf(Masked masked, ParameterVector theta) {
    masked.update();
    return copy(theta.values().ne(Scalars.of(0.0)).to(ScalarType.Double));
  }

  @Test
  void aPrunedModelsMaskIsFoundFromItsWeights() {
    ParameterVector theta = theta(ScalarType.Float);
    PruningMask mask = PruningMask.of(theta);
    new MagnitudePruner().prune(mask, 0.55);
    assertThat(PruningMask.of(theta).pruned()).isEqualTo(11);
    assertThat(mask.sparsity()).isEqualTo(0.55);
    assertThatThrownBy(() -> new MagnitudePruner().prune(mask, 0.5))
        .hasMessage("sparsity is 0.5; it must be at least the 0.55 that is pruned already");
    assertThatThrownBy(() -> new MagnitudePruner().prune(mask, 1))
        .hasMessage("sparsity is 1.0; it must be in [0, 1)");
    assertThatThrownBy(() -> PruningMask.of(theta, slice -> false))
        .hasMessageContaining("number of prunable weights is 0");
  }

  @Test
  void aLayerWithoutWeightsIsTold() {
    ParameterVector theta =
        ParameterVector.of(
            List.of(
                new NamedTensor("large", leaf(normal(1, ScalarType.Double, 5, 4))),
                new NamedTensor(
                    "small", leaf(normal(2, ScalarType.Double, 2, 2).mul(Scalars.of(1e-9))))));
    try (Warnings warnings = Warnings.of(MFacPruner.class)) {
      new MFacPruner(
              new MFacPruner.Config(4, 1, 1, 1, true),
              i -> new Given(normal(i, ScalarType.Double, theta.size())))
          .prune(PruningMask.of(theta), 0.5);
      assertThat(warnings.messages()).singleElement().asString().contains("small");
    }
  }

  @Test
  void schedulesKeepTheSameShareOfWhatIsLeft() {
    PruningSchedule schedule = new PruningSchedule(0.2, 0.9, 3);
    double ratio = Math.cbrt(0.1 / 0.8);
    assertThat(schedule.sparsity(1)).isCloseTo(1 - 0.8 * ratio, within(1e-15));
    assertThat(schedule.sparsity(3)).isEqualTo(0.9);
    assertThatThrownBy(() -> schedule.sparsity(4)).hasMessageContaining("step is 4");
    assertThatThrownBy(() -> new PruningSchedule(0.5, 0.4, 3)).hasMessageContaining("[0.5, 1)");
    var rate = PruningSchedule.learningRate(10, 2, 0.1);
    assertThat(new double[] {rate.factor(7), rate.factor(8), rate.factor(9), rate.factor(10)})
        .containsExactly(1, 0.1, 0.1, 1);
  }

  @Test
  void standardSettingsAreTheOfficialOnes() {
    assertThat(MFacPruner.Config.standard())
        .isEqualTo(new MFacPruner.Config(64, 16, 1e-5, 128, true));
    assertThat(MFacPruner.estimatedBytes(MFacPruner.Config.standard(), 1000)).isEqualTo(512_000);
    assertThatThrownBy(() -> new MFacPruner.Config(0, 1, 1, 1, true))
        .hasMessageContaining("gradients is 0");
  }
}
