package org.gradus.lowrank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Monitor;
import org.gradus.core.PortableRandom;
import org.gradus.core.Solution.Status;
import org.gradus.core.Tensors;
import org.gradus.lowrank.SubgradientMethod.Config;
import org.junit.jupiter.api.Test;

class SubgradientMethodTest {
  private static final int D = 8;

  /** Gaussian measurements of Q Qᵀ of rank 2, a share p of them off by N(0, 10²). */
  private static RecoveryProblem gaussian(int count, int width, double p, long seed) {
    DenseMeasurements measurements =
        DenseMeasurements.of(PortableRandom.normal(seed, count * D * D), D);
    double[] y = new double[count];
    measurements.apply(truth(), y);
    SplittableRandom random = new SplittableRandom(seed);
    double[] noise = PortableRandom.normal(seed + 1, count);
    for (int i = 0; i < count; i++) {
      y[i] += random.nextDouble() < p ? 10 * noise[i] : 0;
    }
    return new RecoveryProblem(measurements, y, width);
  }

  private static double[] truth() {
    Tensor q = Tensors.matrix(Fixtures.basis(D, 2, 77), D, 2);
    return Tensors.doubles(q.mm(q.t()));
  }

  private static double error(RecoverySolution solution) {
    return Fixtures.distance(Tensors.doubles(solution.matrix()), truth());
  }

  private static List<double[]> iterates(Config config, RecoveryProblem problem) {
    List<double[]> iterates = new ArrayList<>();
    new SubgradientMethod(config, (step, u) -> iterates.add(u.clone())).solve(problem);
    return iterates;
  }

  @Test
  void gradientsAreTheDerivativesOfTheLoss() {
    RecoveryProblem problem = gaussian(40, 3, 0.2, 1);
    double[] u = PortableRandom.normal(5, D * 3);
    for (MeasurementLoss loss : MeasurementLoss.values()) {
      double[] gradient = loss.at(problem, u).gradient();
      double norm = Fixtures.norm(gradient);
      for (int i = 0; i < u.length; i++) {
        double h = 1e-6;
        double[] up = u.clone();
        double[] down = u.clone();
        up[i] += h;
        down[i] -= h;
        double slope = (loss.at(problem, up).loss() - loss.at(problem, down).loss()) / (2 * h);
        assertThat(slope).isCloseTo(gradient[i], within(1e-6 * norm));
      }
    }
  }

  @Test
  void unitMatricesKeepTheIterateOnTheLineOfTheTruth() {
    int d = 4;
    double[] units = new double[d * d * d * d];
    double[] y = new double[d * d];
    for (int e = 0; e < d * d; e++) {
      units[e * d * d + e] = 1;
      y[e] = 1.0 / d;
    }
    RecoveryProblem problem = new RecoveryProblem(DenseMeasurements.of(units, d), y, d);
    double alpha = 1e-2;
    double[] start = new FactorStart.Spectral(alpha).factor(problem);
    for (int i = 0; i < d; i++) {
      assertThat(Math.abs(start[i * d])).isCloseTo(alpha / Math.sqrt(d), within(1e-16));
    }
    RecoverySolution solution =
        new SubgradientMethod(
                Config.DEFAULT.withStart(new FactorStart.Spectral(alpha)).withMaxSteps(50))
            .solve(problem);
    double[] x = Tensors.doubles(solution.matrix());
    for (double value : x) {
      assertThat(value).isCloseTo(x[0], within(1e-14));
    }
    assertThat(solution.certificate().eigenvalues()[1]).isLessThan(1e-14);
  }

  @Test
  void rotatingTheStartRotatesEveryIterate() {
    RecoveryProblem problem = gaussian(60, 3, 0.2, 2);
    Tensor start = Tensors.matrix(PortableRandom.normal(3, D * 3), D, 3);
    Tensor rotation = Fixtures.rotation(3, 4);
    Config config = Config.DEFAULT.withMaxSteps(40);
    List<double[]> plain = iterates(config.withStart(new FactorStart.Given(start)), problem);
    List<double[]> turned =
        iterates(config.withStart(new FactorStart.Given(start.mm(rotation))), problem);
    assertThat(plain).hasSize(41);
    for (int t = 0; t < plain.size(); t++) {
      double[] expected = Tensors.doubles(Tensors.matrix(plain.get(t), D, 3).mm(rotation));
      assertThat(turned.get(t)).containsExactly(expected, within(1e-12));
    }
  }

