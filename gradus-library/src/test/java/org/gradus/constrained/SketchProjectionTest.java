package org.gradus.constrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.gradus.core.PortableRandom;
import org.gradus.core.SparseMatrix;
import org.junit.jupiter.api.Test;

class SketchProjectionTest {
  private static final SparseMatrix HESSIAN =
      SparseMatrix.of(new double[][] {{4, 1, 0}, {1, 3, -1}, {0, -1, 2}});
  private static final SparseMatrix JACOBIAN = SparseMatrix.of(new double[][] {{1, 2, -1}});
  private static final double[] RIGHT = {1, -2, 3, 0.5};

  private static KktSystem system(SparseMatrix hessian, SparseMatrix jacobian) {
    return KktSystem.of(hessian, jacobian, Geometry.of(jacobian), Regularity.DEFAULT);
  }

  private static double[] exact(KktSystem system) {
    return Vectors.scaled(-1, system.solve(RIGHT).orElseThrow());
  }

  private static double[] identity(int p) {
    double[] identity = new double[p * p];
    for (int i = 0; i < p; i++) {
      identity[i * p + i] = 1;
    }
    return identity;
  }

  @Test
  void aFullSketchSolvesExactly() {
    KktSystem system = system(HESSIAN, JACOBIAN);
    for (Sketch full : List.of(new Sketch.Block(identity(4), 4), new Sketch.Identity())) {
      SketchProjection projection = new SketchProjection(system, RIGHT);

      assertThat(projection.step(full)).isTrue();

      assertThat(projection.residualNorm()).isLessThan(1e-14);
      assertThat(projection.z()).containsExactly(exact(system), within(1e-10));
    }
  }

  @Test
  void orthogonalRowsSolveInOneSweep() {
    SparseMatrix zero = new SparseMatrix(2, 2, new int[3], new int[0], new double[0]);
    SparseMatrix rotated = SparseMatrix.of(new double[][] {{3, 4}, {-4, 3}});
    KktSystem system = system(zero, rotated);
    SketchProjection projection = new SketchProjection(system, RIGHT);

    for (int i : new int[] {2, 0, 3, 1}) {
      projection.step(new Sketch.Row(i));
    }

    assertThat(projection.z()).containsExactly(exact(system), within(1e-14));
  }

  @Test
  void noSketchIncreasesTheError() {
    KktSystem system = system(HESSIAN, JACOBIAN);
    double[] solution = exact(system);
    for (Sketching sketching :
        List.of(
            Sketching.rows(1),
            Sketching.rowsByNorm(1),
            Sketching.gaussian(1),
            Sketching.blockGaussian(2, 1),
            Sketching.subsampled(2, 1),
            Sketching.count(3, 1))) {
      SketchSequence sketches = sketching.start(4);
      sketches.begin(system.squaredRowNorms());
      SketchProjection projection = new SketchProjection(system, RIGHT);
      double before = Vectors.norm(solution);
      for (int k = 0; k < 300; k++) {
        projection.step(sketches.next());
        double error = Vectors.norm(Vectors.sum(1, projection.z(), -1, solution));
        assertThat(error).isLessThanOrEqualTo(before + 1e-12);
        before = error;
      }
      assertThat(before).isLessThan(1e-3);
    }
  }

  /** A Gaussian column is a block of one column; a row one of a unit vector. */
  @Test
  void formsOfTheSameSketchAgree() {
    KktSystem system = system(HESSIAN, JACOBIAN);
    double[] column = PortableRandom.normal(5, 4);
    double[] unit = {0, 0, 1, 0};
    SketchProjection one = new SketchProjection(system, RIGHT);
    SketchProjection other = new SketchProjection(system, RIGHT);

    one.step(new Sketch.Column(column));
    one.step(new Sketch.Row(2));
    other.step(new Sketch.Block(column, 1));
    other.step(new Sketch.Column(unit));

    assertThat(one.z()).containsExactly(other.z(), within(1e-14));
  }

  @Test
  void rowsByNormFollowTheirNorms() {
    SketchSequence rows = Sketching.rowsByNorm(4).start(3);
    rows.begin(new double[] {1, 0, 3});
    int last = 0;
    for (int k = 0; k < 4000; k++) {
      int index = ((Sketch.Row) rows.next()).index();
      assertThat(index).isNotEqualTo(1);
      last += index == 2 ? 1 : 0;
    }
    assertThat(last / 4000.0).isCloseTo(0.75, within(0.03));
  }

  @Test
  void refusesSketchesOfAnotherOrder() {
    assertThatThrownBy(() -> SketchSequence.require(new Sketch.Row(4), 4))
        .hasMessage("row of the sketch is 4; it must be below p = 4");
    assertThatThrownBy(() -> SketchSequence.require(new Sketch.Column(new double[3]), 4))
        .hasMessage("rows of the sketch is 3; it must be p = 4");
    assertThatThrownBy(() -> Sketching.subsampled(5, 0).start(4))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
