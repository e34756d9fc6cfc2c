package org.gradus.core;

/**
 * What long work reports to, and asks whether to stop. Progress bars, live plots, stopping rules
 * and recordings are monitors.
 */
public interface Monitor {
  /** Hears nothing and never stops. */
  Monitor SILENT = new Monitor() {};

  /** Called after each step or iteration that is recorded; the point is also in the trace. */
  default void report(Trace.Point point) {}

  /**
   * Whether the work should stop at the next safe place. It then returns what it has, with a status
   * that says so; it does not throw.
   */
  default boolean cancelled() {
    return false;
  }

  /** Both monitors: reports go to each, either may stop the work. */
  default Monitor and(Monitor other) {
    Monitor self = this;
    return new Monitor() {
      @Override
      public void report(Trace.Point point) {
        self.report(point);
        other.report(point);
      }

      @Override
      public boolean cancelled() {
        return self.cancelled() || other.cancelled();
      }
    };
  }
}