  @Test
  void zeroAndRepeatedColumnsAreKeptExactly() {
    RecoveryProblem problem = gaussian(60, 4, 0.2, 3);
    double[] start = PortableRandom.normal(3, D * 4);
    for (int i = 0; i < D; i++) {
      start[i * 4 + 1] = 0;
      start[i * 4 + 3] = start[i * 4];
    }
    Config config =
        Config.DEFAULT
            .withMaxSteps(100)
            .withStart(new FactorStart.Given(Tensors.matrix(start, D, 4)));
    double[] u = Tensors.doubles(new SubgradientMethod(config).solve(problem).factor());
    for (int i = 0; i < D; i++) {
      assertThat(u[i * 4 + 1]).isZero();
      assertThat(u[i * 4 + 3]).isEqualTo(u[i * 4]);
    }
    assertThat(u[2]).isNotZero();
  }

  @Test
  void scalingTheValuesScalesEveryIterate() {
    double k = 9;
    RecoveryProblem problem = gaussian(60, 3, 0.2, 4);
    double[] scaled = Arrays.stream(problem.values()).map(y -> k * y).toArray();
    RecoveryProblem large = new RecoveryProblem(problem.measurements(), scaled, 3);
    for (boolean normalised : new boolean[] {true, false}) {
      Config small =
          Config.DEFAULT
              .withMaxSteps(60)
              .withStart(new FactorStart.Spectral(0.1))
              .withStep(normalised ? StepRule.Geometric.DEFAULT : new StepRule.LossScaled(0.2));
      Config big =
          small
              .withStart(new FactorStart.Spectral(Math.sqrt(k) * 0.1))
              .withStep(normalised ? small.step() : new StepRule.LossScaled(0.2 / k));
      List<double[]> expected = iterates(small, problem);
      List<double[]> actual = iterates(big, large);
      for (int t = 0; t <= 60; t++) {
        double[] times3 = Arrays.stream(expected.get(t)).map(v -> Math.sqrt(k) * v).toArray();
        assertThat(actual.get(t)).containsExactly(times3, within(1e-10));
      }
    }
  }

  @Test
  void orderAndSignsOfMeasurementsDoNotMatter() {
    int count = 50;
    double[] matrices = PortableRandom.normal(6, count * D * D);
    double[] y = new double[count];
    DenseMeasurements.of(matrices, D).apply(truth(), y);
    y[3] += 20;
    double[] reversed = new double[matrices.length];
    double[] reversedY = new double[count];
    for (int i = 0; i < count; i++) {
      int from = count - 1 - i;
      double sign = i % 2 == 0 ? 1 : -1;
      reversedY[i] = sign * y[from];
      for (int e = 0; e < D * D; e++) {
        reversed[i * D * D + e] = sign * matrices[from * D * D + e];
      }
    }
    Config config = Config.DEFAULT.withMaxSteps(80);
    Tensor plain =
        new SubgradientMethod(config)
            .solve(new RecoveryProblem(DenseMeasurements.of(matrices, D), y, 3))
            .matrix();
    Tensor other =
        new SubgradientMethod(config)
            .solve(new RecoveryProblem(DenseMeasurements.of(reversed, D), reversedY, 3))
            .matrix();
    assertThat(Tensors.doubles(other)).containsExactly(Tensors.doubles(plain), within(1e-12));
  }

  @Test
  void stepsAreAsLongAsTheRuleSays() {
    RecoveryProblem problem = gaussian(60, 3, 0.2, 5);
    Tensor start = Tensors.matrix(PortableRandom.normal(3, D * 3), D, 3);
    double[] u = Tensors.doubles(start);
    MeasurementLoss.Value value = MeasurementLoss.ABSOLUTE.at(problem, u);
    double norm = Fixtures.norm(value.matrixGradient());
    Config config = Config.DEFAULT.withStart(new FactorStart.Given(start)).withMaxSteps(1);
    double[] lengths = {0.25 / norm, 0.3 * value.loss(), 0.01};
    StepRule[] rules = {
      StepRule.Geometric.DEFAULT, new StepRule.LossScaled(0.3), new StepRule.Constant(0.01)
    };
    for (int r = 0; r < rules.length; r++) {
      RecoverySolution solution = new SubgradientMethod(config.withStep(rules[r])).solve(problem);
      double[] expected = new double[u.length];
      for (int i = 0; i < u.length; i++) {
        expected[i] = u[i] - lengths[r] * value.gradient()[i];
      }
      assertThat(Tensors.doubles(solution.factor())).containsExactly(expected, within(1e-14));
      assertThat(solution.trace().points().get(0).metric(RecoverySolution.STEP_LENGTH))
          .isCloseTo(lengths[r], within(1e-15));
    }
    StepRule spectral = new StepRule.Geometric(0.25, 0.99, StepRule.Norm.SPECTRAL);
    assertThat(
            new SubgradientMethod(config.withStep(spectral))
                .solve(problem)
                .trace()
                .points()
                .get(0)
                .metric(RecoverySolution.STEP_LENGTH))
        .isGreaterThan(0.25 / norm);
    assertThat(StepRule.Geometric.forStart(1e-10).rho()).isCloseTo(0.995, within(1e-15));
    assertThat(StepRule.Geometric.forStart(1e-3).rho()).isEqualTo(0.99);
  }

