package org.gradus.lab.recipes.sns;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.transport.LogSinkhorn;
import org.gradus.transport.NewtonConfig;
import org.gradus.transport.Sinkhorn;
import org.gradus.transport.SinkhornConfig;
import org.gradus.transport.SinkhornNewtonDense;
import org.gradus.transport.TransportProblem;
import org.gradus.transport.TransportProblems;

/** Random assignment at weak regularisation: sparse Newton against the fastest Sinkhorn. */
final class RandomAssignment {
  static final double ETA = 1200;
  static final double DEEP = 1e-12;
  static final double SINKHORN_TOLERANCE = 1e-9;
  private static final NewtonConfig NEWTON = NewtonConfig.DEFAULT.withTolerance(DEEP);

  private final Context context;
  private final int n;
  private final int maxSweeps;

  RandomAssignment(Context context) {
    this.context = context;
    n = context.size(500, 60);
    maxSweeps = context.size(60_000, 2_000);
  }

  /** The solves of one seed. */
  private record Seed(Solve sparse, Solve sinkhorn, Solve log, Solve dense) {
    /** The log domain's iterates are the scalings' own, so its time follows from a few sweeps. */
    double logSeconds() {
      return log.seconds() / log.sweeps() * sinkhorn.sweeps();
    }

    double ratio() {
      return sinkhorn.seconds() / sparse.secondsTo(DEEP);
    }

    double logRatio() {
      return logSeconds() / sparse.secondsTo(DEEP);
    }
  }

  void run(Findings findings) {
    List<Seed> seeds = new ArrayList<>();
    for (long seed : context.seeds(5)) {
      seeds.add(seed(seed));
    }
    findings.add(judge(seeds)).add(table(seeds)).add(plot(seeds.get(0)));
  }

  private Seed seed(long seed) {
    TransportProblem problem = TransportProblems.assignment(n, 1000 + n + seed, ETA);
    String key = "assignment%d/seed%d/".formatted(n, seed);
    SinkhornConfig sweeps = new SinkhornConfig(SINKHORN_TOLERANCE, maxSweeps, 10);
    // The first solve of a kind is slower by what the virtual machine compiles meanwhile.
    Solve.run(Solve.sparse(NEWTON, 8), problem, context.monitor());
    return new Seed(
        context.piece(
            Solve.class,
            key + "sparse",
            () -> Solve.run(Solve.sparse(NEWTON, 8), problem, context.monitor())),
        context.piece(
            Solve.class,
            key + "sinkhorn" + maxSweeps,
            () -> Solve.run(new Sinkhorn(sweeps), problem, context.monitor())),
        context.piece(
            Solve.class,
            key + "log-sinkhorn",
            () -> Solve.run(new LogSinkhorn(sweeps.withMaxSweeps(30)), problem, context.monitor())),
        context.piece(
            Solve.class,
            key + "dense",
            () -> Solve.run(new SinkhornNewtonDense(NEWTON), problem, context.monitor())));
  }

  private static Finding judge(List<Seed> seeds) {
    boolean deep = seeds.stream().allMatch(s -> s.sparse().error() <= DEEP * 10);
    long mostSteps = seeds.stream().mapToLong(s -> s.sparse().steps()).max().orElseThrow();
    double least = seeds.stream().mapToDouble(Seed::ratio).min().orElseThrow();
    double leastLog = seeds.stream().mapToDouble(Seed::logRatio).min().orElseThrow();
    boolean reproduced = deep && mostSteps <= 20 && least >= 20 && leastLog >= 50;
    boolean refuted = mostSteps > 60 || least < 5;
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("most Newton steps", (double) mostSteps);
    numbers.put("least ratio to the fastest Sinkhorn", least);
    numbers.put("least ratio to Sinkhorn in the log domain", leastLog);
    return new Finding(
        "random-assignment",
        reproduced ? Verdict.REPRODUCED : refuted ? Verdict.NOT_REPRODUCED : Verdict.PARTLY,
        numbers,
        "Ratios are Sinkhorn's seconds to 1e-9 (or to its limit of sweeps, where that came first)"
            + " over sparse Newton's to 1e-12. To low accuracy Sinkhorn is much closer: see the"
            + " table.");
  }

  private static Table table(List<Seed> seeds) {
    Table.Builder table =
        Table.titled(
            "Random assignment, seconds (sweeps + Newton steps), one row a seed",
            "SNS to 1e-12",
            "Sinkhorn to 1e-9",
            "its error",
            "log domain to there",
            "dense Newton to 1e-12",
            "SNS to 1e-3",
            "Sinkhorn to 1e-3",
            "SNS to 1e-6",
            "Sinkhorn to 1e-6");
    for (Seed s : seeds) {
      table.row(
          "%s (%d + %d)"
              .formatted(
                  seconds(s.sparse().secondsTo(DEEP)), s.sparse().sweeps(), s.sparse().steps()),
          "%s (%d)".formatted(seconds(s.sinkhorn().seconds()), s.sinkhorn().sweeps()),
          String.format(Locale.ROOT, "%.1e", s.sinkhorn().error()),
          seconds(s.logSeconds()),
          "%s (%d)".formatted(seconds(s.dense().secondsTo(DEEP)), s.dense().steps()),
          seconds(s.sparse().secondsTo(1e-3)),
          seconds(s.sinkhorn().secondsTo(1e-3)),
          seconds(s.sparse().secondsTo(1e-6)),
          seconds(s.sinkhorn().secondsTo(1e-6)));
    }
    return table.build();
  }

  static String seconds(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3g", value) : "not reached";
  }

  private static Plot plot(Seed seed) {
    return new Plot(
        "assignment",
        "Random assignment: marginal error against seconds (seed 1)",
        Plot.Axis.logarithmic("seconds"),
        Plot.Axis.logarithmic("L1 marginal error"),
        List.of(
            Plot.Series.of("SNS", seed.sparse().times(), seed.sparse().errors()),
            Plot.Series.of("Sinkhorn", seed.sinkhorn().times(), seed.sinkhorn().errors()),
            Plot.Series.of("log domain", seed.log().times(), seed.log().errors()),
            Plot.Series.of("dense Newton", seed.dense().times(), seed.dense().errors())));
  }
}
