package org.gradus.lab.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The characters (Unicode code points) a language model knows; a token is an index into them.
 *
 * @param characters the distinct characters in ascending order of code point
 */
public record Vocabulary(String characters) {

  /** Checks that the characters are distinct and ascending. */
  public Vocabulary {
    int[] points = characters.codePoints().toArray();
    for (int i = 1; i < points.length; i++) {
      if (points[i] <= points[i - 1]) {
        throw new IllegalArgumentException(
            "the characters of a vocabulary must be distinct and ascending; character "
                + i
                + " is not");
      }
    }
  }

  /** Returns the vocabulary of all characters of {@code text}. */
  public static Vocabulary of(String text) {
    int[] points = text.codePoints().sorted().distinct().toArray();
    return new Vocabulary(new String(points, 0, points.length));
  }

  /** Returns how many characters there are. */
  public int size() {
    return characters.codePointCount(0, characters.length());
  }

  /**
   * Turns a text into tokens; characters that are not in the vocabulary are left out.
   *
   * @return one token per known character: as many as {@code text} has characters if all are known
   */
  public int[] encode(String text) {
    int[] points = characters.codePoints().toArray();
    return text.codePoints()
        .map(point -> Arrays.binarySearch(points, point))
        .filter(token -> token >= 0)
        .toArray();
  }

  /**
   * Turns tokens into a text.
   *
   * @throws IndexOutOfBoundsException if a token is not from 0 to {@link #size()} − 1
   */
  public String decode(int[] tokens) {
    int[] points = characters.codePoints().toArray();
    int[] text = IntStream.of(tokens).map(token -> points[token]).toArray();
    return new String(text, 0, text.length);
  }
}
