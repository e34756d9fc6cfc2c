package org.gradus.lab.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.gradus.core.Seeds;
import org.gradus.lab.method.Method;
import org.gradus.lab.method.Setting;
import org.gradus.lab.method.Values;
import org.gradus.lab.result.SearchRange;

/**
 * What is searched for one method: its declared ranges without what the user has fixed.
 *
 * @param method the method
 * @param values the defaults and what is fixed
 * @param ranges what is searched
 */
public record SearchSpace(Method method, Values values, List<SearchRange> ranges) {
  /** How near an end of its range, as a share of it, a choice counts as lying at the edge. */
  private static final double EDGE = 0.1;

  static SearchSpace of(Method method, List<Setting> settings) {
    Values values = Setting.apply(settings, method);
    List<String> fixed =
        settings.stream()
            .filter(s -> s.method().equals(method.id()))
            .map(Setting::parameter)
            .toList();
    return new SearchSpace(
        method, values, method.searchRanges().filter(r -> !fixed.contains(r.parameter())).toList());
  }

  /**
   * The points tried: first the defaults, then a Latin hypercube (McKay, Beckman and Conover 1979)
   * over the ranges, evenly in the logarithm where they say so: cut into as many strata as there
   * are points, every range has one point in each.
   *
   * @param trials how many points in all, at least 0; of nothing to search, one at most
   * @param seed decides them, together with the names of method and parameters
   */
  public List<Map<String, Double>> points(int trials, long seed) {
    int drawn = ranges.isEmpty() ? 0 : Math.max(0, trials - 1);
    List<Map<String, Double>> points = new ArrayList<>();
    if (trials > 0) {
      points.add(defaults());
    }
    for (int i = 0; i < drawn; i++) {
      points.add(new LinkedHashMap<>());
    }
    for (SearchRange range : ranges) {
      double[] unit = strata(drawn, Seeds.derive(seed, method.id() + "." + range.parameter(), 0));
      for (int i = 0; i < drawn; i++) {
        points.get(i + 1).put(range.parameter(), at(range, unit[i]));
      }
    }
    return points;
  }

  /** The defaults of what is searched. */
  Map<String, Double> defaults() {
    Map<String, Double> defaults = new LinkedHashMap<>();
    ranges.forEach(r -> defaults.put(r.parameter(), values.number(r.parameter())));
    return defaults;
  }

  /** One number of [0, 1) in each of n strata, in random order. */
  private static double[] strata(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] unit = new double[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      unit[i] = unit[j];
      unit[j] = (i + random.nextDouble()) / n;
    }
    return unit;
  }

  private static double at(SearchRange range, double unit) {
    return range.scale() == SearchRange.Scale.LOG
        ? range.low() * StrictMath.pow(range.high() / range.low(), unit)
        : range.low() + unit * (range.high() - range.low());
  }

  /** Whether a value lies in the outer tenth of its range, where a better one may lie beyond. */
  static boolean atEdge(SearchRange range, double value) {
    double unit =
        range.scale() == SearchRange.Scale.LOG
            ? Math.log(value / range.low()) / Math.log(range.high() / range.low())
            : (value - range.low()) / (range.high() - range.low());
    return unit < EDGE || unit > 1 - EDGE;
  }

  /** The settings that are not searched, as text. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>(values.asText());
    ranges.forEach(r -> settings.remove(r.parameter()));
    return settings;
  }
}
