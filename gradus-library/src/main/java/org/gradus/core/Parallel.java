package org.gradus.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.global.torch;

/**
 * Splits a long loop over as many threads as libtorch uses for one operation.
 *
 * <p>The threads are daemons, made once. The calling thread takes the first range itself.
 */
public final class Parallel {
  /** The largest range one call handles: a buffer counts its bytes, 4 an entry, as an int. */
  private static final long LARGEST_RANGE = 1L << 28;

  private static final ExecutorService WORKERS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "gradus-loop");
            thread.setDaemon(true);
            return thread;
          });

  /** A part of a loop: entries from (included) to (excluded). */
  @FunctionalInterface
  public interface Range {
    /** Runs the part. */
    void run(long from, long to);
  }

  private Parallel() {}

  /**
   * Runs the loop in consecutive ranges, and returns when all are done.
   *
   * @param length number of entries
   * @param grain least number of entries worth a thread
   * @param body runs a range; ranges run at the same time on several threads
   * @throws IllegalStateException if a range failed on another thread; its error is the cause
   */
  public static void ranges(long length, long grain, Range body) {
    long parts = Math.max(1, Math.min(torch.get_num_threads(), length / grain));
    parts = Math.max(parts, (length + LARGEST_RANGE - 1) / LARGEST_RANGE);
    if (parts == 1) {
      body.run(0, length);
      return;
    }
    List<Future<?>> others = new ArrayList<>();
    for (long i = 1; i < parts; i++) {
      long from = length * i / parts;
      long to = length * (i + 1) / parts;
      others.add(WORKERS.submit(() -> body.run(from, to)));
    }
    try {
      body.run(0, length / parts);
    } finally {
      join(others);
    }
  }

  /** Waits for all: a range writes to vectors the caller may free as soon as this returns. */
  private static void join(List<Future<?>> tasks) {
    boolean interrupted = false;
    Throwable failure = null;
    for (int i = 0; i < tasks.size(); ) {
      try {
        tasks.get(i).get();
        i++;
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        failure = e.getCause();
        i++;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw new IllegalStateException("a parallel loop failed", failure);
    }
  }
}
