package org.gradus.lab.compare;

/**
 * A run folder cannot be used: it is locked, damaged, of other data, or cannot be written. The
 * message is one line for the user that names the folder or file and the remedy.
 */
public final class RunFolderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message that is complete in itself, and what went wrong underneath, if anything. */
  public RunFolderException(String message, Throwable cause) {
    super(message, cause);
  }
}
