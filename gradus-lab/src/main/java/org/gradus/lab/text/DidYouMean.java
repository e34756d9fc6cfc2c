package org.gradus.lab.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what a mistyped name was probably meant to be. */
public final class DidYouMean {
  private DidYouMean() {}

  /**
   * The known name closest to a word, if it is close: at most a third of its letters (and at least
   * one) inserted, deleted, replaced, or swapped with their neighbour; case does not count.
   */
  public static Optional<String> closest(String word, Collection<String> known) {
    String lower = word.toLowerCase(Locale.ROOT);
    int limit = Math.max(1, word.length() / 3);
    return known.stream()
        .min(
            Comparator.comparingInt((String name) -> distance(lower, name))
                .thenComparingInt(name -> Math.abs(name.length() - word.length())))
        .filter(name -> distance(lower, name) <= limit);
  }

  /**
   * The one-line error for an unknown name, such as {@code unknown method 'adamv'; did you mean
   * 'adamw'? (known: sgd, adamw)}.
   */
  public static IllegalArgumentException unknown(
      String what, String word, Collection<String> known) {
    String hint = closest(word, known).map(name -> "; did you mean '" + name + "'?").orElse("");
    return new IllegalArgumentException(
        "unknown %s '%s'%s (known: %s)".formatted(what, word, hint, String.join(", ", known)));
  }

  /** Damerau's edit distance, restricted to one swap a place. */
  private static int distance(String lower, String name) {
    String b = name.toLowerCase(Locale.ROOT);
    int[][] d = new int[lower.length() + 1][b.length() + 1];
    for (int i = 0; i <= lower.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : step(lower, b, d, i, j);
      }
    }
    return d[lower.length()][b.length()];
  }

  private static int step(String a, String b, int[][] d, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int best = Math.min(d[i - 1][j - 1] + (same ? 0 : 1), Math.min(d[i - 1][j], d[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
