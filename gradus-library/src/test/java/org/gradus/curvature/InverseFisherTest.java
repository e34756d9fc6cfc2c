package org.gradus.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.copy;
import static org.gradus.Fixtures.matrix;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.values;
import static org.gradus.Fixtures.vector;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Scalars;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InverseFisherTest {
  private static final double DAMPING = 0.05;

  private static Tensor gradients(int m, int d) {
    return normal(3, ScalarType.Double, m, d);
  }

  /** F itself, block-diagonal over runs of {@code block} entries. */
  private static Tensor fisher(Tensor g, double damping, int block) {
    int d = (int) g.size(1);
    Tensor f = g.t().mm(g).div(Scalars.of((double) g.size(0)));
    for (int a = 0; a < d; a++) {
      for (int b = 0; b < d; b++) {
        if (a / block != b / block) {
          f.select(0, a).narrow(0, b, 1).zero_();
        }
      }
    }
    f.diagonal().add_(Scalars.of(damping));
    return f;
  }

  private static double largest(Tensor difference) {
    return difference.abs().max().item_double();
  }

  @Test
  void oneGradientByHand() {
    InverseFisher inverse = InverseFisher.of(matrix(new double[] {3, 4}), 0.1);
    assertThat(values(inverse.product(vector(3, 4))))
        .containsExactly(new double[] {3 / 25.1, 4 / 25.1}, within(1e-12));
  }

  @Test
  void orthogonalGradientsAreEigenvectors() {
    Tensor g = matrix(new double[] {3, 0, 0}, new double[] {0, 0, 2});
    InverseFisher inverse = InverseFisher.of(g, 0.1);
    assertThat(values(inverse.product(g.select(0, 0))))
        .containsExactly(new double[] {3 / (0.1 + 9 / 2.0), 0, 0}, within(1e-12));
    assertThat(values(inverse.product(g.select(0, 1))))
        .containsExactly(new double[] {0, 0, 2 / (0.1 + 4 / 2.0)}, within(1e-12));
  }

  @Test
  void withoutGradientsOrWithMuchDampingItIsAScaledIdentity() {
    Tensor x = vector(1, -2, 5);
    InverseFisher none = InverseFisher.of(torch.zeros_like(gradients(4, 3)), 0.25);
    assertThat(values(none.product(x))).containsExactly(4, -8, 20);
    InverseFisher damped = InverseFisher.of(gradients(4, 3), 1e9);
    assertThat(largest(damped.product(x).mul(Scalars.of(1e9)).sub(x))).isLessThan(1e-7);
  }

  /** 70 and 130 gradients take two and three pages of rows. */
  @ParameterizedTest
  @ValueSource(ints = {1, 5, 70, 130})
  void agreesWithTheDenseInverse(int m) {
    Tensor g = gradients(m, 40);
    Tensor f = fisher(g, DAMPING, 40);
    Tensor dense = f.inverse();
    InverseFisher inverse = InverseFisher.of(g, DAMPING);
    Tensor x = normal(4, ScalarType.Double, 40);
    Tensor product = inverse.product(x);
    assertThat(largest(f.mv(product).sub(x))).isLessThan(1e-10);
    assertThat(largest(product.sub(dense.mv(x)))).isLessThan(1e-10);
    assertThat(largest(inverse.diagonal().sub(dense.diagonal()))).isLessThan(1e-10);
    assertThat(inverse.entry(7, 31))
        .isCloseTo(dense.select(0, 7).select(0, 31).item_double(), within(1e-10));
    assertThat(inverse.entry(7, 7))
        .isCloseTo(inverse.diagonal().select(0, 7).item_double(), within(1e-10));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 16, 19})
  void blocksAreProblemsOfTheirOwn(int block) {
    Tensor g = gradients(10, 40); // blocks of up to 10 are dense, larger ones factored
    Tensor dense = fisher(g, DAMPING, block).inverse();
    InverseFisher inverse = InverseFisher.of(g, DAMPING, block);
    Tensor x = normal(4, ScalarType.Double, 40);
    assertThat(largest(inverse.product(x).sub(dense.mv(x)))).isLessThan(1e-10);
    assertThat(largest(inverse.diagonal().sub(dense.diagonal()))).isLessThan(1e-10);
    for (int[] ab : new int[][] {{0, 0}, {0, 39}, {39, 38}, {16, 17}, {39, 0}}) {
      assertThat(inverse.entry(ab[0], ab[1]))
          .isCloseTo(dense.select(0, ab[0]).select(0, ab[1]).item_double(), within(1e-10));
    }
    assertThat(inverse.entry(0, 39)).isZero();
  }

  @Test
  void blocksOfOneAreADiagonalAndLargeOnesTheWhole() {
    Tensor g = gradients(6, 9);
    Tensor x = normal(4, ScalarType.Double, 9);
    Tensor meanSquare = g.square().mean(new long[] {0}, false, null);
    Tensor expected = x.div(meanSquare.add(Scalars.of(DAMPING)));
    assertThat(largest(InverseFisher.of(g, DAMPING, 1).product(x).sub(expected))).isLessThan(1e-12);
    Tensor whole = InverseFisher.of(g, DAMPING).product(x);
    assertThat(largest(InverseFisher.of(g, DAMPING, 9).product(x).sub(whole))).isZero();
    assertThat(largest(InverseFisher.of(g, DAMPING, 100).product(x).sub(whole))).isZero();
  }

  @Test
  void isSymmetricAndPositive() {
    InverseFisher inverse = InverseFisher.of(gradients(12, 30), DAMPING);
    Tensor x = normal(5, ScalarType.Double, 30);
    Tensor y = normal(6, ScalarType.Double, 30);
    double xy = x.dot(inverse.product(y)).item_double();
    assertThat(y.dot(inverse.product(x)).item_double()).isCloseTo(xy, within(1e-10));
    assertThat(x.dot(inverse.product(x)).item_double()).isPositive();
  }

  /** The paper's recursion, written down as it stands there. */
  @Test
  void chainIsThePapersRecursion() {
    Tensor g = gradients(70, 20);
    double lambda = 1 / DAMPING;
    List<Tensor> v = new ArrayList<>();
    List<Double> q = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      Tensor gi = g.select(0, i);
      Tensor vi = gi.mul(Scalars.of(lambda));
      for (int j = 0; j < i; j++) {
        vi.sub_(v.get(j), Scalars.of(v.get(j).dot(gi).item_double() / q.get(j)));
      }
      v.add(vi);
      q.add(70 + gi.dot(vi).item_double());
    }
    InverseFisher inverse = InverseFisher.of(g, DAMPING);
    Tensor divisors = inverse.chainDivisors();
    for (int i = 0; i < 70; i++) {
      double size = v.get(i).abs().max().item_double();
      assertThat(largest(inverse.chainVectors().select(0, i).sub(v.get(i))) / size)
          .isLessThan(1e-10);
      assertThat(divisors.select(0, i).item_double() / q.get(i)).isCloseTo(1, within(1e-10));
    }
  }

  /** Pages of 7 rows that forget everything but what was written to them. */
  private static final class Slow implements GradientPages {
    private final Tensor rows;

    Slow(Tensor rows) {
      this.rows = rows;
    }

    @Override
    public long rows() {
      return rows.size(0);
    }

    @Override
    public long columns() {
      return rows.size(1);
    }

    @Override
    public int count() {
      return (int) ((rows.size(0) + 6) / 7);
    }

    @Override
    public Tensor read(int page) {
      return copy(rows.narrow(0, 7L * page, Math.min(7, rows() - 7L * page)));
    }

    @Override
    public void write(int page, Tensor values) {
      rows.narrow(0, 7L * page, values.size(0)).copy_(values);
    }
  }

  @Test
  void pagesChangeNothing() {
    Tensor g = gradients(20, 33);
    Tensor x = normal(4, ScalarType.Double, 33);
    InverseFisher paged = InverseFisher.paged(new Slow(copy(g)), DAMPING);
    InverseFisher whole = InverseFisher.of(g, DAMPING);
    assertThat(largest(paged.product(x).sub(whole.product(x)))).isLessThan(1e-12);
    assertThat(largest(paged.diagonal().sub(whole.diagonal()))).isLessThan(1e-12);
    assertThat(paged.entry(3, 30)).isCloseTo(whole.entry(3, 30), within(1e-12));
  }

  @Test
  void theDivisorCountsZeroGradients() {
    Tensor g = gradients(3, 5);
    Tensor more = torch.zeros_like(gradients(4, 5));
    more.narrow(0, 0, 3).copy_(g);
    Tensor x = normal(4, ScalarType.Double, 5);
    Tensor difference =
        InverseFisher.of(g, DAMPING).product(x).sub(InverseFisher.of(more, DAMPING).product(x));
    assertThat(largest(difference)).isGreaterThan(1e-3);
  }

  @Test
  void takesFloatsAndLeavesThemAlone() {
    Tensor g = normal(3, ScalarType.Float, 4, 6);
    Tensor before = copy(g);
    Tensor x = normal(4, ScalarType.Float, 6);
    Tensor product = InverseFisher.of(g, 1e-5).product(x);
    assertThat(g.equal(before)).isTrue();
    assertThat(product.scalar_type().intern()).isEqualTo(ScalarType.Float);
    Tensor exact = InverseFisher.of(g.to(ScalarType.Double), 1e-5).product(x.to(ScalarType.Double));
    assertThat(largest(product.to(ScalarType.Double).sub(exact)) / largest(exact)).isLessThan(1e-7);
  }

  @Test
  void saysWhatItNeeds() {
    assertThat(InverseFisher.estimatedBytes(64, 1000, InverseFisher.FULL)).isEqualTo(512_000);
    assertThat(InverseFisher.estimatedBytes(64, 1000, 10)).isEqualTo(592_000);
  }

  @Test
  void refusesWhatIsNoFisherMatrix() {
    assertThatThrownBy(() -> InverseFisher.of(gradients(2, 3), 0))
        .hasMessage("damping is 0.0; it must be a finite number > 0");
    assertThatThrownBy(() -> InverseFisher.of(gradients(2, 3), 1, 0))
        .hasMessageContaining("blockSize is 0");
    assertThatThrownBy(() -> InverseFisher.of(vector(1, 2), 1)).hasMessageContaining("[m, d]");
    assertThatThrownBy(() -> InverseFisher.of(matrix(new double[] {1, Double.NaN}), 1))
        .isInstanceOf(NonFiniteException.class);
    InverseFisher inverse = InverseFisher.of(gradients(2, 3), 1);
    assertThatThrownBy(() -> inverse.product(vector(1, 2))).hasMessageContaining("[3]");
    assertThatThrownBy(() -> inverse.entry(0, 3)).hasMessageContaining("column is 3");
    assertThatThrownBy(() -> InverseFisher.of(gradients(2, 3), 1, 1).chainVectors())
        .isInstanceOf(IllegalStateException.class);
  }
}
