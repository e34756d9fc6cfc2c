package org.gradus.lab.solve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.Seeds;
import org.gradus.core.Tensors;
import org.gradus.core.Trace;
import org.gradus.lab.data.DataException;
import org.gradus.lab.data.Triplets;
import org.gradus.lab.reproduce.Table;
import org.gradus.lowrank.AlternatingMinimization;
import org.gradus.lowrank.CompletionCertificate;
import org.gradus.lowrank.CompletionDraws;
import org.gradus.lowrank.CompletionProblem;
import org.gradus.lowrank.CompletionSolution;
import org.gradus.lowrank.LowRankFactors;
import org.gradus.lowrank.ObservedEntries;
import org.gradus.lowrank.Regression;

/**
 * Matrix completion from a file of entries, such as ratings. Some entries are held out, so that the
 * answer can say how well it predicts what it has not seen.
 */
public final class CompletionSolving {
  /** How the regressions of the alternation are solved; the default first. */
  public enum Method {
    /** Sketched and preconditioned. */
    ROBUST("robust alternating minimisation", Regression.DEFAULT),
    /** Normal equations. */
    EXACT("alternating minimisation, exact regressions", new Regression.Exact()),
    /** Conjugate gradients from the last iterate. */
    WARM("alternating minimisation, warm conjugate gradients", Regression.WarmCg.DEFAULT);

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // its records are immutable
    private final Regression regression;

    Method(String title, Regression regression) {
      this.title = title;
      this.regression = regression;
    }
  }

  /**
   * What is asked for.
   *
   * @param rank k
   * @param ridge λ; the mean of the values is taken off first, so that it does not pull to 0
   * @param method how regressions are solved
   * @param tolerance relative observed residual to stop at
   * @param limit on iterations, if not the default
   * @param holdOut share of the entries held out, in [0, 1)
   * @param largestPart whether to leave out what shares no row or column with the largest part
   * @param seed decides what is held out and what is drawn
   */
  public record Request(
      int rank,
      double ridge,
      Method method,
      double tolerance,
      Optional<Integer> limit,
      double holdOut,
      boolean largestPart,
      long seed) {
    /** Checks the ranges that the problem does not check. */
    public Request {
      if (!(holdOut >= 0 && holdOut < 1)) {
        throw Check.invalid("holdOut", holdOut, "in [0, 1)");
      }
    }
  }

  private final Triplets entries;
  private final Request request;
  private final double mean;
  private final boolean[] heldOut;
  private final CompletionProblem problem;

  /**
   * Makes the problem.
   *
   * @throws IllegalArgumentException if the entries and the request are no completion problem
   */
  public CompletionSolving(Triplets entries, Request request) {
    this.entries = entries;
    this.request = request;
    heldOut = drawn(entries.value().length, request);
    mean = meanOfKept();
    ObservedEntries observed = observed();
    problem =
        new CompletionProblem(
            request.largestPart() ? observed.largestConnectedPart() : observed,
            request.rank(),
            request.ridge());
  }

  private static boolean[] drawn(int count, Request request) {
    SplittableRandom random = new SplittableRandom(Seeds.derive(request.seed(), "held out", 0));
    boolean[] heldOut = new boolean[count];
    for (int e = 0; e < count; e++) {
      heldOut[e] = random.nextDouble() < request.holdOut();
    }
    return heldOut;
  }

  private double meanOfKept() {
    double sum = 0;
    int kept = 0;
    for (int e = 0; e < heldOut.length; e++) {
      if (!heldOut[e]) {
        sum += entries.value()[e];
        kept++;
      }
    }
    return kept == 0 ? 0 : sum / kept;
  }

  private ObservedEntries observed() {
    int kept = 0;
    int[] row = new int[heldOut.length];
    int[] column = new int[heldOut.length];
    double[] value = new double[heldOut.length];
    for (int e = 0; e < heldOut.length; e++) {
      if (!heldOut[e]) {
        row[kept] = entries.row()[e];
        column[kept] = entries.column()[e];
        value[kept++] = entries.value()[e] - shift();
      }
    }
    return ObservedEntries.of(
        entries.rowNames().size(),
        entries.columnNames().size(),
        Arrays.copyOf(row, kept),
        Arrays.copyOf(column, kept),
        Arrays.copyOf(value, kept));
  }

  /** Without a ridge the matrix itself is to be of rank k, and nothing is taken off. */
  private double shift() {
    return request.ridge() > 0 ? mean : 0;
  }

  /**
   * Solves and tells.
   *
   * @param pairs rows and columns whose values are asked for, by name; may be empty
   */
  public Answer solve(List<String[]> pairs, Monitor monitor) {
    AlternatingMinimization.Config config =
        AlternatingMinimization.Config.DEFAULT
            .withRegression(request.method().regression)
            .withTolerances(request.tolerance(), 1e-6);
    config = config.withMaxIterations(request.limit().orElse(config.maxIterations()));
    CompletionSolution solution =
        new AlternatingMinimization(
                config,
                CompletionDraws.seeded(request.seed()),
                AlternatingMinimization.Intervention.NONE)
            .solve(problem, monitor);
    return answer(solution, pairs);
  }

