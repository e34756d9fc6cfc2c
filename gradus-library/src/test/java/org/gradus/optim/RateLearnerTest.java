package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.diagonalQuadratic;
import static org.gradus.Fixtures.parameters;
import static org.gradus.Fixtures.sameBits;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.core.State;
import org.gradus.core.Tensors;
import org.gradus.curvature.Hutchinson;
import org.gradus.curvature.rates.LanczosRate;
import org.gradus.curvature.rates.Rate;
import org.gradus.curvature.rates.RateRule;
import org.junit.jupiter.api.Test;

class RateLearnerTest {
  private static Sgd sgd(ParameterVector theta) {
    return new Sgd(theta, new Sgd.Config(0.1, 0.5, false, 0));
  }

  private static LanczosRate heavyBall() {
    return new LanczosRate(
        new LanczosRate.Config(
            5, LanczosRate.Rule.HEAVY_BALL, LanczosRate.Flat.SMALLEST, Hutchinson.Probe.GAUSSIAN),
        RandomSource.seeded(1));
  }

  @Test
  void aRuleIsAskedAfterTheWarmStartAndEachInterval() {
    ParameterVector theta = parameters(1, 1);
    List<Rate> asked = new ArrayList<>();
    RateRule halving =
        (curvature, parameters, now) -> {
          asked.add(now);
          return Optional.of(new Rate(now.learningRate() / 2, 0.25));
        };
    RateLearner learner = new RateLearner(sgd(theta), halving, new RateLearner.Config(2, 3));
    Objective objective = diagonalQuadratic(theta, 1, 2);
    for (int i = 0; i < 7; i++) {
      learner.step(objective);
    }
    assertThat(asked).containsExactly(new Rate(0.1, 0.5), new Rate(0.05, 0.25));
    assertThat(learner.rate()).isEqualTo(new Rate(0.025, 0.25));
  }

  @Test
  void theHeavyBallPairConvergesByAHalfAStep() {
    ParameterVector theta = parameters(1, 1);
    RateLearner learner = new RateLearner(sgd(theta), heavyBall(), new RateLearner.Config(0, 1000));
    Objective objective = diagonalQuadratic(theta, 1, 9);
    for (int i = 0; i < 40; i++) {
      learner.step(objective);
    }
    assertThat(learner.rate().learningRate()).isCloseTo(0.25, within(1e-12));
    assertThat(learner.rate().momentum()).isCloseTo(0.25, within(1e-12));
    double before = Tensors.norm(theta.values());
    for (int i = 0; i < 20; i++) {
      learner.step(objective);
    }
    // (a + b t) 2^−t: the double root's linear prefactor adds at most 3 % a step here.
    double factor = Math.pow(Tensors.norm(theta.values()) / before, 1.0 / 20);
    assertThat(factor).isBetween(0.5, 0.52);
  }

  @Test
  void thePlainPairConvergesByEightTenthsAStep() {
    ParameterVector theta = parameters(1, 1);
    Sgd plain = new Sgd(theta, new Sgd.Config(0.2, 0, false, 0));
    Objective objective = diagonalQuadratic(theta, 1, 9);
    for (int i = 0; i < 30; i++) {
      plain.step(objective);
    }
    assertThat(Tensors.norm(theta.values()))
        .isCloseTo(Math.sqrt(2) * Math.pow(0.8, 30), within(1e-15));
  }

  @Test
  void curvatureMayBeThatOfAnotherObjective() {
    ParameterVector theta = parameters(1, 1);
    Objective fixed = diagonalQuadratic(theta, 4, 4);
    RateLearner learner =
        new RateLearner(sgd(theta), heavyBall(), batch -> fixed, new RateLearner.Config(0, 1));
    learner.step(diagonalQuadratic(theta, 1, 9));
    assertThat(learner.rate().learningRate()).isCloseTo(0.25, within(1e-12));
  }

  @Test
  void savedAndLoadedItContinuesBitForBit() {
    ParameterVector whole = parameters(1, -1, 2);
    RateLearner first = new RateLearner(sgd(whole), heavyBall(), new RateLearner.Config(0, 4));
    Objective objective = diagonalQuadratic(whole, 1, 3, 7);
    steps(first, objective, 6);
    State state = new State();
    first.save(state);
    ParameterVector copy = parameters(0, 0, 0);
    copy.values().copy_(whole.values());
    steps(first, objective, 2);
    RateLearner resumed = new RateLearner(sgd(copy), heavyBall(), new RateLearner.Config(0, 4));
    resumed.load(state);
    assertThat(resumed.rate()).isEqualTo(first.rate());
    steps(resumed, diagonalQuadratic(copy, 1, 3, 7), 2);
    assertThat(sameBits(copy.values(), whole.values())).isTrue();
  }

  private static void steps(RateLearner learner, Objective objective, int count) {
    for (int i = 0; i < count; i++) {
      learner.step(objective);
    }
  }

  @Test
  void aScheduleBesideTheLearnerIsRefused() {
    RateLearner learner =
        new RateLearner(sgd(parameters(1)), heavyBall(), new RateLearner.Config(0, 1));
    learner.learningRate(0.1);
    assertThatThrownBy(() -> learner.learningRate(0.05)).hasMessageContaining("no schedule");
  }

  @Test
  void momentumNeedsABaseThatHasIt() {
    Sgd plain = new Sgd(parameters(1), new Sgd.Config(0.2, 0, false, 0));
    assertThatThrownBy(() -> plain.momentum(0.5)).hasMessageContaining("made without momentum");
    assertThatThrownBy(() -> new RateLearner.Config(0, 0)).hasMessageContaining("interval is 0");
  }
}
