package org.gradus.lab.recipes.convexnet;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradus.convexnet.ConeAdmm;
import org.gradus.convexnet.Gates;
import org.gradus.convexnet.ReluLoss;
import org.gradus.convexnet.ReluProblem;
import org.gradus.convexnet.ReluProgram;
import org.gradus.convexnet.ReluSolution;
import org.gradus.core.Cholesky;
import org.gradus.core.PortableRandom;
import org.gradus.core.RandomSource;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;

/** Seconds of an iteration as samples, inputs and patterns double. */
final class Scaling {
  private static final double BETA = 1e-3;
  private static final int ITERATIONS = 40;

  /** Seconds of one iteration. */
  record Cost(double seconds) {}

  private final Context context;

  Scaling(Context context) {
    this.context = context;
  }

  void run(Findings findings) {
    int n = context.size(400, 60);
    int d = context.size(100, 20);
    int gates = context.size(50, 8);
    double base = cost(n, d, gates);
    double samples = cost(2 * n, d, gates) / base;
    double inputs = cost(n, 2 * d, gates) / base;
    double patterns = cost(n, d, 2 * gates) / base;
    double both = cost(2 * n, 2 * d, gates) / base;
    int dense = context.size(12, 8);
    double factor =
        context.piece(Cost.class, "scaling/dense" + dense, () -> factor(2 * d * dense)).seconds;
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("ratio for twice the samples", samples);
    numbers.put("ratio for twice the inputs", inputs);
    numbers.put("ratio for twice the patterns", patterns);
    numbers.put("ratio for twice samples and inputs", both);
    double worst = Math.max(samples, Math.max(inputs, patterns));
    findings.add(
        new Finding(
            "quadratic-time",
            worst <= 2.5 && both <= 4
                ? Verdict.REPRODUCED
                : worst <= 3.5 && both <= 7 ? Verdict.PARTLY : Verdict.NOT_REPRODUCED,
            numbers,
            "An iteration with %d samples, %d inputs and %d patterns took %.2f ms."
                .formatted(n, d, gates, 1e3 * base)));
    findings.add(
        Table.titled("Seconds", "what", "seconds")
            .row("structured iteration", "%.2e".formatted(base))
            .row(
                "one dense factorisation of order %d (%d patterns)".formatted(2 * d * dense, dense),
                "%.2e".formatted(factor))
            .build());
  }

  private double cost(int n, int d, int gates) {
    return context.piece(
            Cost.class, "scaling/n%d/d%d/P%d".formatted(n, d, gates), () -> measure(n, d, gates))
        .seconds;
  }

  /** The least of three timings of many iterations, set-up apart. */
  private static Cost measure(int n, int d, int gates) {
    double[] x = PortableRandom.normal(1, n * d);
    double[] y = PortableRandom.normal(2, n);
    ReluProblem problem = new ReluProblem(x, d, y, ReluLoss.SQUARED, BETA);
    ReluProgram program =
        new ReluProgram(problem, Gates.sampled(problem, gates, RandomSource.seeded(3)));
    ConeAdmm.Config config =
        ConeAdmm.Config.DEFAULT
            .withPenalty(0.01, ConeAdmm.Balance.FIXED)
            .withoutCertificate()
            .withRecordEvery(ITERATIONS / 2)
            .withLimits(0, ITERATIONS);
    double least = Double.POSITIVE_INFINITY;
    for (int repeat = 0; repeat < 3; repeat++) {
      ReluSolution solution = new ConeAdmm(config).solve(program);
      double half = solution.trace().points().get(1).seconds();
      least = Math.min(least, (solution.trace().last().seconds() - half) / (ITERATIONS / 2.0));
    }
    return new Cost(least);
  }

  private static Cost factor(int order) {
    double[] matrix = new double[order * order];
    for (int i = 0; i < order; i++) {
      matrix[i * order + i] = 1;
    }
    Cholesky cholesky = new Cholesky(order);
    long start = System.nanoTime();
    if (!cholesky.factor(matrix)) {
      throw new IllegalStateException("the identity has a Cholesky factor");
    }
    return new Cost((System.nanoTime() - start) * 1e-9);
  }
}
