package org.gradus.lab.recipes.sns;

import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Table;
import org.gradus.transport.NewtonConfig;
import org.gradus.transport.TransportProblem;
import org.gradus.transport.TransportProblems;

/** Newton steps by sweeps before them, entries kept a row, and safeguards. */
final class Ablation {
  private static final int[] SWEEPS = {0, 5, 20, 100};
  private static final double[] KEPT = {2, 3, 5, 8, 15, 30};
  private static final int MAX_STEPS = 60;
  private static final double TOLERANCE = 1e-10;

  private Ablation() {}

  static void run(Context context, Findings findings) {
    int n = context.size(300, 40);
    TransportProblem problem = TransportProblems.assignment(n, 1001 + n, RandomAssignment.ETA);
    String[] columns = new String[KEPT.length + 2];
    columns[0] = "sweeps before";
    columns[1] = "safeguards";
    for (int i = 0; i < KEPT.length; i++) {
      columns[i + 2] = "%.0f a row".formatted(KEPT[i]);
    }
    Table.Builder table =
        Table.titled(
            "Newton steps to 1e-10, random assignment, n = %d (at most %d; the error where they were"
                    .formatted(n, MAX_STEPS)
                + " not enough)",
            columns);
    for (int sweeps : SWEEPS) {
      for (boolean safeguards : new boolean[] {true, false}) {
        String[] cells = new String[columns.length];
        cells[0] = String.valueOf(sweeps);
        cells[1] = safeguards ? "on" : "off";
        NewtonConfig newton = new NewtonConfig(TOLERANCE, sweeps, MAX_STEPS, safeguards);
        for (int i = 0; i < KEPT.length; i++) {
          cells[i + 2] = cell(context, problem, newton, KEPT[i]);
        }
        table.row(cells);
      }
    }
    findings.add(table.build());
  }

  private static String cell(
      Context context, TransportProblem problem, NewtonConfig newton, double kept) {
    String key =
        "ablation%d/sweeps%d/safeguards-%s/kept%.0f"
            .formatted(problem.rows(), newton.sweeps(), newton.safeguards(), kept);
    Solve solve =
        context.piece(
            Solve.class,
            key,
            () -> Solve.run(Solve.sparse(newton, kept), problem, context.monitor()));
    return solve.error() <= TOLERANCE
        ? String.valueOf(solve.steps())
        : "%d, %.0e".formatted(solve.steps(), solve.error());
  }
}