  @Test
  void recoversFromOutliersWhateverTheWidth() {
    RecoverySolution wide =
        new SubgradientMethod(Config.DEFAULT.withStart(new FactorStart.Spectral(1e-6)))
            .solve(gaussian(300, D, 0.1, 6));
    assertThat(error(wide)).isLessThan(1e-5);
    assertThat(wide.certificate().fitting()).isBetween(0.7, 0.95);
    assertThat(wide.certificate().medianResidual()).isLessThan(1e-5);
    assertThat(wide.certificate().meanResidual()).isGreaterThan(0.3);
    assertThat(wide.certificate().eigenvalues()[1]).isCloseTo(1, within(1e-5));
    RecoverySolution exact = new SubgradientMethod(Config.DEFAULT).solve(gaussian(300, 2, 0.1, 6));
    assertThat(error(exact)).isLessThan(1e-8);
    Config leastSquares =
        Config.DEFAULT.withLoss(MeasurementLoss.SQUARED).withStep(new StepRule.Constant(0.05));
    assertThat(error(new SubgradientMethod(leastSquares).solve(gaussian(300, D, 0.1, 6))))
        .isGreaterThan(0.1);
  }

  @Test
  void rankOneAndEntryMeasurementsRecoverToo() {
    int count = 160;
    RankOneMeasurements quadratic = new RankOneMeasurements(PortableRandom.normal(8, count * D), D);
    double[] y = new double[count];
    quadratic.apply(truth(), y);
    Config config =
        Config.DEFAULT
            .withStep(new StepRule.LossScaled(0.05))
            .withStart(new FactorStart.Gaussian(0.1, 4))
            .withMaxSteps(6000);
    assertThat(error(new SubgradientMethod(config).solve(new RecoveryProblem(quadratic, y, 2))))
        .isLessThan(1e-6);
    int[] rows = new int[D * D];
    int[] columns = new int[D * D];
    for (int e = 0; e < D * D; e++) {
      rows[e] = e / D;
      columns[e] = e % D;
    }
    EntryMeasurements entries = new EntryMeasurements(D, rows, columns);
    double[] z = truth();
    z[5] += 100;
    assertThat(
            error(new SubgradientMethod(Config.DEFAULT).solve(new RecoveryProblem(entries, z, 2))))
        .isLessThan(1e-6);
  }

