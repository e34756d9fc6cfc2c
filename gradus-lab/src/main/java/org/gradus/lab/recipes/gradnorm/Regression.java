package org.gradus.lab.recipes.gradnorm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradus.core.Solver;
import org.gradus.lab.data.NamedData;
import org.gradus.lab.data.SparseData;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.smooth.CurvatureModel;
import org.gradus.smooth.FastGradient;
import org.gradus.smooth.GradientDescent;
import org.gradus.smooth.GradientNormalizedNewton;
import org.gradus.smooth.Lbfgs;
import org.gradus.smooth.LinearModel;
import org.gradus.smooth.LogisticLoss;
import org.gradus.smooth.ModelCurvature;
import org.gradus.smooth.SmoothProblem;
import org.gradus.smooth.SmoothSolution;
import org.gradus.smooth.SmoothSolution.End;
import org.gradus.smooth.SoftmaxLoss;
import org.gradus.smooth.StoppingRule;

/** Logistic and softmax regression on real data: iterations, gradients and seconds to f*. */
final class Regression {
  private static final String LBFGS = "L-BFGS";
  private static final String EXACT = "exact GNS";
  private static final String TIMED = "a9a";

  /**
   * What one method did.
   *
   * @param iterations accepted steps
   * @param gradients evaluations
   * @param seconds to the end
   * @param gap f − f* there
   * @param reached whether f − f* fell below 10⁻⁸
   */
  record Result(long iterations, long gradients, double seconds, double gap, boolean reached) {}

  /**
   * A data set and a ridge.
   *
   * @param separable whether f* = 0, at infinity
   */
  private record Case(String data, double ridge, boolean separable) {
    String name() {
      return "%s, ridge %s"
          .formatted(data, ridge == 0 ? "0" : String.format(Locale.ROOT, "%.0e", ridge));
    }
  }

  private Regression() {}

  static void run(Context context, Findings findings) {
    List<Case> cases = new ArrayList<>();
    boolean there = NamedData.standard().isPresent(TIMED);
    if (there && !context.smoke()) {
      cases.add(new Case(TIMED, 1e-6, false));
      cases.add(new Case(TIMED, 0, false));
      cases.add(new Case("mushrooms", 1e-6, false));
      cases.add(new Case("mushrooms", 0, true));
    }
    cases.add(new Case("digits", 1e-4, false));
    Map<Case, Map<String, Result>> all = new LinkedHashMap<>();
    for (Case c : cases) {
      all.put(c, results(context, c));
    }
    findings.add(table(all));
    findings.add(
        there && !context.smoke()
            ? judge(all.get(cases.get(0)))
            : Finding.notRun("logistic-time", "a9a is run at full size, where its file is there"));
  }

  private static Map<String, Result> results(Context context, Case c) {
    LinearModel model = model(c, context.size(300, 80));
    int limit = context.size(2000, 30);
    double optimum = c.separable ? 0 : optimum(model);
    Map<String, Result> results = new LinkedHashMap<>();
    StoppingRule stop = StoppingRule.atValue(optimum, Contest.TOLERANCE, limit);
    methods(stop.withMaxIterations(Math.min(limit, 300)))
        .forEach(
            (name, method) -> {
              CurvatureModel hessian =
                  name.equals(EXACT) ? ModelCurvature.exact(model) : ModelCurvature.fisher(model);
              results.put(name, timed(context, c, name, method, problem(model, hessian), optimum));
            });
    firstOrder(stop)
        .forEach(
            (name, method) ->
                results.put(
                    name,
                    timed(context, c, name, method, problem(model, CurvatureModel.ZERO), optimum)));
    return results;
  }

  private static Map<String, Solver<SmoothProblem, SmoothSolution>> methods(StoppingRule stop) {
    Solver<SmoothProblem, SmoothSolution> newton =
        new GradientNormalizedNewton(GradientNormalizedNewton.Config.DEFAULT.withStop(stop));
    Map<String, Solver<SmoothProblem, SmoothSolution>> methods = new LinkedHashMap<>();
    methods.put(EXACT, newton);
    methods.put("Fisher GNS", newton);
    return methods;
  }

