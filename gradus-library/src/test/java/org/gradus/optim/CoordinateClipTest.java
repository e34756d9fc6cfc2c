package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.copy;
import static org.gradus.Fixtures.leaf;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.parameters;
import static org.gradus.Fixtures.sameBits;
import static org.gradus.Fixtures.values;
import static org.gradus.Fixtures.vector;

import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Warnings;
import org.gradus.core.NamedTensor;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.optim.ClippedSgd.Step;
import org.gradus.optim.CoordinateClip.Scope;
import org.junit.jupiter.api.Test;

class CoordinateClipTest {
  private static final double[] G = {5, -4, 3, -2, 1, 0, 0, 0, 0, 0};

  private static double[] clipped(CoordinateClip clip, double... g) {
    ParameterVector theta = parameters(new double[g.length]);
    Tensor vector = vector(g);
    clip.apply(theta, vector);
    return values(vector.add(Scalars.of(0.0))); // −0 becomes 0
  }

  @Test
  void theWorkedExamples() {
    assertThat(clipped(CoordinateClip.of(0.1), G)).containsExactly(4, -4, 3, -2, 1, 0, 0, 0, 0, 0);
    assertThat(clipped(CoordinateClip.of(0.3), G)).containsExactly(2, -2, 2, -2, 1, 0, 0, 0, 0, 0);
    assertThat(clipped(CoordinateClip.of(0.5), G)).containsOnly(0);
    assertThat(clipped(CoordinateClip.of(0.05), G)).containsExactly(G);
    assertThat(clipped(CoordinateClip.of(0), G)).containsExactly(G);
    assertThat(clipped(CoordinateClip.of(1), G)).containsOnly(0);
    assertThat(clipped(new CoordinateClip(0.1, 0.5, Scope.NETWORK, false), G))
        .containsExactly(2, -2, 2, -2, 1, 0, 0, 0, 0, 0);
  }

  @Test
  void itIsOddIdempotentAndHomogeneous() {
    double[] g = values(normal(1, ScalarType.Double, 57));
    double[] once = clipped(CoordinateClip.of(0.2), g);
    assertThat(clipped(CoordinateClip.of(0.2), once)).containsExactly(once);
    assertThat(values(vector(clipped(CoordinateClip.of(0.2), values(vector(g).neg()))).neg()))
        .containsExactly(once);
    double[] fourfold = values(vector(g).mul(Scalars.of(4.0)));
    assertThat(clipped(CoordinateClip.of(0.2), fourfold))
        .containsExactly(values(vector(once).mul(Scalars.of(4.0))));
  }

  private static ParameterVector two() {
    return ParameterVector.of(
        List.of(
            new NamedTensor("a", leaf(vector(0, 0, 0))),
            new NamedTensor("b", leaf(vector(0, 0, 0, 0, 0, 0, 0)))));
  }