  @Test
  void everyOperatorIsTheAdjointOfItself() {
    double[] x = Tensors.doubles(Fixtures.rotation(D, 3).mm(Fixtures.rotation(D, 3).t()));
    double[] u = PortableRandom.normal(12, D * 2);
    Tensor factor = Tensors.matrix(u, D, 2);
    for (Measurements a :
        List.of(
            DenseMeasurements.of(PortableRandom.normal(9, 7 * D * D), D),
            new RankOneMeasurements(PortableRandom.normal(9, 7 * D), D),
            new EntryMeasurements(
                D, new int[] {0, 1, 2, 3, 4, 5, 6}, new int[] {1, 1, 0, 7, 3, 5, 2}))) {
      double[] weights = PortableRandom.normal(10, 7);
      double[] measured = new double[7];
      double[] adjoint = new double[D * D];
      a.apply(x, measured);
      a.adjoint(weights, adjoint);
      assertThat(dot(measured, weights)).isCloseTo(dot(adjoint, x), within(1e-12));
      if (a instanceof Measurements.OfFactor direct) {
        double[] viaMatrix = new double[7];
        a.apply(Tensors.doubles(factor.mm(factor.t())), viaMatrix);
        direct.applyToFactor(u, 2, measured);
        assertThat(measured).containsExactly(viaMatrix, within(1e-12));
      }
    }
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  @Test
  void aPerfectStartConvergesAtOnce() {
    RecoveryProblem problem = gaussian(60, 2, 0, 6);
    double[] zero = new double[60];
    RecoveryProblem nothing = new RecoveryProblem(problem.measurements(), zero, 2);
    RecoverySolution solution = new SubgradientMethod(Config.DEFAULT).solve(nothing);
    assertThat(solution.status()).isEqualTo(Status.CONVERGED);
    assertThat(solution.message()).isEqualTo("G = 0 after 0 steps");
  }

  @Test
  void endsAreTold() {
    RecoveryProblem problem = gaussian(200, 2, 0.1, 6);
    SubgradientMethod few = new SubgradientMethod(Config.DEFAULT.withMaxSteps(20));
    assertThat(few.solve(problem).message()).contains("still growing");
    assertThat(few.solve(problem).status()).isEqualTo(Status.LIMIT_REACHED);
    SubgradientMethod many = new SubgradientMethod(Config.DEFAULT.withMaxSteps(5000));
    assertThat(many.solve(problem).message()).startsWith("steps have shrunk to 9.");
    SubgradientMethod settled =
        new SubgradientMethod(Config.DEFAULT.withMaxSteps(5000).withChangeTolerance(1e-6));
    assertThat(settled.solve(problem).status()).isEqualTo(Status.CONVERGED);
    assertThat(settled.solve(problem).steps()).isLessThan(2000);
    Monitor stop =
        new Monitor() {
          @Override
          public boolean cancelled() {
            return true;
          }
        };
    assertThat(few.solve(problem, stop).status()).isEqualTo(Status.CANCELLED);
    Config wild =
        Config.DEFAULT.withLoss(MeasurementLoss.SQUARED).withStep(new StepRule.Constant(1e3));
    assertThat(
            new SubgradientMethod(wild.withStart(new FactorStart.Gaussian(1, 1)))
                .solve(problem)
                .status())
        .isEqualTo(Status.BREAKDOWN);
  }

  @Test
  void badInputIsNamed() {
    RecoveryProblem problem = gaussian(10, 2, 0, 6);
    Measurements a = problem.measurements();
    assertThatThrownBy(() -> new RecoveryProblem(a, new double[3], 2))
        .hasMessage("the length of values is 3; it must be 10, one a measurement");
    double[] y = problem.values();
    y[4] = Double.NaN;
    assertThatThrownBy(() -> new RecoveryProblem(a, y, 2)).hasMessageContaining("values[4] is NaN");
    assertThatThrownBy(() -> new RecoveryProblem(a, problem.values(), 9))
        .hasMessage("width is 9; it must be in [1, 8], the dimension");
    assertThatThrownBy(() -> new FactorStart.Spectral(0)).hasMessageContaining("alpha is 0.0");
    assertThatThrownBy(() -> new StepRule.Geometric(1, 1.5, StepRule.Norm.FROBENIUS))
        .hasMessage("rho is 1.5; it must be in (0, 1]");
    assertThatThrownBy(() -> DenseMeasurements.of(new double[10], 3))
        .hasMessageContaining("a multiple of d^2 = 9");
    assertThatThrownBy(() -> DenseMeasurements.of(Tensors.matrix(new double[6], 2, 3)))
        .hasMessageContaining("of shape [m, d, d]");
    assertThatThrownBy(() -> new EntryMeasurements(3, new int[] {3}, new int[] {0}))
        .hasMessage("rows[0] is 3; it must be in [0, 3)");
    FactorStart zero = new FactorStart.Given(Tensors.matrix(new double[16], 8, 2));
    assertThatThrownBy(() -> zero.factor(problem)).hasMessageContaining("the norm of the start");
  }

  @Test
  void signsPointBackAtTheMatrix() {
    int count = 4000;
    DenseMeasurements a = DenseMeasurements.of(PortableRandom.normal(11, count * D * D), D);
    SignRip.Estimate clean = new SignRip(a, new double[count]).worst(2, 1, 5, 1);
    assertThat(clean.psi()).isCloseTo(Math.sqrt(2 / Math.PI), within(0.02));
    assertThat(clean.spectral()).isLessThan(clean.frobenius()).isLessThan(0.15);
    SignRip.Estimate noisy = new SignRip(a, PortableRandom.normal(12, count)).worst(2, 1, 5, 1);
    assertThat(noisy.psi()).isCloseTo(Math.sqrt(2 / Math.PI) / Math.sqrt(2), within(0.03));
    double[] outliers = new double[count];
    for (int i = 0; i < count; i += 5) {
      outliers[i] = i % 2 == 0 ? 1e6 : -1e6;
    }
    assertThat(new SignRip(a, outliers).worst(2, 1, 5, 1).psi())
        .isCloseTo(0.8 * Math.sqrt(2 / Math.PI), within(0.02));
  }
}