  private static Map<String, Solver<SmoothProblem, SmoothSolution>> firstOrder(StoppingRule stop) {
    Map<String, Solver<SmoothProblem, SmoothSolution>> methods = new LinkedHashMap<>();
    methods.put(LBFGS, new Lbfgs(Lbfgs.Config.DEFAULT.withStop(stop)));
    methods.put("gradient", new GradientDescent(GradientDescent.Config.DEFAULT.withStop(stop)));
    methods.put("fast gradient", new FastGradient(GradientDescent.Config.DEFAULT.withStop(stop)));
    return methods;
  }

  private static Result timed(
      Context context,
      Case c,
      String name,
      Solver<SmoothProblem, SmoothSolution> method,
      SmoothProblem problem,
      double optimum) {
    String key =
        "regression/%s/ridge=%s/%s/smoke=%s"
            .formatted(c.data, c.ridge, name.replace(' ', '-'), context.smoke());
    Piece<Result> piece =
        new Piece<>(
            key,
            () -> {
              SmoothSolution solution = method.solve(problem, context.monitor());
              return new Result(
                  solution.counts().iterations(),
                  solution.counts().gradients() + solution.counts().values(),
                  solution.trace().last().seconds(),
                  solution.certificate().value() - optimum,
                  solution.end() == End.TARGET);
            });
    return context.piece(Result.class, piece.key(), piece.work());
  }

  private static SmoothProblem problem(LinearModel model, CurvatureModel curvature) {
    return SmoothProblem.of(model, curvature, new double[model.dimension()]);
  }

  private static LinearModel model(Case c, int digits) {
    if (c.data.equals("digits")) {
      SparseData data = SparseData.digits(digits);
      return LinearModel.mean(data.features(), new SoftmaxLoss(data.classes(), 10), c.ridge);
    }
    SparseData data = SparseData.vectors(c.data);
    return LinearModel.mean(data.features(), new LogisticLoss(data.signs()), c.ridge);
  }

  private static double optimum(LinearModel model) {
    StoppingRule tight = StoppingRule.DEFAULT.withGradientTolerance(1e-11).withMaxIterations(300);
    return new GradientNormalizedNewton(GradientNormalizedNewton.Config.DEFAULT.withStop(tight))
        .solve(problem(model, ModelCurvature.exact(model)))
        .certificate()
        .value();
  }

  private static Table table(Map<Case, Map<String, Result>> all) {
    Table.Builder table =
        Table.titled(
            "Mean log-loss from w = 0 to f - f* < 1e-8",
            "data",
            "method",
            "iterations",
            "evaluations",
            "seconds",
            "f - f* at the end");
    all.forEach(
        (c, results) ->
            results.forEach(
                (name, r) ->
                    table.row(
                        c.name(),
                        name,
                        (r.reached() ? "" : "not in ") + r.iterations(),
                        Long.toString(r.gradients()),
                        String.format(Locale.ROOT, "%.3f", r.seconds()),
                        String.format(Locale.ROOT, "%.1e", Math.max(r.gap(), 0)))));
    return table.build();
  }

  private static Finding judge(Map<String, Result> results) {
    Result exact = results.get(EXACT);
    Result lbfgs = results.get(LBFGS);
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("exact GNS, s", exact.seconds());
    numbers.put("L-BFGS, s", lbfgs.seconds());
    numbers.put("exact GNS, iterations", (double) exact.iterations());
    numbers.put("L-BFGS, evaluations", (double) lbfgs.gradients());
    boolean holds = exact.reached() && exact.seconds() < lbfgs.seconds();
    return new Finding(
        "logistic-time",
        Verdict.of(holds),
        numbers,
        "a9a with ridge 1e-6; the table shows mushrooms too, where first-order methods may win.");
  }
}
