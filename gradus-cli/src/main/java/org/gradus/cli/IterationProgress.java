package org.gradus.cli;

import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.gradus.core.Monitor;
import org.gradus.core.Trace;

/**
 * A solver's progress, whose length nobody knows beforehand: a counter on a terminal, a line every
 * few seconds elsewhere. Also what passes Ctrl-C on to the solver.
 */
final class IterationProgress implements Monitor, AutoCloseable {
  private static final long LINE_NANOS = 5_000_000_000L;
  private static final int UPDATE_MILLIS = 200;

  private final PrintWriter err;
  private final boolean terminal = Boolean.getBoolean("gradus.terminal");
  private ProgressBar bar;
  private long lastLine = System.nanoTime();

  IterationProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public boolean cancelled() {
    return Interruption.requested();
  }

  @Override
  public void report(Trace.Point point) {
    if (terminal) {
      show(point);
    } else if (System.nanoTime() - lastLine > LINE_NANOS) {
      lastLine = System.nanoTime();
      err.println("iteration " + point.iteration() + words(point));
    }
  }

  private void show(Trace.Point point) {
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setInitialMax(-1)
              .setTaskName("solving")
              .setUpdateIntervalMillis(UPDATE_MILLIS)
              .hideEta()
              .setConsumer(new ConsoleProgressBarConsumer(System.err))
              .build();
    }
    bar.stepTo(point.iteration());
    bar.setExtraMessage(words(point));
  }

  /** What is known of a point: not every work has an objective or a gradient. */
  private static String words(Trace.Point point) {
    return word(" objective %.6g", point.objective())
        + word(" gradient norm %.2g", point.gradientNorm());
  }

  private static String word(String format, double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
