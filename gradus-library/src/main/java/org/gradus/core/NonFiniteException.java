package org.gradus.core;

/**
 * A loss, gradient or curvature estimate turned NaN or infinite. Whoever throws it has left
 * parameters and method state as they were before the step.
 */
public final class NonFiniteException extends ArithmeticException {
  private static final long serialVersionUID = 1L;

  /** With a message that names what is not finite and where. */
  public NonFiniteException(String message) {
    super(message);
  }

  /** With a message and the exception it says more about. */
  public NonFiniteException(String message, Throwable cause) {
    super(message);
    initCause(cause);
  }
}