  @Test
  void oneThresholdHoldsForTheNetworkUnlessAskedOtherwise() {
    Tensor network = vector(G);
    assertThat(CoordinateClip.of(0.3).apply(two(), network)).isEqualTo(2);
    assertThat(values(network)).containsExactly(2, -2, 2, -2, 1, 0, 0, 0, 0, 0);
    Tensor each = vector(G);
    assertThat(new CoordinateClip(0.34, 1, Scope.PARAMETER, false).apply(two(), each)).isZero();
    assertThat(values(each.add(Scalars.of(0.0)))).containsExactly(4, -4, 3, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void zerosCanBeLeftOutAndOtherwiseAreWarnedOf() {
    // Five entries are not zero: a[⌊2.5⌋] = 3.
    assertThat(clipped(new CoordinateClip(0.5, 1, Scope.NETWORK, true), G))
        .containsExactly(3, -3, 3, -2, 1, 0, 0, 0, 0, 0);
    assertThat(clipped(new CoordinateClip(0.5, 1, Scope.NETWORK, true), 0, 0)).containsOnly(0);
    ParameterVector theta = parameters(new double[10]);
    Optimizer optimizer =
        new ClippedGradient(new Sgd(theta, Sgd.Config.of(1)), CoordinateClip.of(0.5));
    try (Warnings warnings = Warnings.of(CoordinateClip.class)) {
      for (int t = 0; t < 3; t++) {
        theta.gradient().copy_(vector(G));
        optimizer.update();
      }
      assertThat(warnings.messages()).singleElement().asString().contains("ignoreZeros");
    }
    assertThat(values(theta.values())).containsOnly(0);
  }

  @Test
  void aGradientThatIsNotFiniteIsRefusedAndNothingMoves() {
    List<Function<ParameterVector, Optimizer>> methods =
        List.of(
            t -> new ClippedGradient(new Sgd(t, Sgd.Config.of(1)), CoordinateClip.of(0.1)),
            t -> new ClippedSgd(t, ClippedSgd.Config.of(1, Step.PLAIN), CoordinateClip.of(0.1)),
            t -> adam(t, CoordinateClip.of(0.5), ClipTarget.GRADIENT),
            t -> adam(t, CoordinateClip.of(0.5), ClipTarget.UPDATE),
            t -> new ClippedLion(t, Lion.Config.of(1), CoordinateClip.of(0.5)));
    for (Function<ParameterVector, Optimizer> method : methods) {
      ParameterVector theta = parameters(1, 2, 3);
      ParameterVector fresh = parameters(1, 2, 3);
      Optimizer optimizer = method.apply(theta);
      theta.gradient().copy_(vector(1, Double.NaN, 1));
      assertThatThrownBy(optimizer::update).isInstanceOf(NonFiniteException.class);
      assertThat(values(theta.values())).containsExactly(1, 2, 3);
      theta.gradient().copy_(vector(1, -2, 1));
      optimizer.update();
      Optimizer unharmed = method.apply(fresh);
      fresh.gradient().copy_(vector(1, -2, 1));
      unharmed.update();
      assertThat(sameBits(theta.values(), fresh.values())).isTrue();
    }
  }

  private static ClippedAdam adam(ParameterVector theta, CoordinateClip clip, ClipTarget target) {
    return new ClippedAdam(theta, AdamW.Config.of(0.1), clip, target);
  }

  @Test
  void withoutShareTheyAreThePlainOptimizersBitForBit() {
    CoordinateClip none = CoordinateClip.none();
    for (ScalarType type : new ScalarType[] {ScalarType.Float, ScalarType.Double}) {
      same(
          type,
          t -> new Sgd(t, Sgd.Config.of(0.1)),
          t -> new ClippedGradient(new Sgd(t, Sgd.Config.of(0.1)), none));
      same(
          type,
          t -> new Sgd(t, Sgd.Config.of(0.1)),
          t -> new ClippedSgd(t, new ClippedSgd.Config(0.1, 0.9, 0, Step.PLAIN, 0), none));
      for (ClipTarget target : ClipTarget.values()) {
        same(type, t -> new AdamW(t, AdamW.Config.of(0.1)), t -> adam(t, none, target));
      }
      same(
          type,
          t -> new Lion(t, Lion.Config.of(0.1)),
          t -> new ClippedGradient(new Lion(t, Lion.Config.of(0.1)), none));
    }
  }

  private static void same(
      ScalarType type,
      Function<ParameterVector, Optimizer> plain,
      Function<ParameterVector, Optimizer> clipped) {
    ParameterVector one = ParameterVector.of(List.of(start(type)));
    ParameterVector two = ParameterVector.of(List.of(start(type)));
    Optimizer first = plain.apply(one);
    Optimizer second = clipped.apply(two);
    for (int t = 0; t < 5; t++) {
      one.gradient().copy_(normal(20 + t, type, 41));
      two.gradient().copy_(normal(20 + t, type, 41));
      first.update();
      second.update();
      assertThat(sameBits(one.values(), two.values())).as("%s step %d", type, t).isTrue();
    }
  }

  private static NamedTensor start(ScalarType type) {
    return new NamedTensor("x", leaf(normal(9, type, 41)));
  }

  @Test
  void theSecondMomentSeesTheRawGradient() {
    ParameterVector theta = parameters(0, 0, 0, 0);
    ParameterVector plain = parameters(0, 0, 0, 0);
    ClippedAdam clipped = adam(theta, CoordinateClip.of(0.5), ClipTarget.GRADIENT);
    AdamW adam = new AdamW(plain, AdamW.Config.of(0.1));
    State one = new State();
    State two = new State();
    for (int t = 0; t < 4; t++) {
      theta.gradient().copy_(normal(t, ScalarType.Double, 4));
      plain.gradient().copy_(normal(t, ScalarType.Double, 4));
      clipped.update();
      adam.update();
    }
    clipped.save(one);
    adam.save(two);
    assertThat(sameBits(one.tensor("v"), two.tensor("v"))).isTrue();
    assertThat(values(one.tensor("m"))).isNotEqualTo(values(two.tensor("m")));
  }

  @Test
  void clippedAdamFollowsItsFormula() {
    double[] g = {3, -1, 0.5};
    for (ClipTarget target : ClipTarget.values()) {
      ParameterVector theta = parameters(0, 0, 0);
      ClippedAdam adam =
          new ClippedAdam(
              theta, new AdamW.Config(0.1, 0.9, 0.999, 1, 0), CoordinateClip.of(0.5), target);
      theta.gradient().copy_(vector(g));
      adam.update();
      double[] expected = new double[3];
      for (int i = 0; i < 3; i++) {
        double c = Math.signum(g[i]) * Math.min(Math.abs(g[i]), 1);
        expected[i] =
            target == ClipTarget.GRADIENT
                ? -0.1 * c / (Math.abs(g[i]) + 1)
                : -0.1 * Math.signum(g[i]) * Math.min(0.5, Math.abs(g[i]) / (Math.abs(g[i]) + 1));
      }
      assertThat(values(theta.values())).containsExactly(expected, within(1e-14));
    }
  }

  @Test
  void clippedLionFollowsItsFormula() {
    ParameterVector theta = parameters(0, 0, 0);
    ClippedLion lion = new ClippedLion(theta, Lion.Config.of(1), CoordinateClip.of(0.5));
    theta.gradient().copy_(vector(3, -1, 0.5));
    lion.update();
    // m = 0: the direction is 0.1 g, its threshold 0.1.
    assertThat(values(theta.values()))
        .containsExactly(new double[] {-0.1, 0.1, -0.05}, within(1e-15));
    theta.gradient().copy_(vector(0, 0, 0));
    lion.update();
    // m = 0.01 g: the direction is 0.009 g.
    assertThat(values(theta.values()))
        .containsExactly(new double[] {-0.109, 0.109, -0.0545}, within(1e-15));
  }

  @Test
  void momentumIsDampedAfterTheFirstStep() {
    ParameterVector theta = parameters(0);
    ClippedSgd sgd =
        new ClippedSgd(theta, ClippedSgd.Config.of(1, Step.PLAIN), CoordinateClip.none());
    theta.gradient().copy_(vector(1));
    sgd.update();
    assertThat(values(theta.values())[0]).isEqualTo(-1);
    theta.gradient().copy_(vector(3));
    sgd.update();
    assertThat(values(theta.values())[0]).isCloseTo(-1 - (0.9 + 0.1 * 3), within(1e-15));
  }

  @Test
  void normalizedAndSignStepsHaveTheLengthOfTheRate() {
    for (Step step : new Step[] {Step.NORMALIZED, Step.SIGN}) {
      ParameterVector theta = two();
      ClippedSgd sgd =
          new ClippedSgd(theta, ClippedSgd.Config.of(0.1, step), CoordinateClip.of(0.3));
      theta.gradient().copy_(vector(9, -4, 3, -2, 1, 1, 1, 1, 1, 1));
      sgd.update();
      List<Tensor> parts = theta.views(theta.values());
      assertThat(parts.get(0).norm().item_double()).isCloseTo(0.1 * Math.sqrt(3), within(1e-15));
      assertThat(parts.get(1).norm().item_double()).isCloseTo(0.1 * Math.sqrt(7), within(1e-15));
      // The threshold 2 is the network's: the three largest lie in the other parameter.
      double[] first = values(parts.get(0));
      assertThat(Math.abs(first[0])).as(step.name()).isEqualTo(Math.abs(first[2]));
      Tensor before = copy(theta.values());
      theta.gradient().copy_(theta.newVector());
      new ClippedSgd(theta, ClippedSgd.Config.of(0.1, step), CoordinateClip.none()).update();
      assertThat(sameBits(theta.values(), before)).isTrue();
    }
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() -> CoordinateClip.of(1.5))
        .hasMessage("share is 1.5; it must be in [0.0, 1.0]");
    assertThatThrownBy(() -> new CoordinateClip(0.1, -1, Scope.NETWORK, false))
        .hasMessageContaining("scale is -1.0");
    assertThatThrownBy(() -> new ClippedSgd.Config(0.1, 0, 0.9, Step.PLAIN, 0))
        .hasMessage("dampening is 0.9; it must be 0 without momentum");
  }
}
