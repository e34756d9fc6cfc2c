package org.gradus.lab.data;

/**
 * The user's data cannot be used as asked: a file is missing, damaged or of another shape than
 * expected.
 *
 * <p>The message is one line for the user: it names the file, the row or column where there is one,
 * what was found, and the remedy. It is shown without a stack trace.
 */
public final class DataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception whose message is complete in itself.
   *
   * @param message one line that names the thing and the remedy
   */
  public DataException(String message) {
    super(message);
  }

  /**
   * Makes an exception caused by another one.
   *
   * @param message one line that names the thing and the remedy
   * @param cause what went wrong underneath
   */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
