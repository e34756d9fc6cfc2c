package org.gradus.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradus.core.Threads;
import org.gradus.lab.data.NamedData;
import org.gradus.lab.data.SparseData;
import org.gradus.smooth.logistic.LogisticProblem;
import org.gradus.smooth.logistic.LogisticProblems;
import org.gradus.smooth.logistic.LogisticRegression;
import org.gradus.smooth.logistic.LogisticRegression.Config;
import org.gradus.smooth.logistic.LogisticSolution;

/**
 * The table of logistic regression: CPU time to a relative error of F of 10⁻⁴ and 10⁻⁸, L1 and L2
 * (C = 1, no intercept), on a9a.t and mushrooms where their files are there, and on the generated
 * sparse problem of a million entries.
 *
 * <p>As for the other programs beside it: the loosest tolerance among 1, 10⁻¹, … that gives the
 * error, the median time of a solve with it, reading not counted. "First" is the first solve in
 * this process, the compiler's work included.
 *
 * <p>Arguments: threads (1), rounds (15).
 */
final class LogisticTable {
  private static final double[] ERRORS = {1e-4, 1e-8};
  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  private LogisticTable() {}

  /** Prints the table. */
  public static void main(String[] arguments) {
    Threads.use(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1);
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 15;
    System.out.printf("%nLogisticRegression, CPU time, median of %d%n%n", rounds);
    Markdown table =
        new Markdown(
            "data, penalty", "to 1e-4", "steps; tolerance", "to 1e-8", "steps; tolerance", "first");
    problems().forEach((name, problem) -> row(table, name, problem, rounds));
    System.out.print(table);
  }

  private static Map<String, LogisticProblem> problems() {
    Map<String, LogisticProblem> problems = new LinkedHashMap<>();
    for (String name : List.of("a9a", "mushrooms")) {
      if (NamedData.standard().isPresent(name)) {
        SparseData data = SparseData.vectors(name);
        problems.put(name + ", L2", LogisticProblem.l2(data.features(), data.signs(), 1));
        problems.put(name + ", L1", LogisticProblem.l1(data.features(), data.signs(), 1));
      }
    }
    problems.put("sparse, L2", LogisticProblems.sparse(20_000, 5000, 0, 1));
    problems.put("sparse, L1", LogisticProblems.sparse(20_000, 5000, 1, 0));
    return problems;
  }

  private static void row(Markdown table, String name, LogisticProblem problem, int rounds) {
    double first = seconds(problem, 1e-8);
    double best = solve(problem, 1e-12).certificate().primal();
    List<String> cells = new ArrayList<>(List.of(name));
    for (double error : ERRORS) {
      double tolerance = 1;
      LogisticSolution solution = solve(problem, tolerance);
      while (solution.certificate().primal() > best * (1 + error)) {
        tolerance /= 10;
        solution = solve(problem, tolerance);
      }
      List<Double> times = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        times.add(seconds(problem, tolerance));
      }
      cells.add(Markdown.time(Rounds.median(times)));
      cells.add(String.format(Locale.ROOT, "%d; %.0e", solution.iterations(), tolerance));
    }
    cells.add(Markdown.time(first));
    table.row(cells.toArray(new String[0]));
  }

  private static LogisticSolution solve(LogisticProblem problem, double tolerance) {
    return new LogisticRegression(Config.DEFAULT.withGapTolerance(tolerance)).solve(problem);
  }

  private static double seconds(LogisticProblem problem, double tolerance) {
    long start = CLOCK.getCurrentThreadCpuTime();
    solve(problem, tolerance);
    return (CLOCK.getCurrentThreadCpuTime() - start) * 1e-9;
  }
}
