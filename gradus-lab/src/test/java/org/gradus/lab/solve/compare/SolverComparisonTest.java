package org.gradus.lab.solve.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.gradus.core.Monitor;
import org.gradus.core.Solution;
import org.gradus.core.Trace;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.solve.compare.SolverComparison.CaseResult;
import org.gradus.lab.solve.compare.SolverComparison.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SolverComparisonTest {
  @TempDir private Path folder;

  private record Halving(Status status, String message, Trace trace) implements Solution {}

  /** Objective 1 + 2^-i at iteration i, until done or told to stop. */
  private static Entrant halving(String name, int iterations, List<String> log) {
    return new Entrant(
        name,
        monitor -> {
          log.add(name);
          Trace trace = new Trace();
          int i = 0;
          while (i <= iterations && !monitor.cancelled()) {
            trace.add(new Trace.Point(i, i, 1 + Math.pow(2, -i), Double.NaN), Monitor.SILENT);
            i++;
          }
          return new Entrant.Result(
              new Halving(
                  i > iterations ? Solution.Status.CONVERGED : Solution.Status.CANCELLED,
                  "done",
                  trace),
              Map.of("error", 0.5));
        });
  }

  private CaseResult run(OptionalDouble optimum, Entrant... entrants) {
    Context context = new Context(false, 1, folder, Monitor.SILENT, (piece, done, known) -> {});
    return new SolverComparison(context, 2, 0.2)
        .run(new Case("case", "a case", Case.Sense.MINIMISE, optimum, List.of(entrants)));
  }

  @Test
  void gapsAreToTheKnownOptimum() {
    List<String> log = new ArrayList<>();
    CaseResult result = run(OptionalDouble.of(1), halving("a", 3, log), halving("b", 10, log));

    Row a = result.rows().get(0);
    assertThat(a.gaps()).containsExactly(1, 0.5, 0.25, 0.125);
    assertThat(a.secondsTo(0.25)).isEqualTo(2);
    assertThat(a.secondsTo(0.1)).isInfinite();
    assertThat(a.attempt().certificate()).containsEntry("error", 0.5);
    assertThat(log).containsExactly("a", "b", "a", "b", "a", "b");
  }

  @Test
  void withoutAnOptimumTheBestFoundStandsForIt() {
    CaseResult result =
        run(
            OptionalDouble.empty(),
            halving("a", 3, new ArrayList<>()),
            halving("b", 10, new ArrayList<>()));

    assertThat(result.reference()).isEqualTo(1 + Math.pow(2, -10));
    assertThat(result.rows().get(1).finalGap()).isZero();
  }

  @Test
  void whatIsFinishedIsNotRunAgainAndLongRunsAreStopped() {
    List<String> log = new ArrayList<>();
    Entrant slow =
        new Entrant(
            "slow",
            monitor -> {
              while (!monitor.cancelled()) {
                Thread.onSpinWait();
              }
              return halving("slow", 1, log).solving().apply(monitor);
            });
    CaseResult first = run(OptionalDouble.of(1), slow);
    assertThat(first.rows().get(0).attempt().status()).isEqualTo(Solution.Status.CANCELLED);
    log.clear();
    run(OptionalDouble.of(1), slow);
    assertThat(log).isEmpty();
  }
}
