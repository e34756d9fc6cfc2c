package org.gradus.optim.lowrank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.matrix;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.values;
import static org.gradus.Fixtures.vector;

import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.StringViewOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.optim.lowrank.ColumnSelection.Score;
import org.gradus.optim.lowrank.OrthogonalBasis.Cosines;
import org.junit.jupiter.api.Test;

class ProjectionTest {
  private static final TensorOptions DOUBLE = new TensorOptions(ScalarType.Double);

  private static Tensor draw(long seed, long... shape) {
    return normal(seed, ScalarType.Double, shape);
  }

  private static double distance(Tensor a, Tensor b) {
    return a.sub(b).abs().max().item_double();
  }

  private static double square(Tensor a) {
    return a.square().sum().item_double();
  }

  @Test
  void smallCosineMatricesAreKnown() {
    assertThat(values(Dct.matrix(2)))
        .containsExactly(new double[] {.7071068, .7071068, .7071068, -.7071068}, within(5e-8));
    assertThat(values(Dct.matrix(4).select(0, 1)))
        .containsExactly(new double[] {.6532815, .2705981, -.2705981, -.6532815}, within(5e-8));
    assertThat(values(Dct.matrix(1))).containsExactly(1);
  }

  @Test
  void basesAreOrthogonal() {
    for (int n : new int[] {1, 2, 7, 64, 1024}) {
      Tensor c = Dct.matrix(n);
      assertThat(distance(c.mm(c.t()), torch.eye(n, DOUBLE))).isLessThan(1e-14);
    }
    for (OrthogonalBasis basis :
        List.of(
            OrthogonalBasis.dct(Cosines.ROWS),
            OrthogonalBasis.random(3),
            OrthogonalBasis.identity(),
            OrthogonalBasis.hadamard())) {
      Tensor q = basis.vectors(16, vector(1));
      assertThat(distance(q.mm(q.t()), torch.eye(16, DOUBLE))).isLessThan(1e-14);
      assertThat(basis.bytes()).isEqualTo(16 * 16 * 8);
    }
    assertThatThrownBy(() -> OrthogonalBasis.hadamard().vectors(12, vector(1)))
        .hasMessage("size of a Hadamard basis is 12; it must be a power of 2");
  }

  @Test
  void theFastTransformIsTheProduct() {
    for (int n : new int[] {1, 2, 3, 7, 8}) {
      Tensor x = draw(n, 5, n);
      assertThat(distance(Dct.rows(x), x.mm(Dct.matrix(n).t()))).isLessThan(1e-12);
      assertThat(distance(OrthogonalBasis.fastDct(1).coefficients(x), Dct.rows(x))).isZero();
    }
    Tensor x = draw(1, 4, 6);
    Tensor slow = OrthogonalBasis.fastDct(1000).coefficients(x);
    assertThat(distance(slow, OrthogonalBasis.dct().coefficients(x))).isZero();
    Tensor other = OrthogonalBasis.dct(Cosines.ROWS).coefficients(x);
    assertThat(distance(other, x.mm(Dct.matrix(6)))).isLessThan(1e-15);
  }

  private static Projector projector(Projection projection, int n, int rank) {
    return projection.projector(n, rank, vector(1));
  }

  @Test
  void selectionByEuclideanNormIsTheBestSubset() {
    for (int rank = 1; rank <= 5; rank++) {
      Tensor a = draw(rank, 9, 6);
      OrthogonalBasis basis = OrthogonalBasis.dct();
      Projector projector = projector(Projection.select(basis, Score.L2), 6, rank);
      Tensor kept = projector.refresh(a).coordinates();
      double[] energies = values(basis.coefficients(a).square().sum(0));
      double best = 0;
      for (int subset = 0; subset < 64; subset++) {
        double energy = 0;
        for (int j = 0; j < 6; j++) {
          energy += (subset >> j & 1) * energies[j];
        }
        best = Integer.bitCount(subset) == rank ? Math.max(best, energy) : best;
      }
      assertThat(square(kept)).isCloseTo(best, within(1e-12));
      double lost = square(a.sub(projector.reconstruct(kept)));
      assertThat(lost).isLessThanOrEqualTo((1 - rank / 6.0) * square(a));
      assertThat(square(kept) + lost).isCloseTo(square(a), within(1e-12));
      assertThat(distance(projector.project(a), kept)).isLessThan(1e-14);
    }
  }

