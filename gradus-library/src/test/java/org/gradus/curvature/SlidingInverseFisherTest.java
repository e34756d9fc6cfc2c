package org.gradus.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.copy;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.sameBits;
import static org.gradus.Fixtures.values;
import static org.gradus.Fixtures.vector;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Warnings;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.curvature.SlidingInverseFisher.Divisor;
import org.junit.jupiter.api.Test;

class SlidingInverseFisherTest {
  private static final double DAMPING = 0.05;

  private static SlidingInverseFisher window(int d, int m, ScalarType type) {
    return new SlidingInverseFisher(d, m, DAMPING, Divisor.WINDOW, new TensorOptions(type));
  }

  private static SlidingInverseFisher filled(int d, int m, int inserts) {
    SlidingInverseFisher window = window(d, m, ScalarType.Double);
    for (int i = 0; i < inserts; i++) {
      window.insert(normal(100 + i, ScalarType.Double, d));
    }
    return window;
  }

  private static double largest(Tensor difference) {
    return difference.abs().max().item_double();
  }

  @Test
  void afterFifteenInsertsItIsTheStaticInverseOfTheLastSix() {
    SlidingInverseFisher window = filled(25, 6, 15);
    InverseFisher fixed = InverseFisher.of(window.gradients(), DAMPING);
    Tensor x = normal(1, ScalarType.Double, 25);
    assertThat(largest(window.product(x).sub(fixed.product(x)))).isLessThan(1e-12);
    assertThat(largest(window.diagonal().sub(fixed.diagonal()))).isLessThan(1e-12);
    // The fifteenth gradient stands in slot 14 mod 6.
    assertThat(largest(window.gradients().select(0, 2).sub(normal(114, ScalarType.Double, 25))))
        .isZero();
    for (int slot = 0; slot < 6; slot++) {
      Tensor exact = fixed.product(window.gradients().select(0, slot));
      assertThat(largest(window.productWith(slot).sub(exact))).isLessThan(1e-12);
    }
    Tensor k = window.gradients().mm(window.gradients().t());
    assertThat(largest(window.gram().sub(k))).isLessThan(1e-12);
  }

  @Test
  void whileItFillsEmptySlotsAreZeroGradients() {
    SlidingInverseFisher window = filled(25, 6, 2);
    InverseFisher fixed = InverseFisher.of(window.gradients(), DAMPING);
    Tensor x = normal(1, ScalarType.Double, 25);
    assertThat(largest(window.product(x).sub(fixed.product(x)))).isLessThan(1e-12);
    assertThat(values(window.productWith(5))).containsOnly(0);
    assertThat(values(window(3, 6, ScalarType.Double).product(vector(1, 2, 3))))
        .containsExactly(new double[] {20, 40, 60}, within(1e-12));
  }

  @Test
  void countDividesByTheGradientsThere() {
    SlidingInverseFisher window =
        new SlidingInverseFisher(
            25, 6, DAMPING, Divisor.COUNT, new TensorOptions(ScalarType.Double));
    window.insert(normal(7, ScalarType.Double, 25));
    window.insert(normal(8, ScalarType.Double, 25));
    InverseFisher fixed = InverseFisher.of(window.gradients().narrow(0, 0, 2), DAMPING);
    Tensor x = normal(1, ScalarType.Double, 25);
    assertThat(largest(window.product(x).sub(fixed.product(x)))).isLessThan(1e-12);
    assertThat(window.divisor()).isEqualTo(2);
  }

  @Test
  void orderOfSlotsDoesNotMatterAndRemovingZeroesOne() {
    SlidingInverseFisher window = filled(25, 6, 15);
    SlidingInverseFisher permuted = window(25, 6, ScalarType.Double);
    int[] order = {3, 0, 5, 1, 4, 2};
    for (int slot = 0; slot < 6; slot++) {
      permuted.replace(order[slot], window.gradients().select(0, slot));
    }
    Tensor x = normal(1, ScalarType.Double, 25);
    assertThat(largest(window.product(x).sub(permuted.product(x)))).isLessThan(1e-12);

    window.remove(4);
    Tensor rows = copy(window.gradients());
    assertThat(values(rows.select(0, 4))).containsOnly(0);
    assertThat(largest(window.product(x).sub(InverseFisher.of(rows, DAMPING).product(x))))
        .isLessThan(1e-12);
  }

