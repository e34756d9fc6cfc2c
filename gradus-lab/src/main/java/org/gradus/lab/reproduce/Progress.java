package org.gradus.lab.reproduce;

/** Hears of finished pieces; a progress bar or a log is one. Called from worker threads. */
@FunctionalInterface
public interface Progress {
  /** Hears nothing. */
  Progress SILENT = (piece, done, known) -> {};

  /**
   * A piece is finished, or was found finished.
   *
   * @param piece its name
   * @param done pieces finished so far
   * @param known pieces asked for so far; a recipe may still ask for more
   */
  void finished(String piece, int done, int known);
}
