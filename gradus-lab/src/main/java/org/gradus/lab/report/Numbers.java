package org.gradus.lab.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.gradus.lab.result.MethodSummary.Estimate;
import org.gradus.lab.result.MethodSummary.PairedDifference;
import org.gradus.lab.result.Metric;

/** Numbers as people read them; a share is shown as per cent, its differences as points. */
final class Numbers {

  static final String NONE = "–";
  private static final int DIGITS = 4;

  private final Metric metric;

  Numbers(Metric metric) {
    this.metric = metric;
  }

  /** The factor from the metric's unit to what is shown. */
  double scale() {
    return metric.isFraction() ? 100 : 1;
  }

  /** " (%)", " (nats)" or nothing, to follow the metric's name. */
  String unitOfValues() {
    return metric.isFraction() ? " (%)" : parenthesised(metric.unit());
  }

  /** " (points)", " (nats)" or nothing. */
  String unitOfDifferences() {
    return metric.isFraction() ? " (points)" : parenthesised(metric.unit());
  }

  /** A value of the metric without its unit, such as "97.12". */
  String value(double value) {
    return metric.isFraction() ? fixed(value * scale(), 2) : significant(value);
  }

  /** A value of the metric with its unit, such as "97.12 %". */
  String valueWithUnit(double value) {
    return value(value) + (metric.isFraction() ? " %" : unitAfterNumber());
  }

  /** The size of a difference with its unit, such as "0.81 points". */
  String sizeWithUnit(double difference) {
    return value(Math.abs(difference)) + (metric.isFraction() ? " points" : unitAfterNumber());
  }

  /** Mean ± half-width, such as "97.12 ± 0.31". */
  String estimate(Estimate estimate) {
    return estimate.mean() == null ? NONE : withInterval(estimate.mean(), estimate.ci95());
  }

  /** Signed mean ± half-width, such as "+0.81 ± 0.50". */
  String difference(PairedDifference difference) {
    if (difference == null || difference.mean() == null) {
      return NONE;
    }
    String sign = difference.mean() < 0 ? "−" : "+";
    return sign + withInterval(Math.abs(difference.mean()), difference.ci95());
  }

  /** The half-width to two significant digits, and the mean to the same place. */
  private String withInterval(double mean, Double halfWidth) {
    if (halfWidth == null) {
      return value(mean);
    }
    if (metric.isFraction() || halfWidth == 0) {
      return value(mean) + " ± " + value(halfWidth);
    }
    BigDecimal rounded = new BigDecimal(halfWidth).round(new MathContext(2));
    BigDecimal samePlace = new BigDecimal(mean).setScale(rounded.scale(), RoundingMode.HALF_EVEN);
    return plain(samePlace) + " ± " + plain(rounded);
  }

  private String unitAfterNumber() {
    return metric.unit().isEmpty() ? "" : " " + metric.unit();
  }

  private static String parenthesised(String unit) {
    return unit.isEmpty() ? "" : " (" + unit + ")";
  }

  static String pValue(Double p) {
    if (p == null) {
      return NONE;
    }
    return p < 0.001 ? "< 0.001" : fixed(p, 3);
  }

  /** Such as "2.03 ×". */
  static String ratio(double ratio) {
    return fixed(ratio, 2) + " ×";
  }

  static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%,.0f", bytes / (double) (1 << 20));
  }

  /** Such as "1 seed" or "1,200 examples". */
  static String count(long count, String noun) {
    return grouped(count) + " " + noun + (count == 1 ? "" : "s");
  }

  static String grouped(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** Four significant digits, without trailing zeros; powers of ten where plain is unreadable. */
  static String significant(double value) {
    return significant(value, DIGITS);
  }

  static String significant(double value, int digits) {
    return Double.isFinite(value)
        ? plain(new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros())
        : NONE;
  }

  private static String plain(BigDecimal rounded) {
    double size = rounded.abs().doubleValue();
    return (size >= 1e-4 && size < 1e7) || size == 0
        ? rounded.toPlainString()
        : String.format(Locale.ROOT, "%.2e", rounded).replaceFirst("\\.?0*e([+-])0?", "e$1");
  }

  private static String fixed(double value, int decimals) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : NONE;
  }
}
