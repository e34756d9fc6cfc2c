package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.Fixtures.classes;
import static org.gradus.Fixtures.copy;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.parameters;
import static org.gradus.Fixtures.sameBits;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Fixtures;
import org.gradus.Fixtures.Mlp;
import org.gradus.core.Checkpoint;
import org.gradus.core.FlatOptimizer;
import org.gradus.core.Likelihood;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.State;
import org.gradus.train.Batch;
import org.gradus.train.BatchObjective;
import org.gradus.train.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContinuationTest {
  @TempDir private Path folder;

  static Stream<String> methods() {
    return Methods.all().keySet().stream();
  }

  /** A model, its parameters and the method, from the same start. */
  private static final class Training {
    private final Mlp net;
    private final ParameterVector theta;
    private final FlatOptimizer optimizer;

    Training(Function<ParameterVector, FlatOptimizer> method, ScalarType type) {
      net = new Mlp(1, type);
      theta = Fixtures.parametersOf(Network.of(net, net::forward));
      optimizer = method.apply(theta);
    }

    void steps(int from, int to) {
      ScalarType type = net.parameters().get(0).scalar_type().intern();
      for (int t = from; t <= to; t++) {
        Batch batch =
            new Batch(normal(50 + t, type, 4, 5), classes(0, 1, 2, 1), new long[] {0, 1, 2, 3});
        Objective objective =
            new BatchObjective(Network.of(net, net::forward), batch, Likelihood.CATEGORICAL, t);
        optimizer.step(objective);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void savedAtSevenAndLoadedContinuesBitForBit(String name) throws IOException {
    Function<ParameterVector, FlatOptimizer> method = Methods.all().get(name);
    for (ScalarType type : new ScalarType[] {ScalarType.Float, ScalarType.Double}) {
      Training whole = new Training(method, type);
      whole.steps(1, 7);
      Tensor atSeven = copy(whole.theta.values());
      Path file = folder.resolve(name + type);
      Checkpoint.write(file, whole.optimizer);
      whole.steps(8, 15);

      Training resumed = new Training(method, type);
      resumed.theta.values().copy_(atSeven);
      resumed.optimizer.load(Checkpoint.read(file));
      assertThat(resumed.optimizer.steps()).isEqualTo(7);
      resumed.steps(8, 15);
      assertThat(sameBits(resumed.theta.values(), whole.theta.values())).as("%s", type).isTrue();
      assertThat(resumed.theta.values().isfinite().all().item_bool()).isTrue();
    }
  }

  @Test
  void stateOfAnotherMethodIsRefused() {
    State state = new State();
    new Sgd(parameters(1, 2), Sgd.Config.of(0.1)).save(state);
    assertThatThrownBy(() -> new AdamW(parameters(1, 2), AdamW.Config.of(0.1)).load(state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'m'", "another method");
    State adam = new State();
    new AdamW(parameters(1, 2), AdamW.Config.of(0.1)).save(adam);
    assertThatThrownBy(() -> new AdamW(parameters(1, 2, 3), AdamW.Config.of(0.1)).load(adam))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'m'", "[2]", "[3]");
  }

  @Test
  void learningRateIsChecked() {
    FlatOptimizer optimizer = new Sgd(parameters(1), Sgd.Config.of(0.1));
    assertThatThrownBy(() -> optimizer.learningRate(-0.5))
        .hasMessage("learningRate is -0.5; it must be a finite number >= 0");
    assertThatThrownBy(() -> optimizer.learningRate(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Sgd.Config(0.1, 0, true, 0)).hasMessageContaining("nesterov");
    assertThatThrownBy(() -> new Lion.Config(0.1, 0.9, 1, 0)).hasMessageContaining("beta2 is 1.0");
    assertThatThrownBy(() -> new AdamW.Config(0.1, 0.9, 0.9, -1, 0))
        .hasMessageContaining("epsilon is -1.0");
  }
}