  @Test
  void aRankOneMatrixOfABasisVectorIsFoundExactly() {
    OrthogonalBasis basis = OrthogonalBasis.dct();
    Tensor a = draw(1, 8).outer(basis.vectors(5, vector(1)).select(0, 3));
    for (Score score : new Score[] {Score.L1, Score.L2}) {
      Projector projector = projector(Projection.select(basis, score), 5, 1);
      Tensor kept = projector.refresh(a).coordinates();
      assertThat(distance(projector.reconstruct(kept), a)).isLessThan(1e-14);
      State state = new State();
      projector.save(state);
      assertThat(state.tensor("indices").item_long()).isEqualTo(3);
    }
  }

  private static long[] indices(Projector projector) {
    State state = new State();
    projector.save(state);
    Tensor stored = state.tensor("indices");
    return LongStream.range(0, stored.numel()).map(i -> stored.select(0, i).item_long()).toArray();
  }

  @Test
  void tiesGoToTheLowerIndexAndIndicesAscend() {
    Projector projector = projector(Projection.select(OrthogonalBasis.identity(), Score.L1), 5, 3);
    projector.refresh(matrix(new double[] {1, 2, -1, 2, 1}));
    assertThat(indices(projector)).containsExactly(0, 1, 3);
    projector.refresh(matrix(new double[] {0, 0, 0, 0, 0}));
    assertThat(indices(projector)).containsExactly(0, 1, 2);
    Projector fixed = projector(Projection.select(OrthogonalBasis.dct(), Score.FIRST), 5, 2);
    fixed.refresh(draw(1, 6, 5));
    assertThat(indices(fixed)).containsExactly(0, 1);
  }

  @Test
  void scoresMayDiffer() {
    // Column 0: one large entry; column 1: many small ones.
    Tensor a =
        matrix(new double[] {3, 1}, new double[] {0, 1}, new double[] {0, 1}, new double[] {0, 1});
    Projector sums = projector(Projection.select(OrthogonalBasis.identity(), Score.L1), 2, 1);
    Projector norms = projector(Projection.select(OrthogonalBasis.identity(), Score.L2), 2, 1);
    sums.refresh(a);
    norms.refresh(a);
    assertThat(indices(sums)).containsExactly(1);
    assertThat(indices(norms)).containsExactly(0);
  }

  @Test
  void movingToAnotherSelectionIsTheMatrixProduct() {
    OrthogonalBasis basis = OrthogonalBasis.dct();
    Projector projector = projector(Projection.select(basis, Score.L1), 8, 4);
    Tensor moments = draw(9, 12, 4);
    projector.refresh(draw(1, 12, 8));
    long[] before = indices(projector);
    for (int seed = 2; seed < 12; seed++) {
      Projector.Refreshed chosen = projector.refresh(draw(seed, 12, 8));
      Tensor all = basis.vectors(8, vector(1));
      Tensor old = all.index_select(0, Tensor.create(before));
      Tensor now = all.index_select(0, Tensor.create(indices(projector)));
      Tensor rotation = old.mm(now.t());
      assertThat(distance(chosen.transfer().apply(moments), moments.mm(rotation)))
          .isLessThan(1e-12);
      // Entries 0 or 1: a partial permutation.
      assertThat(distance(rotation.mul(rotation), rotation)).isLessThan(1e-12);
      before = indices(projector);
    }
    Tensor same = draw(20, 12, 8);
    projector.refresh(same);
    assertThat(projector.refresh(same).transfer().apply(moments).equal(moments)).isTrue();
  }

