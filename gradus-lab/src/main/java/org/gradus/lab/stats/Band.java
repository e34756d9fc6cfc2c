package org.gradus.lab.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.gradus.lab.result.CurvePoint;
import org.gradus.lab.result.FinalRun;

/**
 * The curves of several runs at one epoch: mean and range over the runs that got so far with a
 * finite value.
 *
 * @param epoch epochs done
 * @param seconds mean training time of those runs at that epoch
 * @param runs how many there are, at least 1
 * @param mean mean value
 * @param min least value
 * @param max greatest value
 */
public record Band(double epoch, double seconds, int runs, double mean, double min, double max) {

  /**
   * The bands of all epochs recorded by any run, in ascending order.
   *
   * @param value what is plotted; points where it is not finite are left out
   */
  public static List<Band> of(List<FinalRun> runs, ToDoubleFunction<CurvePoint> value) {
    TreeMap<Double, List<CurvePoint>> byEpoch = new TreeMap<>();
    for (FinalRun run : runs) {
      for (CurvePoint point : run.curve()) {
        if (Double.isFinite(value.applyAsDouble(point))) {
          byEpoch.computeIfAbsent(point.epoch(), epoch -> new ArrayList<>()).add(point);
        }
      }
    }
    return byEpoch.entrySet().stream().map(e -> at(e.getKey(), e.getValue(), value)).toList();
  }

  private static Band at(
      double epoch, List<CurvePoint> points, ToDoubleFunction<CurvePoint> value) {
    var values = points.stream().mapToDouble(value).summaryStatistics();
    double seconds = points.stream().mapToDouble(CurvePoint::seconds).average().orElseThrow();
    return new Band(
        epoch, seconds, points.size(), values.getAverage(), values.getMin(), values.getMax());
  }
}
