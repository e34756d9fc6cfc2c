package org.gradus.lab.reproduce;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What was measured for one claim.
 *
 * @param claim the claim's id
 * @param verdict what its rule says; {@code null} if it could not be run
 * @param numbers the numbers the rule looks at, by name, in reading order
 * @param note one or two sentences for the reader: what the numbers say, or why it was not run
 */
public record Finding(String claim, Verdict verdict, Map<String, Double> numbers, String note) {
  /** Copies the numbers, keeping their order. */
  public Finding {
    Objects.requireNonNull(claim, "claim");
    Objects.requireNonNull(note, "note");
    numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
  }

  /** The finding of a claim that could not be tested here. */
  public static Finding notRun(String claim, String why) {
    return new Finding(claim, null, Map.of(), "not run: " + why);
  }
}
