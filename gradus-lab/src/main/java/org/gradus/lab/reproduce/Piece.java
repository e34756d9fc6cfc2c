package org.gradus.lab.reproduce;

import java.util.function.Supplier;
import org.gradus.core.Check;

/**
 * A part of a recipe's work that is kept once finished, usually one training run.
 *
 * @param key says everything that decides the result: experiment, method, settings, size and seed;
 *     letters, digits and {@code . _ = / -}
 * @param work computes the result, a record that goes to JSON and back
 */
public record Piece<T>(String key, Supplier<T> work) {
  /** Checks the key. */
  public Piece {
    if (!key.matches("[A-Za-z0-9._=/-]+")) {
      throw Check.invalid("piece key", key, "letters, digits and . _ = / - only");
    }
  }
}