  @Test
  void denseProjectionsAreOrthonormalAndSvdIsBest() {
    Tensor a = draw(1, 10, 6);
    Projector svd = projector(Projection.svd(), 6, 2);
    double best = square(svd.refresh(a).coordinates());
    double[] singular = values(torch.linalg_svdvals(a));
    assertThat(best)
        .isCloseTo(singular[0] * singular[0] + singular[1] * singular[1], within(1e-12));
    for (Projection projection :
        List.of(
            Projection.random(RandomSource.seeded(1)),
            Projection.powerIteration(RandomSource.seeded(1)),
            Projection.dct())) {
      Projector projector = projector(projection, 6, 2);
      Projector.Refreshed chosen = projector.refresh(a);
      assertThat(square(chosen.coordinates())).isLessThanOrEqualTo(best + 1e-12);
      Tensor twice = projector.project(projector.reconstruct(chosen.coordinates()));
      assertThat(distance(twice, chosen.coordinates())).isLessThan(1e-14);
    }
  }

  @Test
  void powerIterationFindsTheLeadingSubspaceAndRandomOnesChange() {
    Tensor a = draw(1, 10, 6);
    Projector svd = projector(Projection.svd(), 6, 2);
    double best = square(svd.refresh(a).coordinates());
    Projector power = projector(Projection.powerIteration(RandomSource.seeded(2)), 6, 2);
    for (int i = 0; i < 200; i++) {
      power.refresh(a);
    }
    assertThat(square(power.project(a))).isCloseTo(best, within(1e-9));
    Projector random = projector(Projection.random(RandomSource.seeded(2)), 6, 2);
    Tensor first = random.refresh(a).coordinates();
    Projector.Refreshed second = random.refresh(a);
    assertThat(distance(first, second.coordinates())).isGreaterThan(1e-3);
    // b (P_beforeᵀ P) are the coordinates of b's reconstruction.
    Tensor carried = second.transfer().apply(first);
    assertThat(square(carried)).isLessThan(square(first));
  }

  @Test
  void projectingBeforeChoosingIsAnError() {
    Projector projector = projector(Projection.dct(), 6, 2);
    assertThatThrownBy(() -> projector.project(draw(1, 7, 6)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("refresh first");
  }

  @Test
  void quantisedRowsAreWithinHalfAUnit() {
    Tensor x = draw(1, 6, 7);
    for (int bits : new int[] {8, 4}) {
      RowQuantizer quantizer = new RowQuantizer(bits);
      RowQuantizer.Codes codes = quantizer.encode(x);
      Tensor unit = codes.max().sub(codes.min()).div(Scalars.of((1 << bits) - 1.0));
      Tensor error = quantizer.decode(codes, 7).sub(x).abs();
      assertThat(error.div(unit).max().item_double()).isLessThanOrEqualTo(0.5 + 1e-12);
      assertThat(codes.codes().size(1)).isEqualTo(bits == 8 ? 7 : 4);
    }
    Tensor ramp = torch.arange(Scalars.of(256L), DOUBLE).view(1, -1);
    RowQuantizer eight = new RowQuantizer(8);
    assertThat(distance(eight.decode(eight.encode(ramp), 256), ramp)).isZero();
    RowQuantizer four = new RowQuantizer(4);
    assertThat(distance(four.decode(four.encode(ramp), 256), ramp)).isLessThanOrEqualTo(8.5);
    Tensor constant = torch.full_like(ramp, Scalars.of(0.3));
    assertThat(distance(four.decode(four.encode(constant), 256), constant)).isZero();
  }

  @Test
  void newtonSchulzBringsSingularValuesNearOne() {
    for (long[] shape : new long[][] {{40, 12}, {12, 40}, {20, 20}}) {
      var svd = torch.linalg_svd(draw(7, shape), false, new StringViewOptional());
      long r = Math.min(shape[0], shape[1]);
      Tensor spread = torch.linspace(Scalars.of(1.0), Scalars.of(0.05), r, DOUBLE);
      Tensor a = svd.get0().mul(spread).mm(svd.get2());
      double[] singular = values(torch.linalg_svdvals(NewtonSchulz.orthogonalise(a)));
      for (double value : singular) {
        assertThat(value).isBetween(0.65, 1.2);
      }
    }
  }
}
