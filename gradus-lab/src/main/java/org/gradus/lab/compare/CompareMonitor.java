package org.gradus.lab.compare;

/** What a comparison reports to, and asks whether to stop. */
public interface CompareMonitor {
  /** Hears nothing and never stops. */
  CompareMonitor SILENT = new CompareMonitor() {};

  /** Called after each step; must be quick. */
  default void report(Progress progress) {}

  /** Whether to stop at the next step; what is done is kept and reported. */
  default boolean cancelled() {
    return false;
  }
}
