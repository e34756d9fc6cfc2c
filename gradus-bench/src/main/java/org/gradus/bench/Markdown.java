package org.gradus.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A Markdown table: the first column text, the others numbers, set flush right. */
final class Markdown {
  private final List<String> lines = new ArrayList<>();

  Markdown(String... header) {
    row(header);
    List<String> rule = new ArrayList<>(Collections.nCopies(header.length, "---:"));
    rule.set(0, "---");
    row(rule.toArray(new String[0]));
  }

  void row(String... cells) {
    lines.add("| " + String.join(" | ", Arrays.asList(cells)) + " |");
  }

  /** Seconds in the unit that suits. */
  static String time(double seconds) {
    if (seconds < 1e-3) {
      return number(seconds * 1e6) + " µs";
    }
    return seconds < 1 ? number(seconds * 1e3) + " ms" : number(seconds) + " s";
  }

  /** A quotient of times. */
  static String ratio(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** A part of a whole in percent. */
  static String percent(double part) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * part);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }
}
