package org.gradus.lab.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The checks that the records share. */
final class Require {
  private Require() {}

  static String text(String name, String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(name + " must be a non-blank text, was " + quoted(value));
    }
    return value;
  }

  static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", was " + value);
    }
  }

  /** Accepts NaN, which means "not measured". */
  static void notNegative(String name, double value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must not be negative, was " + value);
    }
  }

  static <T> T present(String name, T value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  /** An unmodifiable copy that keeps the order of insertion; {@code null} gives the empty map. */
  static <V> Map<String, V> ordered(Map<String, V> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  private static String quoted(String value) {
    return value == null ? "null" : "'" + value + "'";
  }
}
