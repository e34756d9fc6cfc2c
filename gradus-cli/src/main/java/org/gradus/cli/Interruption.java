package org.gradus.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Ctrl-C and SIGTERM: the work hears of it through {@link #requested()}, gets time to keep what is
 * done, and the process then ends with {@link Exit#INTERRUPTED}.
 */
final class Interruption {
  private static final long GRACE_SECONDS = 60;
  private static volatile boolean requested;

  private Interruption() {}

  /** Whether the process was asked to stop. */
  static boolean requested() {
    return requested;
  }

  /** Runs the work; a signal sets {@link #requested()} and waits for the work to end. */
  static int guard(IntSupplier work) {
    CountDownLatch done = new CountDownLatch(1);
    Thread hook = new Thread(() -> stop(done), "gradus-interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    int code;
    try {
      code = work.getAsInt();
    } finally {
      done.countDown();
    }
    if (!requested) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
    return code;
  }

  private static void stop(CountDownLatch done) {
    requested = true;
    try {
      done.await(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
