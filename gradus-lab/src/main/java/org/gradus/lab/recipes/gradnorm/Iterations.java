package org.gradus.lab.recipes.gradnorm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import org.gradus.lab.recipes.gradnorm.Contest.Result;
import org.gradus.lab.recipes.gradnorm.Contest.Results;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.smooth.LogSumExp;
import org.gradus.smooth.ResidualPower;
import org.gradus.smooth.SmoothProblem;
import org.gradus.smooth.SmoothProblems;

/** The paper's test problems: iterations of every method, medians over seeds. */
final class Iterations {
  private static final String LOG_SUM_EXP = "log-sum-exp";
  private static final String LINEAR = "linear residual, p = 4";
  private static final String ROSENBROCK = "Rosenbrock";
  private static final String POWER = "Rosenbrock residuals, p = 5";
  private static final String CHEBYSHEV = "Chebyshev, p = 4";

  private final Context context;
  private final int limit;
  private final Map<String, List<Results>> all = new LinkedHashMap<>();

  Iterations(Context context) {
    this.context = context;
    limit = context.size(3000, 300);
  }

  void run(Findings findings) {
    int n = context.size(200, 40);
    int chebyshev = context.size(100, 20);
    measure(LOG_SUM_EXP, 5, seed -> logSumExp(n, seed));
    measure(LINEAR, 5, seed -> linear(n / 2, n, seed));
    measure(ROSENBROCK, 1, seed -> rosenbrock(2));
    measure(POWER, 1, seed -> rosenbrock(5));
    measure(CHEBYSHEV, 15, seed -> chebyshev(chebyshev, seed));
    List<Results> good =
        all.get(CHEBYSHEV).stream().filter(Iterations::everyNewtonReached).toList();
    int starts = all.get(CHEBYSHEV).size();
    if (!good.isEmpty()) {
      all.put(CHEBYSHEV, good);
    }
    findings.add(table(starts - good.size(), starts));
    judge(findings, good.isEmpty());
  }

  private void measure(String name, int seeds, LongFunction<Results> run) {
    List<Piece<Results>> pieces = new ArrayList<>();
    for (long seed : context.seeds(seeds)) {
      String key = name.replaceAll("[^A-Za-z0-9]+", "-");
      pieces.add(
          new Piece<>(
              "iterations/%s/smoke=%s/seed=%d".formatted(key, context.smoke(), seed),
              () -> run.apply(seed)));
    }
    all.put(name, context.pieces(Results.class, pieces));
  }

  private Results logSumExp(int n, long seed) {
    SmoothProblem problem = SmoothProblems.logSumExp(n, n, seed);
    LogSumExp f = (LogSumExp) problem.function();
    return Contest.run(problem, f.weightedGaussNewton(), f.value(new double[n]), 1000);
  }

  private Results linear(int m, int n, long seed) {
    SmoothProblem problem = SmoothProblems.linearResiduals(m, n, 4, 1e-8, seed);
    return Contest.run(problem, ((ResidualPower) problem.function()).fisher(), 0, 1000);
  }

  private Results rosenbrock(double power) {
    SmoothProblem problem = SmoothProblems.rosenbrock(power);
    SmoothProblem residuals = SmoothProblems.rosenbrock(5);
    ResidualPower f = (ResidualPower) residuals.function();
    // Only the powers are residual problems: Rosenbrock's function itself has its exact Hessian.
    return Contest.run(problem, power == 2 ? problem.curvature() : f.inexact(), 0, 2 * limit);
  }

  private Results chebyshev(int n, long seed) {
    SmoothProblem problem = SmoothProblems.chebyshev(n, seed);
    return Contest.run(problem, ((ResidualPower) problem.function()).inexact(), 0, limit);
  }

  private static boolean everyNewtonReached(Results results) {
    return List.of(Contest.EXACT, Contest.INEXACT, Contest.UNIVERSAL).stream()
        .allMatch(method -> results.results().get(method).reached());
  }

  private double iterations(String problem, String method) {
    double[] sorted =
        all.get(problem).stream()
            .map(r -> r.results().get(method))
            .mapToDouble(r -> r.reached() ? r.iterations() : Double.POSITIVE_INFINITY)
            .sorted()
            .toArray();
    return sorted[sorted.length / 2];
  }

  /** What is shown for a method on a problem. */
  private String cell(String problem, String method) {
    double iterations = iterations(problem, method);
    if (Double.isFinite(iterations)) {
      return String.format(Locale.ROOT, "%.0f", iterations);
    }
    Result first = all.get(problem).get(0).results().get(method);
    return String.format(Locale.ROOT, "not in %.0f (f = %.1e)", first.iterations(), first.value());
  }

  private Table table(int elsewhere, int starts) {
    List<String> methods = List.copyOf(all.get(LOG_SUM_EXP).get(0).results().keySet());
    List<String> columns = new ArrayList<>(List.of("problem"));
    columns.addAll(methods);
    Table.Builder table =
        Table.titled(
            "Iterations to f - f* < 1e-8, medians; %d of %d Chebyshev starts end elsewhere for a Newton method and are left out"
                .formatted(elsewhere, starts),
            columns.toArray(new String[0]));
    for (String problem : all.keySet()) {
      List<String> row = new ArrayList<>(List.of(problem));
      methods.forEach(method -> row.add(cell(problem, method)));
      table.row(row.toArray(new String[0]));
    }
    return table.build();
  }

  private void judge(Findings findings, boolean noChebyshev) {
    findings.add(
        ratio("log-sum-exp", LOG_SUM_EXP, 2.5, "Weighted Gauss-Newton over exact Hessian."));
    findings.add(ratio("linear-residual", LINEAR, 1, "Fisher term (rank one) over exact Hessian."));
    findings.add(ratio("residual-power", POWER, 1.2, "Inexact over exact Hessian."));
    findings.add(noChebyshev ? Finding.notRun("chebyshev", "no start led to 0") : chebyshev());
    findings.add(gradient());
  }

  private Finding ratio(String claim, String problem, double most, String note) {
    double exact = iterations(problem, Contest.EXACT);
    double inexact = iterations(problem, Contest.INEXACT);
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("exact", exact);
    numbers.put("approximate", inexact);
    numbers.put("ratio", inexact / exact);
    return new Finding(claim, Verdict.of(inexact <= most * exact), numbers, note);
  }

  private Finding chebyshev() {
    double exact = iterations(CHEBYSHEV, Contest.EXACT);
    double inexact = iterations(CHEBYSHEV, Contest.INEXACT);
    double universal = iterations(CHEBYSHEV, Contest.UNIVERSAL);
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("exact", exact);
    numbers.put("inexact", inexact);
    numbers.put("Super-Universal Newton", universal);
    boolean holds = inexact <= 1.2 * exact && inexact <= universal;
    return new Finding("chebyshev", Verdict.of(holds), numbers, "Starts that reach f* = 0.");
  }

  private Finding gradient() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    boolean holds = true;
    for (String problem : all.keySet()) {
      double newton =
          Math.max(iterations(problem, Contest.EXACT), iterations(problem, Contest.INEXACT));
      double euclidean = iterations(problem, Contest.GRADIENT);
      holds &= newton <= euclidean / 2;
      numbers.put(problem + ": slower GNS variant", newton);
      numbers.put(problem + ": gradient", euclidean);
    }
    return new Finding(
        "gradient", Verdict.of(holds), numbers, "No number: not in the limit on iterations.");
  }
}
