package org.gradus.lab.reproduce.ledger;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.gradus.lab.reproduce.ReproductionResult.ClaimResult;

/** Numbers and verdicts as readers see them. */
final class Words {
  private Words() {}

  /** A number with four significant digits; {@code –} where there is none. */
  static String number(Double value) {
    if (value == null || value.isNaN()) {
      return "–";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e7) {
      return String.format(Locale.ROOT, "%d", value.longValue());
    }
    double size = Math.abs(value);
    if (size >= 1e5 || size < 1e-3) {
      return String.format(Locale.ROOT, "%.3g", value);
    }
    int decimals = Math.max(0, 3 - (int) Math.floor(Math.log10(size)));
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** All numbers of a claim: {@code name = value; …}. */
  static String numbers(Map<String, Double> numbers) {
    return numbers.entrySet().stream()
        .map(e -> e.getKey() + " = " + number(e.getValue()))
        .collect(Collectors.joining("; "));
  }

  /** A verdict, marked where the run was of smoke size. */
  static String verdict(ClaimResult claim, boolean smoke) {
    if (claim.verdict() == null) {
      return "not run";
    }
    return claim.verdict().word().replace('_', ' ') + (smoke ? " (smoke size)" : "");
  }

  /** A duration: seconds below two minutes, minutes above. */
  static String duration(double seconds) {
    return seconds < 120
        ? String.format(Locale.ROOT, "%.0f s", seconds)
        : String.format(Locale.ROOT, "%.0f min", seconds / 60);
  }
}
