package org.gradus.lab.recipes.rrlbs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.gradus.lab.recipes.rrlbs.Unmixings.Outcome;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Plot.Axis;
import org.gradus.lab.reproduce.Plot.Series;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;

/** Errors by the share of broken channels. */
final class Robustness {
  static final double JUDGED = 0.1;
  private static final double HALF = 0.5;

  private final Unmixings unmixings;
  private final double[] shares;

  Robustness(Unmixings unmixings) {
    this.unmixings = unmixings;
    shares = unmixings.context().size(new double[] {0, 0.05, 0.1, 0.2}, new double[] {0, JUDGED});
  }

  void run(Findings findings) {
    List<Series> series = new ArrayList<>();
    Table.Builder table =
        Table.titled(
            "Spectral angle (rad) and abundance error by the share of broken channels",
            "method",
            "broken",
            "spectral angle",
            "abundance error");
    Unmixings.METHODS
        .keySet()
        .forEach(
            method -> {
              double[] errors = new double[shares.length];
              for (int i = 0; i < shares.length; i++) {
                List<Outcome> outcomes = unmixings.run(method, shares[i]);
                errors[i] = Unmixings.errors(outcomes).mean();
                table.row(
                    method,
                    Double.toString(shares[i]),
                    Unmixings.angles(outcomes).show(4),
                    Unmixings.errors(outcomes).show(4));
              }
              series.add(Series.of(method, shares, errors));
            });
    findings.add(judge());
    findings.add(table.build());
    findings.add(
        new Plot(
            "broken-channels",
            "Abundance error by the share of broken channels",
            Axis.linear("share of broken channels"),
            Axis.linear("root mean square error"),
            series));
    findings.add(weights());
  }

  private Finding judge() {
    List<Outcome> plain = unmixings.run(Unmixings.NMF, JUDGED);
    List<Outcome> robust = unmixings.run(Unmixings.RRLBS, JUDGED);
    double angle = Unmixings.angles(robust).mean() / Unmixings.angles(plain).mean();
    double error = Unmixings.errors(robust).mean() / Unmixings.errors(plain).mean();
    List<Outcome> plainClean = unmixings.run(Unmixings.NMF, 0);
    List<Outcome> robustClean = unmixings.run(Unmixings.RRLBS, 0);
    boolean worse =
        Unmixings.angles(robustClean).minus(Unmixings.angles(plainClean)).clearlyAboveZero()
            || Unmixings.errors(robustClean).minus(Unmixings.errors(plainClean)).clearlyAboveZero();
    boolean halves = angle <= HALF && error <= HALF;
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("spectral angle over NMF's, o = 0.1", angle);
    numbers.put("abundance error over NMF's, o = 0.1", error);
    numbers.put(
        "abundance error over NMF's, o = 0",
        Unmixings.errors(robustClean).mean() / Unmixings.errors(plainClean).mean());
    numbers.put(
        "largest weight of a live broken channel over the least of a good one", separation(robust));
    return new Finding(
        "robust-channels",
        halves && !worse ? Verdict.REPRODUCED : halves ? Verdict.PARTLY : Verdict.NOT_REPRODUCED,
        numbers,
        "Live broken channels should have the least weights: the last number is then below 1.");
  }

  /** The worst over seeds. */
  private static double separation(List<Outcome> outcomes) {
    return outcomes.stream()
        .mapToDouble(o -> weights(o, 1).max().orElse(0) / weights(o, 0).min().orElseThrow())
        .max()
        .orElseThrow();
  }

  private static DoubleStream weights(Outcome outcome, int kind) {
    return IntStream.range(0, outcome.weights().length)
        .filter(l -> outcome.broken()[l] == kind)
        .mapToDouble(l -> outcome.weights()[l]);
  }

  private Plot weights() {
    Outcome first = unmixings.run(Unmixings.RRLBS, JUDGED).get(0);
    List<Series> series = new ArrayList<>();
    String[] names = {"good channels", "broken channels", "dead channels"};
    for (int kind = 0; kind < names.length; kind++) {
      int wanted = kind;
      int[] channels =
          IntStream.range(0, first.broken().length)
              .filter(l -> first.broken()[l] == wanted)
              .toArray();
      series.add(
          Series.of(
              names[kind],
              IntStream.of(channels).asDoubleStream().toArray(),
              IntStream.of(channels).mapToDouble(l -> first.weights()[l]).toArray()));
    }
    return new Plot(
        "channel-weights",
        "Learned weights of the channels, seed 1, a tenth broken",
        Axis.linear("channel"),
        Axis.logarithmic("weight u"),
        series);
  }
}
