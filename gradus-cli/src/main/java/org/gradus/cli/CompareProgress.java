package org.gradus.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.gradus.lab.compare.CompareMonitor;
import org.gradus.lab.compare.Progress;

/**
 * A comparison's progress: a bar on a terminal, a line every few seconds elsewhere.
 *
 * <p>Also what passes Ctrl-C on to the engine.
 */
final class CompareProgress implements CompareMonitor, AutoCloseable {
  private static final long LINE_NANOS = 10_000_000_000L;
  private static final int UPDATE_MILLIS = 200;

  private final PrintWriter err;

  /** Said by the launcher, which knows where standard error goes; Java does not on every version. */
  private final boolean terminal = Boolean.getBoolean("gradus.terminal");

  private ProgressBar bar;
  private long lastLine = System.nanoTime();
  private String lastPhase = "";

  CompareProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public boolean cancelled() {
    return Interruption.requested();
  }

  @Override
  public void report(Progress progress) {
    if (terminal) {
      show(progress);
    } else if (!lastPhase.equals(phase(progress)) || System.nanoTime() - lastLine > LINE_NANOS) {
      lastPhase = phase(progress);
      lastLine = System.nanoTime();
      err.printf(
          Locale.ROOT,
          "%3.0f %%  %s%s%s%n",
          100.0 * progress.steps() / Math.max(1, progress.totalSteps()),
          where(progress),
          best(progress),
          left(progress));
    }
  }

  private void show(Progress progress) {
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setInitialMax(progress.totalSteps())
              .setTaskName("comparing")
              .setUpdateIntervalMillis(UPDATE_MILLIS)
              .hideEta()
              .setConsumer(new ConsoleProgressBarConsumer(System.err))
              .build();
    }
    bar.stepTo(progress.steps());
    bar.setExtraMessage(" " + where(progress) + best(progress) + left(progress));
  }

  private static String phase(Progress progress) {
    return switch (progress.phase()) {
      case TUNING -> "tuning";
      case FINAL_RUNS -> "final runs";
      case COST -> "timing";
    };
  }

  private static String where(Progress progress) {
    String count = progress.number() == 0 ? "" : " " + progress.number() + "/" + progress.of();
    return phase(progress) + count + " " + progress.method();
  }

  private static String best(Progress progress) {
    return progress.best() == null
        ? ""
        : String.format(
            Locale.ROOT,
            ", best %.4g (%s)",
            progress.best().validationMetric(),
            progress.best().method());
  }

  private static String left(Progress progress) {
    Duration left = progress.left();
    if (left == null) {
      return "";
    }
    return left.toHours() > 0
        ? ", %d h %d min left".formatted(left.toHours(), left.toMinutesPart())
        : left.toMinutes() > 0
            ? ", %d min left".formatted(left.toMinutes() + 1)
            : ", %d s left".formatted(left.toSeconds() + 1);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
