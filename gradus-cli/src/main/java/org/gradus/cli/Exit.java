package org.gradus.cli;

/** The exit codes of the {@code gradus} command, for scripts. */
final class Exit {
  /** All was done. */
  static final int OK = 0;

  /** The work failed: bad data, an unreadable file, a full disk. */
  static final int FAILED = 1;

  /** The command line was wrong: unknown option, method or task, value out of range. */
  static final int USAGE = 2;

  /** Interrupted (Ctrl-C); what was done is kept and can be resumed. 128 + SIGINT. */
  static final int INTERRUPTED = 130;

  private Exit() {}
}
