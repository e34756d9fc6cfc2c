package org.gradus.cli;

import java.util.function.Supplier;

/** The command line asks for something that is not there or not allowed. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }

  private UsageException(IllegalArgumentException refusal) {
    super(refusal.getMessage(), refusal);
  }

  /** What words of the command line stand for; where they are refused, that is a usage error. */
  static <T> T parse(Supplier<T> words) {
    try {
      return words.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException(e);
    }
  }
}
