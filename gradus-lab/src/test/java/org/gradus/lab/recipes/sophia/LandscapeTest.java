package org.gradus.lab.recipes.sophia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.gradus.lab.reproduce.Plot.Series;
import org.junit.jupiter.api.Test;

class LandscapeTest {
  /** The sheet's exact check: iterate 11 is the first within 0.05 of (1, 4). */
  @Test
  void sophiaArrivesAtStepElevenAndNewtonAtTheMaximum() {
    Series sophia = path("Sophia, lr 0.5");
    assertThat(near(sophia, 10)).isFalse();
    assertThat(near(sophia, 11)).isTrue();
    Series newton = path("Newton");
    int last = newton.x().length - 1;
    assertThat(newton.x()[last]).isCloseTo(0, within(1e-12));
    assertThat(newton.y()[last]).isCloseTo(4, within(1e-12));
  }

  private static boolean near(Series path, int step) {
    return Math.abs(path.x()[step] - 1) < 0.05 && Math.abs(path.y()[step] - 4) < 0.05;
  }

  private static Series path(String name) {
    return Landscape.picture().series().stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