  @Test
  void recursionAndCombinationAreThePapers() {
    SlidingInverseFisher window = filled(25, 6, 15);
    double lambda = 1 / DAMPING;
    Tensor d = window.gram().mul(Scalars.of(lambda));
    for (int i = 0; i < 6; i++) {
      for (int k = 0; k < i; k++) {
        double dki = d.select(0, k).select(0, i).item_double();
        double dkk = d.select(0, k).select(0, k).item_double();
        Tensor tail = d.select(0, k).narrow(0, i, 6 - i);
        d.select(0, i).narrow(0, i, 6 - i).sub_(tail, Scalars.of(dki / (6 + dkk)));
      }
    }
    Tensor upper = d.triu();
    assertThat(largest(window.recursion().sub(upper)) / largest(upper)).isLessThan(1e-12);
    Tensor v = window.combination().mm(window.gradients());
    InverseFisher fixed = InverseFisher.of(window.gradients(), DAMPING);
    assertThat(largest(fixed.chainVectors().sub(v)) / largest(v)).isLessThan(1e-12);
    Tensor q = upper.diagonal().add(Scalars.of(6.0));
    assertThat(largest(fixed.chainDivisors().sub(q)) / largest(q)).isLessThan(1e-12);
  }

  /** Float32 gradients of length one, little damping: 1e-3 is what the closed form must keep. */
  @Test
  void floatsAreAccurateForGradientsOfTheWindow() {
    int d = 40_000;
    SlidingInverseFisher single =
        new SlidingInverseFisher(d, 16, 1e-5, Divisor.WINDOW, new TensorOptions(ScalarType.Float));
    Tensor g = normal(1, ScalarType.Float, 16, d).mul_(Scalars.of(1 / Math.sqrt(d)));
    for (int i = 0; i < 16; i++) {
      single.insert(g.select(0, i));
    }
    InverseFisher exact = InverseFisher.of(g, 1e-5);
    for (int slot : new int[] {0, 9, 15}) {
      Tensor expected = exact.product(g.select(0, slot).to(ScalarType.Double));
      Tensor found = single.productWith(slot).to(ScalarType.Double);
      assertThat(found.sub(expected).norm().item_double() / expected.norm().item_double())
          .isLessThan(1e-5);
    }
  }

  /** Two equal float32 gradients far longer than the damping: K alone is indefinite by rounding. */
  @Test
  void roundingDoesNotBreakTheFactorisation() {
    SlidingInverseFisher window =
        new SlidingInverseFisher(
            1000, 8, 1e-12, Divisor.WINDOW, new TensorOptions(ScalarType.Float));
    Tensor g = normal(1, ScalarType.Float, 1000).mul_(Scalars.of(1e6));
    for (int i = 0; i < 8; i++) {
      window.insert(g.mul(Scalars.of(1 + 1e-7 * i)));
    }
    try (Warnings warnings = Warnings.of(SlidingInverseFisher.class)) {
      assertThat(window.productWith(3).isfinite().all().item_bool()).isTrue();
      assertThat(warnings.messages()).hasSizeLessThan(2);
    }
  }

  @Test
  void refusesBadGradientsAndStaysAsItWas() {
    SlidingInverseFisher window = filled(3, 2, 3);
    Tensor before = copy(window.gradients());
    assertThatThrownBy(() -> window.insert(vector(1, Double.NaN, 0)))
        .isInstanceOf(NonFiniteException.class);
    assertThatThrownBy(() -> window.insert(vector(1, 1e300, 0)))
        .isInstanceOf(NonFiniteException.class);
    assertThatThrownBy(() -> window.insert(vector(1, 2))).hasMessageContaining("[3]");
    assertThatThrownBy(() -> window.remove(2)).hasMessageContaining("slot is 2");
    assertThat(sameBits(window.gradients(), before)).isTrue();
    assertThatThrownBy(() -> window(3, 0, ScalarType.Double)).hasMessageContaining("window is 0");
  }

  @Test
  void savedAndLoadedItGoesOnAlike() {
    SlidingInverseFisher window = filled(10, 4, 6);
    State state = new State();
    window.save(state);
    SlidingInverseFisher other = window(10, 4, ScalarType.Double);
    other.load(state);
    Tensor g = normal(1, ScalarType.Double, 10);
    assertThat(other.insert(g)).isEqualTo(window.insert(g));
    assertThat(sameBits(other.product(g), window.product(g))).isTrue();
    assertThat(SlidingInverseFisher.estimatedBytes(1000, 10, 4)).isEqualTo(41_600);
  }
}
