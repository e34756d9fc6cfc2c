package org.gradus.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.Fixtures.classes;
import static org.gradus.Fixtures.matrix;
import static org.gradus.Fixtures.normal;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Fixtures.Mlp;
import org.gradus.core.Likelihood;
import org.gradus.core.Monitor;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.State;
import org.gradus.core.Tensors;
import org.gradus.optim.Sgd;
import org.gradus.sharpness.Sam;
import org.gradus.train.Network;
import org.gradus.train.Trainer;
import org.gradus.train.TrainingData;
import org.junit.jupiter.api.Test;

class ForgettingTrackerTest {
  private static final double NEVER = Double.POSITIVE_INFINITY;

  private static double score(int... visits) {
    ForgettingTracker tracker = new ForgettingTracker(1);
    for (int correct : visits) {
      tracker.visit(0, correct == 1);
    }
    return tracker.values()[0];
  }

  @Test
  void transitionsFromCorrectToWrongAreCounted() {
    assertThat(score(1, 0, 1, 0, 1)).isEqualTo(2);
    assertThat(score(0, 0, 1, 1)).isEqualTo(0);
    assertThat(score(0, 0, 0)).isEqualTo(NEVER);
    assertThat(score(1, 1, 0, 0)).isEqualTo(1);
    assertThat(score()).isEqualTo(NEVER);
  }

  @Test
  void anExampleThatIsTwiceInABatchIsVisitedTwice() {
    ForgettingTracker tracker = new ForgettingTracker(3);
    Tensor logits = matrix(new double[] {1, 0}, new double[] {0, 1}, new double[] {0, 1});
    tracker.visit(new long[] {2, 2, 0}, logits, classes(0, 0, 1));
    assertThat(tracker.values()).containsExactly(0, NEVER, 1);
  }

  @Test
  void watchedTrainingIsTheSameTrainingAndCountsEachExampleOnceAnEpoch() {
    Tensor[] ends = new Tensor[2];
    double[][] counts = new double[2][];
    for (int k = 0; k < 2; k++) {
      Mlp net = Tensors.keep(new Mlp(1, ScalarType.Double));
      Network network = Network.of(net, net::forward);
      ParameterVector theta = ParameterVector.of(network.parameters());
      // Two passes a step: the second must not be counted.
      Optimizer sam = new Sam(new Sgd(theta, Sgd.Config.of(0.5)), 0.1);
      TrainingData data =
          TrainingData.of(
              normal(2, ScalarType.Double, 7, 5), Tensors.keep(classes(0, 1, 2, 0, 1, 2, 0)));
      ForgettingTracker tracker = new ForgettingTracker(7);
      Trainer trainer =
          k == 0
              ? new Trainer(network, sam, data, Likelihood.CATEGORICAL, Trainer.Config.of(3, 1))
              : new Trainer(
                  tracker.watch(network),
                  sam,
                  tracker.watch(data),
                  Likelihood.CATEGORICAL,
                  Trainer.Config.of(3, 1));
      trainer.train(20, Monitor.SILENT);
      ends[k] = theta.values().clone();
      counts[k] = tracker.values();
      if (k == 1) {
        assertThat(tracker.scores(data).name()).isEqualTo("forgetting");
      }
    }
    assertThat(ends[1].equal(ends[0])).isTrue();
    assertThat(counts[0]).containsOnly(NEVER);
    assertThat(Arrays.stream(counts[1]).filter(Double::isFinite).count()).isPositive();
    assertThat(Arrays.stream(counts[1]).filter(c -> c > 0).count()).isPositive();
  }

  @Test
  void savedCountsGoOn() {
    ForgettingTracker first = new ForgettingTracker(2);
    first.visit(0, true);
    first.visit(1, false);
    State state = new State();
    first.save(state);
    ForgettingTracker second = new ForgettingTracker(2);
    second.load(state);
    second.visit(0, false);
    assertThat(second.values()).containsExactly(1, NEVER);
    assertThatThrownBy(() -> new ForgettingTracker(3).load(state)).hasMessageContaining("tracker");
    assertThatThrownBy(() -> first.visit(2, true)).hasMessageContaining("[0, 2)");
    assertThatThrownBy(() -> new ForgettingTracker(0)).hasMessageContaining("number of examples");
  }
}
