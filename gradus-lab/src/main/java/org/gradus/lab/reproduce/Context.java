package org.gradus.lab.reproduce;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Check;
import org.gradus.core.Monitor;

/**
 * What a recipe runs in: its size, its seeds, its workers, and the pieces already finished.
 *
 * <p>Pieces run on {@code threads} workers, each with one libtorch thread, so that a piece gives
 * the same bits however many workers there are. Work outside pieces runs on the calling thread,
 * also with one libtorch thread; times are measured there.
 */
public final class Context {
  private final boolean smoke;
  private final int threads;
  private final Monitor monitor;
  private final Progress progress;
  private final PieceStore store;
  private final AtomicInteger known = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();

  /**
   * A context.
   *
   * @param smoke whether to run the tiny size that only shows that the code works
   * @param threads workers, at least 1
   * @param folder where finished pieces are kept and looked for
   * @param monitor may stop the work
   * @param progress hears of finished pieces
   */
  public Context(boolean smoke, int threads, Path folder, Monitor monitor, Progress progress) {
    this.smoke = smoke;
    this.threads = Check.atLeast("threads", threads, 1);
    this.monitor = Objects.requireNonNull(monitor, "monitor");
    this.progress = Objects.requireNonNull(progress, "progress");
    store = new PieceStore(folder);
  }

  /** Whether this is the smoke size. */
  public boolean smoke() {
    return smoke;
  }

  /** The full or the smoke value of a size. */
  public <T> T size(T full, T ofSmoke) {
    return smoke ? ofSmoke : full;
  }

  /**
   * Fresh seeds for reported runs: 1, 2, …; seed 0 is for tuning. At smoke size two at most.
   *
   * @param full how many a full run has
   */
  public long[] seeds(int full) {
    return IntStream.rangeClosed(1, smoke ? Math.min(2, full) : full).asLongStream().toArray();
  }

  /** What trainings report to; it stops them when the recipe is cancelled. */
  public Monitor monitor() {
    return monitor;
  }

  /** One piece: taken from the run folder if it was finished before, else run and kept. */
  public <T> T piece(Class<T> type, String key, Supplier<T> work) {
    return pieces(type, List.of(new Piece<>(key, work))).get(0);
  }

  /**
   * Several pieces at once, in parallel as far as there are workers.
   *
   * @return their results, in order
   * @throws CancellationException if the monitor stopped the work; finished pieces are kept
   */
  public <T> List<T> pieces(Class<T> type, List<Piece<T>> pieces) {
    known.addAndGet(pieces.size());
    if (threads == 1 || pieces.size() == 1) {
      torch.set_num_threads(1);
      return pieces.stream().map(p -> finish(type, p)).toList();
    }
    ExecutorService workers = Executors.newFixedThreadPool(Math.min(threads, pieces.size()));
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (Piece<T> piece : pieces) {
        futures.add(workers.submit(() -> onWorker(type, piece)));
      }
      return futures.stream().map(Context::await).toList();
    } finally {
      stop(workers);
    }
  }

  /** Drops what has not begun and waits for what has, so that nothing computes on unseen. */
  private static void stop(ExecutorService workers) {
    workers.shutdownNow();
    try {
      workers.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private <T> T onWorker(Class<T> type, Piece<T> piece) {
    torch.set_num_threads(1);
    return finish(type, piece);
  }

  private <T> T finish(Class<T> type, Piece<T> piece) {
    T result = store.get(piece.key(), type).orElseGet(() -> run(piece));
    progress.finished(piece.key(), done.incrementAndGet(), known.get());
    return result;
  }

  private <T> T run(Piece<T> piece) {
    requireNotCancelled();
    T result = piece.work().get();
    // A training that was stopped returns what it has: that is no finished piece.
    requireNotCancelled();
    store.put(piece.key(), result);
    return result;
  }

  private void requireNotCancelled() {
    if (monitor.cancelled()) {
      throw new CancellationException("stopped; finished pieces are kept");
    }
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted; finished pieces are kept");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a piece failed", e.getCause());
    }
  }
}
