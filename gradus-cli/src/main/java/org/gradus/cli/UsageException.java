package org.gradus.cli;

/** The command line asks for something that is not there or not allowed. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
