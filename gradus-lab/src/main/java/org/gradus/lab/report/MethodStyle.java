package org.gradus.lab.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.lab.result.Comparison;
import org.gradus.lab.result.MethodResult;

/**
 * How a method looks in every plot and table, told by colour, dash and symbol so that colour is
 * never the only sign.
 *
 * @param color a CSS variable, so that light, dark and print each use their own shade
 * @param dash lengths of dash and gap in pixels; empty for a solid line
 * @param symbol an ECharts symbol
 */
record MethodStyle(String color, List<Integer> dash, String symbol) {

  /** Colours {@code --m0} to {@code --m6} of the style sheet. */
  private static final int COLORS = 7;

  private static final List<List<Integer>> DASHES =
      List.of(List.of(), List.of(7, 3), List.of(2, 2), List.of(9, 3, 2, 3));

  private static final List<String> SYMBOLS =
      List.of(
          "rect",
          "triangle",
          "diamond",
          "path://M0,0L10,0L5,10Z",
          "path://M3,0H7V3H10V7H7V10H3V7H0V3H3Z",
          "path://M5,0L9.3,2.5V7.5L5,10L0.7,7.5V2.5Z",
          "path://M0,0L10,10V0L0,10Z");

  private static final MethodStyle BASELINE =
      new MethodStyle("var(--baseline)", List.of(), "circle");

  /** The styles by method id; the baseline is neutral, the others take colours in order. */
  static Map<String, MethodStyle> of(Comparison comparison) {
    Map<String, MethodStyle> styles = new LinkedHashMap<>();
    int next = 0;
    for (MethodResult method : comparison.methods()) {
      boolean isBaseline = method.id().equals(comparison.baseline());
      styles.put(method.id(), isBaseline ? BASELINE : numbered(next++));
    }
    return styles;
  }

  private static MethodStyle numbered(int i) {
    int color = i % COLORS;
    return new MethodStyle(
        "var(--m" + color + ")",
        DASHES.get((color + i / COLORS) % DASHES.size()),
        SYMBOLS.get(i % SYMBOLS.size()));
  }
}
