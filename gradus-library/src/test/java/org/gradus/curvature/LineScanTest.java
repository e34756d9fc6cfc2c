package org.gradus.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.copy;
import static org.gradus.Fixtures.diagonalQuadratic;
import static org.gradus.Fixtures.parameters;
import static org.gradus.Fixtures.sameBits;
import static org.gradus.Fixtures.vector;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.junit.jupiter.api.Test;

class LineScanTest {
  private final ParameterVector theta = parameters(1, -2, 0.5);
  private final Objective objective = diagonalQuadratic(theta, 3, 1, 0.5);
  private final Tensor descent = vector(-3, 2, -0.25);
  private final DirectionalSharpness along = DirectionalSharpness.of(objective, theta, descent);

  private LineScan scan(Tensor direction, LineScan.Config config) {
    Tensor before = copy(theta.values());
    LineScan scan = LineScan.of(List.of(objective), theta, direction, config);
    assertThat(sameBits(theta.values(), before)).isTrue();
    return scan;
  }

  @Test
  void findsTheMinimumOfAQuadratic() {
    LineScan scan = scan(descent, LineScan.Config.of(along.bestStep() / 4));
    assertThat(scan.losses().size()).isBetween(9, 10);
    assertThat(scan.best()).isEqualTo(4);
    assertThat(scan.restarts()).isZero();
    assertThat(scan.found()).isTrue();
    assertThat(scan.bestStep()).isCloseTo(along.bestStep(), within(1e-14));
    assertThat(scan.decrease())
        .isCloseTo(along.bestDecrease(), within(1e-12 * along.bestDecrease()));
  }

  @Test
  void aScanTooCoarseBeginsAgain() {
    LineScan scan = scan(descent, LineScan.Config.of(6 * along.bestStep()));
    assertThat(scan.restarts()).isEqualTo(2);
    assertThat(scan.spacing()).isCloseTo(0.24 * along.bestStep(), within(1e-14));
    assertThat(scan.losses()).hasSize(10);
    assertThat(scan.best()).isEqualTo(4);
  }

  @Test
  void aScanTooShortIsWidenedOnlyIfAsked() {
    double tiny = along.bestStep() / 1000;
    LineScan plain = scan(descent, LineScan.Config.of(tiny));
    assertThat(plain.best()).isEqualTo(20);
    assertThat(plain.losses()).hasSize(21);
    LineScan widened = scan(descent, LineScan.Config.of(tiny).widening());
    assertThat(widened.restarts()).isEqualTo(3);
    assertThat(widened.decrease()).isCloseTo(along.bestDecrease(), within(1e-12));
  }

  @Test
  void anAscentDirectionEndsAsNotFound() {
    LineScan scan = scan(descent.neg(), LineScan.Config.of(1));
    assertThat(scan.found()).isFalse();
    assertThat(scan.restarts()).isEqualTo(20);
    assertThat(scan.decrease()).isZero();
  }

  @Test
  void aLossThatIsNotFiniteStopsTheScan() {
    // √x along −1: not a number below 0.
    ParameterVector one = parameters(1);
    Objective root = () -> one.parameters().get(0).sqrt().sum();
    LineScan scan = LineScan.of(List.of(root), one, vector(-1), LineScan.Config.of(0.3));
    assertThat(scan.losses()).hasSize(5);
    assertThat(scan.best()).isEqualTo(3);
    assertThat(scan.losses().get(4)).isNaN();
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() -> LineScan.Config.of(0)).hasMessageContaining("spacing is 0.0");
    assertThatThrownBy(() -> new LineScan.Config(1, 20, 1, 20, false))
        .hasMessageContaining("factor is 1.0");
  }
}
