package org.gradus.lab.method;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.gradus.lab.result.SearchRange;

/**
 * One declared setting of a method.
 *
 * @param name the component's name in the method's {@code Config} record
 * @param description what it is, for people
 * @param type what kind of value it takes
 * @param defaultValue the value it has when nothing is said: a {@link Double}, {@link Integer},
 *     {@link Boolean} or, for a choice, the option's name
 * @param interval the numbers allowed; {@code null} for booleans and choices
 * @param options the names allowed; empty unless a choice
 * @param range where a search looks, or {@code null} if it is not searched
 */
public record Hyperparameter(
    String name,
    String description,
    Type type,
    Object defaultValue,
    Interval interval,
    List<String> options,
    SearchRange range) {
  /** Kinds of values. */
  public enum Type {
    /** A real number. */
    REAL,
    /** A whole number. */
    INTEGER,
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** One of several names. */
    CHOICE
  }

  /** Checks that the parts agree and that the default is allowed. */
  public Hyperparameter {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(description, "description");
    options = List.copyOf(options);
    boolean numeric = type == Type.REAL || type == Type.INTEGER;
    if (numeric != (interval != null) || (type == Type.CHOICE) == options.isEmpty()) {
      throw new IllegalArgumentException(
          name + ": numbers need an interval, choices their options, and nothing else has any");
    }
    if (range != null && !(numeric && range.parameter().equals(name) && within(interval, range))) {
      throw new IllegalArgumentException(
          "range %s of %s must be its own and lie in the interval allowed".formatted(range, name));
    }
    if (numeric && !interval.contains(((Number) defaultValue).doubleValue())) {
      throw new IllegalArgumentException(
          "default %s of %s is not %s".formatted(defaultValue, name, interval));
    }
  }

  private static boolean within(Interval interval, SearchRange range) {
    return interval.contains(range.low()) && interval.contains(range.high());
  }

  /** Where a search looks for this parameter, if it is searched. */
  public Optional<SearchRange> search() {
    return Optional.ofNullable(range);
  }

  /** What it may be, in words: {@code a number in [0, 1)}, {@code one of paper, official-code}. */
  public String allowed() {
    return switch (type) {
      case REAL -> "a number " + interval;
      case INTEGER -> "a whole number " + interval;
      case BOOLEAN -> "true or false";
      case CHOICE -> "one of " + String.join(", ", options);
    };
  }

  /**
   * The value a text stands for.
   *
   * @throws IllegalArgumentException naming the parameter, the text and what is allowed
   */
  public Object parse(String text) {
    String trimmed = text.trim();
    return switch (type) {
      case REAL -> allowed(number(trimmed), trimmed);
      case INTEGER -> allowed(whole(trimmed), trimmed);
      case BOOLEAN -> listed(List.of("true", "false"), trimmed).equals("true");
      case CHOICE -> listed(options, trimmed);
    };
  }

  /** The value a searched number stands for: itself, or the nearest whole number. */
  public Object fromNumber(double number) {
    if (type == Type.INTEGER) {
      return allowed(Math.toIntExact(Math.round(number)), number);
    }
    return allowed(number, number);
  }

  private Double number(String text) {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      throw refused(text);
    }
  }

  private Integer whole(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw refused(text);
    }
  }

  private <N extends Number> N allowed(N value, Object given) {
    if (!interval.contains(value.doubleValue())) {
      throw refused(given);
    }
    return value;
  }

  private String listed(List<String> names, String text) {
    if (!names.contains(text)) {
      throw refused(text);
    }
    return text;
  }

  private IllegalArgumentException refused(Object given) {
    return new IllegalArgumentException(name + " is '" + given + "'; it must be " + allowed());
  }
}
