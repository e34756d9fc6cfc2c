package org.gradus.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Inputs and trajectories that an independent implementation printed: the scripts of {@code
 * src/test/reference}, written from the papers' formulas in NumPy without sight of the Java code.
 */
final class Reference {

  private final JsonNode document;

  private Reference(JsonNode document) {
    this.document = document;
  }

  /** Reads {@code NAME.json} beside this class. */
  static Reference of(String name) {
    try (InputStream in = Reference.class.getResourceAsStream(name + ".json")) {
      assertThat(in).as("reference %s.json", name).isNotNull();
      return new Reference(new ObjectMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The part of this document under a key. */
  Reference at(String key) {
    assertThat(document.has(key)).as("key %s", key).isTrue();
    return new Reference(document.get(key));
  }

  double number(String key) {
    return at(key).document.doubleValue();
  }

  int whole(String key) {
    return at(key).document.intValue();
  }

  double[] vector(String key) {
    return numbers(at(key).document);
  }

  /** Rows of numbers: a matrix, or one vector for each step of a trajectory. */
  double[][] rows(String key) {
    JsonNode rows = at(key).document;
    double[][] result = new double[rows.size()][];
    for (int i = 0; i < result.length; i++) {
      result[i] = numbers(rows.get(i));
    }
    return result;
  }

  private static double[] numbers(JsonNode node) {
    double[] result = new double[node.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = node.get(i).doubleValue();
    }
    return result;
  }

  /** Every entry within 1e-10 of the reference, relative to the larger of 1 and the reference. */
  static void assertSame(double[] actual, double[] expected, String what) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      double allowed = 1e-10 * Math.max(1, Math.abs(expected[i]));
      assertThat(actual[i]).as("%s [%d]", what, i).isCloseTo(expected[i], within(allowed));
    }
  }
}