  private Answer answer(CompletionSolution solution, List<String[]> pairs) {
    List<Trace.Point> trace = solution.trace().points();
    List<Answer.SolutionFile> files = new ArrayList<>();
    LowRankFactors factors = solution.factors();
    files.add(factor("rows.csv", "row", entries.rowNames(), Tensors.doubles(factors.left())));
    files.add(
        factor("columns.csv", "column", entries.columnNames(), Tensors.doubles(factors.right())));
    if (!pairs.isEmpty()) {
      files.add(predictions(factors, pairs));
    }
    return new Answer(
        "solve-completion",
        "matrix completion, %d x %d, rank %d"
            .formatted(entries.rowNames().size(), entries.columnNames().size(), request.rank()),
        request.method().title,
        facts(),
        solution.status(),
        solution.message(),
        certificate(solution.certificate(), factors),
        trace,
        new Answer.Details(
            List.of(
                Convergence.overIterations(
                    "relative residual",
                    trace,
                    p -> p.metric(CompletionSolution.RELATIVE_RESIDUAL))),
            warnings(solution.warnings()),
            List.of()),
        files);
  }

  private static List<Table> warnings(List<String> warnings) {
    if (warnings.isEmpty()) {
      return List.of();
    }
    Table.Builder table = Table.titled("What to know of this answer", "warning");
    warnings.forEach(table::row);
    return List.of(table.build());
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("rows", String.valueOf(entries.rowNames().size()));
    facts.put("columns", String.valueOf(entries.columnNames().size()));
    facts.put("entries used", String.valueOf(problem.entries().count()));
    facts.put("entries held out", String.valueOf(count(heldOut)));
    facts.put("rank", String.valueOf(request.rank()));
    facts.put("ridge", String.valueOf(request.ridge()));
    facts.put("taken off every value", String.valueOf(shift()));
    return facts;
  }

  private Map<String, Double> certificate(CompletionCertificate c, LowRankFactors factors) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("relative residual on used entries", c.relativeResidual());
    if (count(heldOut) > 0) {
      numbers.put("root mean squared error on held-out entries", heldOutError(factors, false));
      numbers.put("the same of the mean of the used entries", heldOutError(factors, true));
    }
    numbers.put("sampling ratio", c.samplingRatio());
    numbers.put("incoherence of rows", c.leftIncoherence());
    numbers.put("incoherence of columns", c.rightIncoherence());
    numbers.put("rows with fewer entries than the rank", (double) c.scarceRows());
    numbers.put("columns with fewer entries than the rank", (double) c.scarceColumns());
    return numbers;
  }

  private double heldOutError(LowRankFactors factors, boolean ofMean) {
    double[] completed = factors.at(entries.row(), entries.column());
    double sum = 0;
    for (int e = 0; e < heldOut.length; e++) {
      if (heldOut[e]) {
        double error = (ofMean ? mean : completed[e] + shift()) - entries.value()[e];
        sum += error * error;
      }
    }
    return Math.sqrt(sum / count(heldOut));
  }

  private static int count(boolean[] flags) {
    int count = 0;
    for (boolean flag : flags) {
      count += flag ? 1 : 0;
    }
    return count;
  }

  private Answer.SolutionFile factor(
      String file, String what, List<String> names, double[] values) {
    List<String> header = new ArrayList<>(List.of(what));
    for (int c = 1; c <= request.rank(); c++) {
      header.add("factor" + c);
    }
    return CsvText.named(file, header, names, values, request.rank());
  }

  private Answer.SolutionFile predictions(LowRankFactors factors, List<String[]> pairs) {
    int[] row = new int[pairs.size()];
    int[] column = new int[pairs.size()];
    Map<String, Integer> rows = numbers(entries.rowNames());
    Map<String, Integer> columns = numbers(entries.columnNames());
    for (int i = 0; i < row.length; i++) {
      row[i] = number(rows, "row", pairs.get(i)[0]);
      column[i] = number(columns, "column", pairs.get(i)[1]);
    }
    double[] values = factors.at(row, column);
    for (int i = 0; i < values.length; i++) {
      values[i] += shift();
    }
    List<String> names = pairs.stream().map(p -> p[0]).toList();
    List<String> others = pairs.stream().map(p -> p[1]).toList();
    return CsvText.pairs("predictions.csv", names, others, values);
  }

  private static Map<String, Integer> numbers(List<String> names) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    names.forEach(name -> numbers.put(name, numbers.size()));
    return numbers;
  }

  private static int number(Map<String, Integer> numbers, String what, String name) {
    Integer number = numbers.get(name);
    if (number == null) {
      throw new DataException(
          "no entry has the %s '%s', so nothing can be predicted for it".formatted(what, name));
    }
    return number;
  }
}
