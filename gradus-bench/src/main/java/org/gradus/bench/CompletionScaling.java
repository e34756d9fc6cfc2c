package org.gradus.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.gradus.core.PortableRandom;
import org.gradus.core.Threads;
import org.gradus.core.Trace;
import org.gradus.lowrank.AlternatingMinimization;
import org.gradus.lowrank.AlternatingMinimization.Config;
import org.gradus.lowrank.CompletionProblem;
import org.gradus.lowrank.ObservedEntries;
import org.gradus.lowrank.Regression;

/**
 * Time of one outer iteration of matrix completion as the number of observed entries and the rank
 * grow: 100 entries in every row and column on average, a matrix of exactly that rank.
 *
 * <p>Arguments: threads (1), the largest number of entries (10⁷). An iteration should cost in
 * proportion to |Ω| k: the last columns say how many nanoseconds an entry and dimension take.
 */
final class CompletionScaling {
  private static final int PER_ROW = 100;
  private static final int[] RANKS = {5, 10, 20};
  private static final int[] SIZES = {100_000, 300_000, 1_000_000, 3_000_000, 10_000_000};
  private static final int ITERATIONS = 5;

  private CompletionScaling() {}

  /** Prints the table. */
  public static void main(String[] arguments) {
    int threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1;
    int largest = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000_000;
    Threads.use(threads);
    Map<String, Regression> regressions = new LinkedHashMap<>();
    regressions.put("exact", new Regression.Exact());
    regressions.put("sketched CG", Regression.DEFAULT);
    regressions.put("warm CG", Regression.WarmCg.DEFAULT);
    Markdown table =
        new Markdown(
            "entries, rank",
            "sorting",
            "exact",
            "sketched CG",
            "warm CG",
            "exact, ns",
            "sketched CG, ns",
            "warm CG, ns");
    // Compiles the sorting before it is timed.
    Drawn.of(SIZES[0], RANKS[0]).sorted();
    for (int size : SIZES) {
      for (int rank : RANKS) {
        if (size <= largest) {
          row(table, size, rank, regressions);
        }
      }
    }
    System.out.printf("%n%s", table);
  }

  private static void row(Markdown table, int size, int rank, Map<String, Regression> regressions) {
    Drawn drawn = Drawn.of(size, rank);
    long start = System.nanoTime();
    ObservedEntries entries = drawn.sorted();
    double sorting = (System.nanoTime() - start) * 1e-9;
    CompletionProblem problem = new CompletionProblem(entries, rank);
    List<String> cells = new ArrayList<>();
    cells.add("%,d, %d".formatted(size, rank));
    cells.add(Markdown.time(sorting));
    List<String> perEntry = new ArrayList<>();
    regressions.forEach(
        (name, regression) -> {
          double seconds = iteration(problem, regression);
          cells.add(Markdown.time(seconds));
          perEntry.add("%.1f".formatted(seconds * 1e9 / size / rank));
        });
    cells.addAll(perEntry);
    table.row(cells.toArray(new String[0]));
  }

  /** The median time of the iterations after the first. */
  private static double iteration(CompletionProblem problem, Regression regression) {
    Config config =
        Config.DEFAULT
            .withRegression(regression)
            .withMaxIterations(ITERATIONS)
            .withTolerances(0, 0);
    List<Trace.Point> points = new AlternatingMinimization(config).solve(problem).trace().points();
    List<Double> seconds = new ArrayList<>();
    for (int t = 1; t < points.size(); t++) {
      seconds.add(points.get(t).seconds() - points.get(t - 1).seconds());
    }
    return Rounds.median(seconds);
  }

  /** Entries before they are sorted. */
  private record Drawn(int n, int[] rows, int[] columns, double[] values) {
    /** Every row has its entries one in each of 100 equal stretches of columns. */
    static Drawn of(int size, int rank) {
      int n = size / PER_ROW;
      double[] left = PortableRandom.normal(1, n * rank);
      double[] right = PortableRandom.normal(2, n * rank);
      SplittableRandom random = new SplittableRandom(3);
      int[] rows = new int[size];
      int[] columns = new int[size];
      double[] values = new double[size];
      for (int e = 0; e < size; e++) {
        int stretch = e % PER_ROW;
        int from = (int) ((long) n * stretch / PER_ROW);
        int to = (int) ((long) n * (stretch + 1) / PER_ROW);
        rows[e] = e / PER_ROW;
        columns[e] = random.nextInt(from, to);
        for (int c = 0; c < rank; c++) {
          values[e] += left[rows[e] * rank + c] * right[columns[e] * rank + c];
        }
      }
      return new Drawn(n, rows, columns, values);
    }

    ObservedEntries sorted() {
      return ObservedEntries.of(n, n, rows, columns, values);
    }
  }
}
