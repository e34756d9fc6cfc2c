package org.gradus.lab.recipes.tram;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Plot.Axis;
import org.gradus.lab.reproduce.Plot.Series;
import org.gradus.lab.reproduce.Table;

/** What is shown beside the verdicts. */
final class Tables {
  private Tables() {}

  static void add(Transfer transfer, Findings findings) {
    findings.add(results(transfer));
    List<Series> series = new ArrayList<>();
    for (String name : Methods.distanceVariants()) {
      if (transfer.of(name).stream().noneMatch(run -> run.course().isEmpty())) {
        double[] distances = transfer.meanDistances(name);
        double[] steps = IntStream.rangeClosed(1, distances.length).asDoubleStream().toArray();
        series.add(Series.of(name, steps, distances));
      }
    }
    findings.add(
        new Plot(
            "distances",
            "Radius of the ascent: trust distance over the steps, mean over seeds",
            Axis.linear("step"),
            Axis.linear("distance, nats"),
            series));
  }

  private static Table results(Transfer transfer) {
    Table.Builder table =
        Table.titled(
            "Fine-tuned on upright digits, odd or even (mean ± standard error over seeds)",
            "method",
            "settings",
            "upright, points",
            "rotated (zero-shot), points",
            "sharpness",
            "moved, upright",
            "moved, rotated",
            "mean distance");
    for (String name : transfer.names()) {
      double distance = transfer.sample(name, Transferred::meanDistance).mean();
      table.row(
          name,
          transfer.settings(name),
          transfer.sample(name, Transferred::source).show(2),
          transfer.sample(name, Transferred::zeroShot).show(2),
          transfer.sample(name, Transferred::sharpness).show(4),
          transfer.sample(name, run -> run.moved()[0]).show(2),
          transfer.sample(name, Transferred::movedElsewhere).show(2),
          Double.isNaN(distance) ? "–" : transfer.sample(name, Transferred::meanDistance).show(4));
    }
    return table.build();
  }
}
