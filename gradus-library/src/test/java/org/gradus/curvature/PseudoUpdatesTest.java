package org.gradus.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.copy;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.parameters;
import static org.gradus.Fixtures.sameBits;
import static org.gradus.Fixtures.values;
import static org.gradus.Fixtures.vector;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.State;
import org.gradus.optim.Adam;
import org.gradus.optim.ClippedGradient;
import org.gradus.optim.CoordinateClip;
import org.gradus.optim.Sgd;
import org.junit.jupiter.api.Test;

class PseudoUpdatesTest {
  private static Map<String, Optimizer> candidates(ParameterVector theta) {
    Map<String, Optimizer> candidates = new LinkedHashMap<>();
    candidates.put(
        "clipped",
        new ClippedGradient(
            new Sgd(theta, new Sgd.Config(1, 0, false, 0)), CoordinateClip.of(0.3)));
    candidates.put("sgd", new Sgd(theta, new Sgd.Config(1, 0.5, false, 0)));
    candidates.put("adam", new Adam(theta, Adam.Config.of(1)));
    return candidates;
  }

  @Test
  void candidatesKeepTheirStateButMoveNothing() {
    ParameterVector theta = parameters(1, 2, 3, 4);
    PseudoUpdates shadows = new PseudoUpdates(theta, candidates(theta));
    Tensor start = copy(theta.values());
    double[] momentum = new double[4];
    for (int t = 0; t < 3; t++) {
      Tensor gradient = normal(t, ScalarType.Double, 4);
      theta.gradient().copy_(gradient);
      Map<String, Tensor> displacements = shadows.displacements();
      assertThat(sameBits(theta.values(), start)).isTrue();
      assertThat(sameBits(theta.gradient(), gradient)).isTrue();
      double[] g = values(gradient);
      for (int i = 0; i < 4; i++) {
        momentum[i] = 0.5 * momentum[i] + g[i];
      }
      assertThat(values(displacements.get("sgd").neg())).containsExactly(momentum, within(1e-14));
    }
  }

  @Test
  void theDirectionIsThatOfTheStepItself() {
    ParameterVector theta = parameters(0, 0, 0, 0);
    PseudoUpdates shadows = new PseudoUpdates(theta, candidates(theta));
    theta.gradient().copy_(vector(1, -2, 4, 0.5));
    Map<String, Tensor> displacements = shadows.displacements();
    assertThat(values(displacements.get("adam")))
        .containsExactly(new double[] {-1, 1, -1, -1}, within(1e-7));
    assertThat(values(displacements.get("clipped"))).containsExactly(-1, 2, -2, -0.5);
  }

  @Test
  void savedAndLoadedContinuesBitForBit() {
    ParameterVector theta = parameters(1, 2, 3, 4);
    PseudoUpdates whole = new PseudoUpdates(theta, candidates(theta));
    theta.gradient().copy_(vector(1, -2, 4, 0.5));
    whole.displacements();
    State state = new State();
    whole.save(state);
    PseudoUpdates resumed = new PseudoUpdates(theta, candidates(theta));
    resumed.load(state);
    Map<String, Tensor> expected = whole.displacements();
    resumed
        .displacements()
        .forEach((name, d) -> assertThat(sameBits(d, expected.get(name))).as(name).isTrue());
  }

  @Test
  void candidatesOfOtherParametersAreRefused() {
    ParameterVector theta = parameters(1);
    assertThatThrownBy(
            () -> new PseudoUpdates(theta, Map.of("x", new Adam(parameters(1), Adam.Config.of(1)))))
        .hasMessage("candidate 'x' moves other parameters than the driver's");
  }
}
