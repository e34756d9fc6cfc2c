package org.gradus.lab.recipes.convexnet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.convexnet.ConeAdmm;
import org.gradus.convexnet.Gates;
import org.gradus.convexnet.ReluLoss;
import org.gradus.convexnet.ReluProblem;
import org.gradus.convexnet.ReluProgram;
import org.gradus.convexnet.ReluSolution;
import org.gradus.core.PortableRandom;
import org.gradus.core.Seeds;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.smooth.CurvatureModel;
import org.gradus.smooth.Lbfgs;
import org.gradus.smooth.SmoothProblem;
import org.gradus.smooth.StoppingRule;

/** Small instances with all patterns: a certified optimum against many descents. */
final class GlobalOptimum {
  static final double DECAY = 0.1;
  private static final int[] WIDTHS = {5, 30};
  private static final String[] METHODS = {"gradient descent", "Adam", "L-BFGS"};

  /**
   * One instance.
   *
   * @param gap relative
   * @param least per method, least excess over the bound among all its runs, relative
   * @param most per method, largest excess
   */
  @SuppressWarnings("ArrayRecordComponent") // goes to JSON and back
  record Instance(int n, int d, int gates, double gap, double[] least, double[] most) {}

  private final Context context;

  GlobalOptimum(Context context) {
    this.context = context;
  }

  void run(Findings findings) {
    List<Instance> instances = new ArrayList<>();
    int[] sizes = context.size(new int[] {10, 20, 30, 40}, new int[] {10});
    for (int d : new int[] {2, 3}) {
      for (int n : sizes) {
        // With 3 inputs the patterns grow with n²: the larger instances have 2.
        if (d == 2 || n <= 20) {
          instances.add(
              context.piece(
                  Instance.class, "optimum/n%d/d%d".formatted(n, d), () -> measure(n, d)));
        }
      }
    }
    findings.add(judge(instances)).add(table(instances));
  }

  static ReluProblem instance(int n, int d, long seed) {
    double[] x = PortableRandom.normal(Seeds.derive(seed, "inputs", n), n * d);
    double[] noise = PortableRandom.normal(Seeds.derive(seed, "noise", n), n);
    double[] y = new double[n];
    for (int k = 0; k < n; k++) {
      y[k] = Math.abs(x[k * d]) - 0.7 * Math.max(0, x[k * d + d - 1]) - 0.3 + 0.3 * noise[k];
    }
    return new ReluProblem(x, d, y, ReluLoss.SQUARED, DECAY);
  }

  static ReluSolution optimum(ReluProblem problem, int iterations) {
    return new ConeAdmm(
            ConeAdmm.Config.DEFAULT
                .withPenalty(0.1, ConeAdmm.Balance.DEFAULT)
                .withLimits(1e-8, iterations))
        .solve(new ReluProgram(problem, Gates.enumerated(problem)));
  }

  private Instance measure(int n, int d) {
    ReluProblem problem = instance(n, d, d);
    ReluSolution solution = optimum(problem, context.size(20_000, 500));
    double bound = solution.certificate().bound().value();
    double[] least = new double[METHODS.length];
    double[] most = new double[METHODS.length];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(most, Double.NEGATIVE_INFINITY);
    for (int width : WIDTHS) {
      for (int run = 0; run < context.size(10, 2); run++) {
        for (int method = 0; method < METHODS.length; method++) {
          double excess = descend(problem, width, run, method) / bound - 1;
          least[method] = Math.min(least[method], excess);
          most[method] = Math.max(most[method], excess);
        }
      }
    }
    int gates = solution.weights().gates();
    return new Instance(n, d, gates, solution.certificate().relativeGap(), least, most);
  }

  private double descend(ReluProblem problem, int width, long run, int method) {
    TwoLayer f = new TwoLayer(problem, width);
    int steps = context.size(3000, 200);
    double[] end =
        switch (method) {
          case 0 -> Adam.descend(f, run, 0.1 / problem.samples(), 3 * steps);
          case 1 -> Adam.minimise(f, run, 0.03, steps);
          default -> {
            StoppingRule stop = StoppingRule.DEFAULT.withMaxIterations(steps);
            yield new Lbfgs(Lbfgs.Config.DEFAULT.withStop(stop))
                .solve(SmoothProblem.of(f, CurvatureModel.ZERO, f.start(run)))
                .x();
          }
        };
    return f.value(end);
  }

  private static Finding judge(List<Instance> instances) {
    double worst = instances.stream().mapToDouble(Instance::gap).max().orElseThrow();
    long tight = instances.stream().filter(i -> i.gap <= 1e-6).count();
    double below =
        instances.stream().flatMapToDouble(i -> Arrays.stream(i.least)).min().orElseThrow();
    long missed =
        instances.stream().filter(i -> Arrays.stream(i.most).max().orElse(0) > 1e-3).count();
    boolean certified = worst <= 1e-4 && below >= -1e-9;
    boolean reproduced = certified && 2 * tight >= instances.size() && missed == instances.size();
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("largest relative gap", worst);
    numbers.put("instances with a gap of at most 1e-6", (double) tight);
    numbers.put("instances", (double) instances.size());
    numbers.put("least excess of a descent over the bound", below);
    numbers.put("instances where some descent ends 0.1 % above", (double) missed);
    return new Finding(
        "global-optimum",
        reproduced ? Verdict.REPRODUCED : certified ? Verdict.PARTLY : Verdict.NOT_REPRODUCED,
        numbers,
        "The bound is computed from the network's outputs over all activation patterns, apart"
            + " from the solver.");
  }

  private static Table table(List<Instance> instances) {
    Table.Builder table =
        Table.titled(
            "Certified optima; excess of descents over the bound, least to largest of all runs",
            "samples x inputs",
            "patterns",
            "relative gap",
            METHODS[0],
            METHODS[1],
            METHODS[2]);
    for (Instance i : instances) {
      table.row(
          i.n + " x " + i.d,
          Integer.toString(i.gates),
          "%.1e".formatted(i.gap),
          range(i, 0),
          range(i, 1),
          range(i, 2));
    }
    return table.build();
  }

  private static String range(Instance instance, int method) {
    return "%.3f to %.2f %%".formatted(100 * instance.least[method], 100 * instance.most[method]);
  }
}
