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

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Warnings;
import org.gradus.core.Grouping;
import org.gradus.core.NamedTensor;
import org.gradus.core.NonFiniteException;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.curvature.InverseFisher;
import org.gradus.curvature.SlidingInverseFisher.Divisor;
import org.junit.jupiter.api.Test;

class MFacTest {
  private static MFac.Config config(int window, double momentum, double decay, boolean sparse) {
    return new MFac.Config(0.1, window, 0.5, momentum, decay, Divisor.WINDOW, sparse);
  }

  private static void inject(MFac mfac, Tensor gradient) {
    mfac.parameters().gradient().copy_(gradient);
    mfac.update();
  }

  @Test
  void defaultsAreThePapers() {
    MFac.Config config = MFac.Config.of(1e-3);
    assertThat(config).isEqualTo(new MFac.Config(1e-3, 1024, 1e-5, 0, 0, Divisor.WINDOW, false));
    assertThat(config.withWindow(8).withDamping(0.1).window()).isEqualTo(8);
    assertThat(MFac.estimatedBytes(270_000, 1024, 4)).isEqualTo(1_122_697_216L);
  }

  @Test
  void firstStepFromAnEmptyWindow() {
    ParameterVector theta = parameters(1, 2);
    inject(new MFac(theta, config(8, 0, 0, false)), vector(3, -4));
    double factor = 0.1 * 8 / (0.5 * 8 + 25);
    assertThat(values(theta.values()))
        .containsExactly(new double[] {1 - 3 * factor, 2 + 4 * factor}, within(1e-14));
  }

  /** The whole rule against the static inverse: decay by group, ring order, momentum. */
  @Test
  void tenStepsByTheFormula() {
    ParameterVector theta =
        ParameterVector.of(
            List.of(
                new NamedTensor("w", leaf(normal(1, ScalarType.Double, 4, 3))),
                new NamedTensor("b", leaf(normal(2, ScalarType.Double, 3)))),
            Grouping.none().with("biases", p -> p.name().equals("b"), 2, 0));
    MFac mfac = new MFac(theta, config(4, 0.9, 0.3, false));
    Tensor x = copy(theta.values());
    Tensor velocity = torch.zeros_like(x);
    Tensor window = torch.zeros_like(normal(0, ScalarType.Double, 4, 15));
    Tensor decay = vector(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0).mul(Scalars.of(0.3));
    Tensor rate = vector(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2).mul(Scalars.of(0.1));
    for (int t = 0; t < 10; t++) {
      Tensor gradient = normal(10 + t, ScalarType.Double, 15);
      Tensor g = gradient.add(decay.mul(x));
      window.select(0, t % 4).copy_(g);
      Tensor u = InverseFisher.of(window, 0.5).product(g);
      velocity.mul_(Scalars.of(0.9)).add_(u, Scalars.of(0.1));
      x.sub_(rate.mul(velocity), Scalars.of(1.0));
      inject(mfac, gradient);
    }
    assertThat(theta.values().sub(x).abs().max().item_double()).isLessThan(1e-12);
  }

  @Test
  void sparseModeKeepsZeros() {
    ParameterVector theta = parameters(1, 0, -2, 0, 3);
    MFac mfac = new MFac(theta, config(3, 0.9, 0.1, true));
    assertThat(mfac.fisher().parameters()).isEqualTo(3);
    ParameterVector dense = parameters(1, -2, 3);
    MFac compact = new MFac(dense, config(3, 0.9, 0.1, false));
    for (int t = 0; t < 7; t++) {
      Tensor gradient = normal(10 + t, ScalarType.Double, 5);
      inject(mfac, gradient);
      inject(compact, gradient.index_select(0, Tensor.create(0L, 2L, 4L)));
    }
    double[] found = values(theta.values());
    assertThat(found[1]).isZero();
    assertThat(found[3]).isZero();
    assertThat(new double[] {found[0], found[2], found[4]}).containsExactly(values(dense.values()));
  }

  /** A resumed run starts from fresh weights, of which other ones may be 0. */
  @Test
  void sparseModeResumesWithTheZerosItBeganWith() {
    ParameterVector theta = parameters(1, 0, -2, 0, 3);
    MFac mfac = new MFac(theta, config(3, 0.9, 0, true));
    List<Tensor> gradients = new ArrayList<>();
    for (int t = 0; t < 6; t++) {
      gradients.add(normal(10 + t, ScalarType.Double, 5));
    }
    gradients.subList(0, 4).forEach(g -> inject(mfac, g));
    State state = new State();
    mfac.save(state);
    ParameterVector other = parameters(5, 5, 5, 5, 0);
    MFac resumed = new MFac(other, config(3, 0.9, 0, true));
    other.values().copy_(theta.values());
    resumed.load(state);
    gradients.subList(4, 6).forEach(g -> inject(mfac, g));
    gradients.subList(4, 6).forEach(g -> inject(resumed, g));
    assertThat(sameBits(other.values(), theta.values())).isTrue();
  }

  @Test
  void aBadGradientDoesNotEnterTheWindow() {
    ParameterVector theta = parameters(1, 2);
    MFac mfac = new MFac(theta, config(3, 0, 0, false));
    inject(mfac, vector(1, 1));
    Tensor before = copy(theta.values());
    assertThatThrownBy(() -> inject(mfac, vector(1, Double.NaN)))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageContaining("'x'");
    assertThat(sameBits(theta.values(), before)).isTrue();
    assertThat(values(mfac.fisher().gradients().narrow(0, 1, 2))).containsOnly(0);
  }

  @Test
  void aFirstStepLongerThanTheParametersIsTold() {
    try (Warnings warnings = Warnings.of(MFac.class)) {
      inject(new MFac(parameters(1, 2), config(1000, 0, 0, false)), vector(1e-3, 0));
      assertThat(warnings.messages()).isEmpty();
      MFac.Config small = new MFac.Config(0.1, 1000, 1e-9, 0, 0, Divisor.WINDOW, false);
      inject(new MFac(parameters(1, 2), small), vector(1e-3, 0));
      assertThat(warnings.messages()).singleElement().asString().contains("M-FAC's first step");
    }
  }

  @Test
  void refusesSettingsOutOfRange() {
    assertThatThrownBy(() -> MFac.Config.of(0.1).withWindow(0)).hasMessageContaining("window is 0");
    assertThatThrownBy(() -> MFac.Config.of(0.1).withDamping(0))
        .hasMessage("damping is 0.0; it must be a finite number > 0");
    assertThatThrownBy(() -> new MFac(parameters(0, 0), config(3, 0, 0, true)))
        .hasMessageContaining("sparse mode");
  }
}
