package org.gradus.lab.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.gradus.lab.result.Comparison;
import org.gradus.lab.result.CurvePoint;
import org.gradus.lab.result.FinalRun;
import org.gradus.lab.result.MethodResult;
import org.gradus.lab.result.SearchRange;
import org.gradus.lab.stats.Band;

/** What {@code report.js} draws, in the units people are shown. */
final class ChartData {

  private static final JsonMapper MAPPER = new JsonMapper();

  private final Comparison comparison;
  private final Numbers numbers;
  private final Map<String, MethodStyle> styles;

  private ChartData(Comparison comparison) {
    this.comparison = comparison;
    this.numbers = new Numbers(comparison.metric());
    this.styles = MethodStyle.of(comparison);
  }

  /**
   * JSON that may stand in an HTML script element: no character in it can end the element or open a
   * comment.
   */
  static String json(Comparison comparison) {
    try {
      return MAPPER
          .writeValueAsString(new ChartData(comparison).page())
          .replace("<", "\\u003c")
          .replace(">", "\\u003e")
          .replace("&", "\\u0026")
          .replace("\u2028", "\\u2028")
          .replace("\u2029", "\\u2029");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the chart data do not serialise", e);
    }
  }

  private Page page() {
    Double target = comparison.protocol().target();
    return new Page(
        comparison.metric().name(),
        numbers.unitOfValues(),
        numbers.unitOfDifferences(),
        comparison.metric().higherIsBetter(),
        target == null ? null : target * numbers.scale(),
        comparison.baseline(),
        ranges(),
        comparison.methods().stream().map(this::method).toList());
  }

  private List<Range> ranges() {
    Map<String, Range> union = new LinkedHashMap<>();
    for (MethodResult method : comparison.methods()) {
      for (SearchRange r : method.searchRanges()) {
        boolean log = r.scale() == SearchRange.Scale.LOG;
        union.merge(r.parameter(), new Range(r.parameter(), r.low(), r.high(), log), Range::and);
      }
    }
    return List.copyOf(union.values());
  }

  private Method method(MethodResult m) {
    var test = m.summary().test();
    var difference = m.summary().difference();
    return new Method(
        m.id(),
        m.label(),
        styles.get(m.id()),
        bands(m, CurvePoint::validationMetric, numbers.scale()),
        bands(m, CurvePoint::trainLoss, 1),
        m.runs().stream().map(this::run).toList(),
        scaled(test.mean()),
        scaled(test.ci95()),
        difference == null ? null : scaled(difference.mean()),
        difference == null ? null : scaled(difference.ci95()),
        m.trials().stream()
            .map(
                t ->
                    new Point(
                        t.hyperParameters(),
                        scaled(t.validationMetric()),
                        t.diverged(),
                        t.hyperParameters().equals(m.hyperParameters())))
            .toList());
  }

  private static List<double[]> bands(
      MethodResult method, ToDoubleFunction<CurvePoint> value, double scale) {
    return Band.of(method.runs(), value).stream()
        .map(
            b ->
                new double[] {
                  b.epoch(),
                  b.seconds(),
                  b.mean() * scale,
                  b.min() * scale,
                  b.max() * scale,
                  b.runs()
                })
        .toList();
  }

  private Run run(FinalRun run) {
    List<Double[]> curve =
        run.curve().stream()
            .map(
                p ->
                    new Double[] {
                      finite(p.epoch()),
                      finite(p.seconds()),
                      scaled(p.validationMetric()),
                      finite(p.trainLoss())
                    })
            .toList();
    return new Run(run.seed(), run.counts() ? scaled(run.testMetric()) : null, curve);
  }

  private Double scaled(Double value) {
    return value == null || !Double.isFinite(value)
        ? null
        : Double.valueOf(value * numbers.scale());
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private record Page(
      String metric,
      String unit,
      String differenceUnit,
      boolean higherIsBetter,
      Double target,
      String baseline,
      List<Range> ranges,
      List<Method> methods) {}

  private record Range(String parameter, double low, double high, boolean log) {
    Range and(Range other) {
      return new Range(
          parameter, Math.min(low, other.low), Math.max(high, other.high), log && other.log);
    }
  }

  /** Bands are rows of epoch, seconds, mean, least, greatest, number of runs. */
  private record Method(
      String id,
      String label,
      MethodStyle style,
      List<double[]> metricBand,
      List<double[]> lossBand,
      List<Run> runs,
      Double mean,
      Double ci95,
      Double difference,
      Double differenceCi95,
      List<Point> trials) {}

  /** Its curve is rows of epoch, seconds, metric, loss. */
  private record Run(long seed, Double test, List<Double[]> curve) {}

  private record Point(
      Map<String, Double> values, Double metric, boolean diverged, boolean chosen) {}
}
