package org.gradus.bilevel;

/** Ends a run from within; never leaves the package. */
final class Stopped extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Ending ending;

  Stopped(Ending ending, String message) {
    super(message, null, false, false);
    this.ending = ending;
  }

  Ending ending() {
    return ending;
  }
}
