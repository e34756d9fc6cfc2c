package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.values;
import static org.gradus.Fixtures.vector;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class MagnitudesTest {
  @Test
  void everyPlaceIsThatOfASort() {
    for (ScalarType type : new ScalarType[] {ScalarType.Float, ScalarType.Double}) {
      // Ties, zeros, subnormal and huge numbers among ordinary ones.
      Tensor tensor = normal(3, type, 9, 1000);
      tensor.view(-1).narrow(0, 0, 500).fill_(Scalars.of(0.0));
      tensor.view(-1).narrow(0, 500, 500).fill_(Scalars.of(-0.25));
      tensor.view(-1).narrow(0, 1000, 1).fill_(Scalars.of(1e-41));
      tensor.view(-1).narrow(0, 1001, 1).fill_(Scalars.of(-3e38));
      double[] sorted = Arrays.stream(values(tensor)).map(Math::abs).sorted().toArray();
      for (int place = 0; place < sorted.length; place += 7) {
        assertThat(Magnitudes.largest(tensor, place)).isEqualTo(sorted[sorted.length - 1 - place]);
      }
      assertThat(Magnitudes.largest(tensor, sorted.length - 1)).isZero();
    }
  }

  @Test
  void aViewIsReadAsItIs() {
    Tensor columns = normal(4, ScalarType.Double, 50, 3).t();
    double[] sorted = Arrays.stream(values(columns)).map(Math::abs).sorted().toArray();
    assertThat(Magnitudes.largest(columns, 10)).isEqualTo(sorted[sorted.length - 11]);
  }

  @Test
  void notANumberAndPlacesOutsideAreRefused() {
    assertThatThrownBy(() -> Magnitudes.largest(vector(1, Double.NaN), 0))
        .isInstanceOf(NonFiniteException.class);
    Tensor infinite = vector(1, Double.NEGATIVE_INFINITY).to(ScalarType.Float);
    assertThatThrownBy(() -> Magnitudes.largest(infinite, 1))
        .isInstanceOf(NonFiniteException.class);
    assertThatThrownBy(() -> Magnitudes.largest(vector(1, 2), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("place is 2; it must be in [0, 2) for 2 entries");
  }
}
