package org.gradus.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gradus.core.Monitor;
import org.gradus.core.Solution.Status;
import org.gradus.core.Trace;
import org.junit.jupiter.api.Test;

/** What every method does alike: starts, stops, limits, records. */
class TransportSolverTest {
  private static final TransportProblem PROBLEM = Fixtures.random(15, 12, 77, 60);

  @Test
  void aWarmStartSavesWork() {
    for (TransportSolver solver : Fixtures.solvers(1e-10)) {
      TransportSolution cold = solver.solve(PROBLEM);
      TransportSolution warm = solver.solve(PROBLEM, cold.potentials(), Monitor.SILENT);
      assertThat(warm.status()).isEqualTo(Status.CONVERGED);
      assertThat(warm.sweeps() + warm.newtonSteps()).isLessThan(cold.sweeps() + cold.newtonSteps());
      assertThat(warm.sweeps()).isLessThanOrEqualTo(20);
    }
  }

  @Test
  void aMonitorStopsTheWorkAndGetsAnAnswer() {
    Monitor stop =
        new Monitor() {
          @Override
          public boolean cancelled() {
            return true;
          }
        };
    for (TransportSolver solver : Fixtures.solvers(1e-10)) {
      TransportSolution solution = solver.solve(PROBLEM, stop);
      assertThat(solution.status()).isEqualTo(Status.CANCELLED);
      assertThat(solution.certificate().marginalError()).isFinite();
    }
  }

  @Test
  void limitsAreReportedAsSuch() {
    TransportSolution swept = new Sinkhorn(SinkhornConfig.DEFAULT.withMaxSweeps(3)).solve(PROBLEM);
    assertThat(swept.status()).isEqualTo(Status.LIMIT_REACHED);
    assertThat(swept.message()).isEqualTo("3 sweeps did not reach the tolerance");
    NewtonConfig newton = new NewtonConfig(1e-12, 1, 1, true);
    TransportSolution stepped = new SinkhornNewtonDense(newton).solve(PROBLEM);
    assertThat(stepped.status()).isEqualTo(Status.LIMIT_REACHED);
    TransportSolution greedy =
        new Greenkhorn(new Greenkhorn.Config(1e-12, 1, Greenkhorn.Rule.DIVERGENCE)).solve(PROBLEM);
    assertThat(greedy.status()).isEqualTo(Status.LIMIT_REACHED);
  }

  @Test
  void theTraceLeadsToTheCertificate() {
    for (TransportSolver solver : Fixtures.solvers(1e-10)) {
      TransportSolution solution = solver.solve(PROBLEM);
      Trace.Point first = solution.trace().points().get(0);
      Trace.Point last = solution.trace().last();
      assertThat(last.objective()).isEqualTo(solution.certificate().dualValue());
      assertThat(last.metric(TransportSolution.GAP)).isEqualTo(solution.certificate().dualityGap());
      assertThat(last.metric(TransportSolution.MARGINAL_ERROR))
          .isEqualTo(solution.certificate().marginalError())
          .isLessThan(first.metric(TransportSolution.MARGINAL_ERROR));
      assertThat(last.seconds()).isGreaterThanOrEqualTo(first.seconds());
      assertThat(last.iteration()).isEqualTo(solution.sweeps() + solution.newtonSteps());
    }
  }

  @Test
  void startsMustFitAndBeFinite() {
    for (TransportSolver solver : Fixtures.solvers(1e-10)) {
      assertThatThrownBy(() -> solver.solve(PROBLEM, Potentials.zero(15, 11), Monitor.SILENT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the length of start.y is 11; it must be 12, as the problem's");
    }
    assertThatThrownBy(() -> new Potentials(new double[] {Double.NaN}, new double[1]))
        .hasMessage("x[0] is NaN; it must be a finite number");
  }

  @Test
  void aFalsePlanIsNotCertified() {
    TransportSolution solution = new Sinkhorn().solve(PROBLEM);
    Potentials zero = Potentials.zero(15, 12);
    TransportCertificate certificate = TransportCertificate.of(PROBLEM, solution.plan(), zero);
    assertThat(certificate.dualityGap()).isGreaterThan(1e-3);
    assertThat(certificate.unregularisedGap()).isPositive();
    assertThat(certificate.marginalError()).isLessThan(1e-9);
  }
}
