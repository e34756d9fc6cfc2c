package org.gradus.core;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/**
 * The threads behind one operation: libtorch's own (OpenMP; convolutions, elementwise operations,
 * {@link FusedLoop}) and OpenBLAS's (matrix products).
 *
 * <p>The two pools are a trap when both are larger than 1: an OpenMP thread that has finished its
 * part spins on the core the OpenBLAS thread needs, and a small dense network can take thirty times
 * as long. Two ways out, by what the process can still change:
 *
 * <ul>
 *   <li>in process: OpenBLAS with one thread. {@link #use} does that, and {@link #avoidTrap()} for
 *       a host that has set nothing;
 *   <li>before the JVM starts: {@code OMP_WAIT_POLICY=passive} lets idle threads sleep, so both
 *       pools can be large; convolutions then pay for waking them.
 * </ul>
 *
 * <p>Only the environment can set {@code OMP_WAIT_POLICY}, {@code OMP_PROC_BIND} and glibc's {@code
 * MALLOC_MMAP_THRESHOLD_} and {@code MALLOC_TRIM_THRESHOLD_}: each is read when its library loads.
 * With glibc's defaults every large temporary is mapped and page-faulted anew at each step; 1 GiB
 * and 8 GiB keep them. And only the command line of the JVM can set {@code
 * org.bytedeco.javacpp.maxPhysicalBytes}: unless it is 0, JavaCPP asks the operating system for the
 * size of the process at every native object it makes, three quarters of the cost of a small tensor
 * operation.
 *
 * <p>Results of floating-point sums depend on the number of threads: fix it to repeat a run.
 */
public final class Threads {
  private static final AtomicBoolean CHOSEN = new AtomicBoolean();

  /**
   * One thing that decides speed, as {@code gradus doctor} shows it.
   *
   * @param name the setting
   * @param value what it is now; "not set" for an absent environment variable
   * @param advice what would be better and why; empty where it is well
   */
  public record Setting(String name, String value, Optional<String> advice) {}

  private Threads() {}

  /**
   * Lets one operation use up to n threads, from now on and for the whole process: n for libtorch,
   * and for OpenBLAS n where idle threads sleep ({@code OMP_WAIT_POLICY=passive}), 1 otherwise.
   *
   * @param n at least 1
   */
  public static void use(int n) {
    use(n, idleThreadsSleep() ? n : 1);
  }

  /**
   * Sets both pools, from now on and for the whole process.
   *
   * @param operations threads of libtorch's own operations, at least 1
   * @param matrixProducts threads of OpenBLAS, at least 1
   */
  public static void use(int operations, int matrixProducts) {
    Check.atLeast("threads", operations, 1);
    Check.atLeast("BLAS threads", matrixProducts, 1);
    CHOSEN.set(true);
    torch.set_num_threads(operations);
    openblas_nolapack.blas_set_num_threads(matrixProducts);
  }

  /**
   * Sets OpenBLAS to one thread, once, if nobody has chosen: {@link #use} was not called, {@code
   * OPENBLAS_NUM_THREADS} and {@code OMP_NUM_THREADS} are not set, idle threads do not sleep, and
   * OpenBLAS still has its default, a thread a processor. A trainer calls this; a host's own choice
   * is never changed.
   */
  public static void avoidTrap() {
    if (CHOSEN.getAndSet(true) || chosenByEnvironment() || idleThreadsSleep()) {
      return;
    }
    if (openblas_nolapack.blas_get_num_threads() == Runtime.getRuntime().availableProcessors()) {
      openblas_nolapack.blas_set_num_threads(1);
    }
  }

  private static boolean chosenByEnvironment() {
    return System.getenv("OPENBLAS_NUM_THREADS") != null
        || System.getenv("OMP_NUM_THREADS") != null;
  }

  private static boolean idleThreadsSleep() {
    String policy = System.getenv("OMP_WAIT_POLICY");
    return policy != null && policy.trim().toLowerCase(Locale.ROOT).equals("passive");
  }

  /** What is set, what would be better and why. */
  public static List<Setting> report() {
    int processors = Runtime.getRuntime().availableProcessors();
    int operations = torch.get_num_threads();
    int products = openblas_nolapack.blas_get_num_threads();
    return List.of(
        new Setting("processors", Integer.toString(processors), Optional.empty()),
        new Setting(
            "libtorch threads",
            Integer.toString(operations),
            advice(
                operations > processors,
                "more threads than processors wait for each other: use " + processors)),
        new Setting(
            "OpenBLAS threads",
            Integer.toString(products),
            advice(
                operations > 1 && products > 1 && !idleThreadsSleep(),
                "set OPENBLAS_NUM_THREADS=1: libtorch's idle threads spin on the cores it needs")),
        environment("OMP_WAIT_POLICY", Optional.empty()),
        environment("MALLOC_MMAP_THRESHOLD_", keepMemory("1073741824")),
        environment("MALLOC_TRIM_THRESHOLD_", keepMemory("8589934592")),
        physicalBytes());
  }

  private static Setting physicalBytes() {
    String name = "org.bytedeco.javacpp.maxPhysicalBytes";
    String value = System.getProperty(name, "not set");
    return new Setting(
        name,
        value,
        advice(
            !value.equals("0"),
            "start java with -D"
                + name
                + "=0: JavaCPP otherwise measures the process at each"
                + " native object"));
  }

  private static Optional<String> keepMemory(String bytes) {
    return advice(
        System.getProperty("os.name").startsWith("Linux"),
        "set it to " + bytes + ": large temporaries are then reused, not mapped anew at each step");
  }

  private static Setting environment(String name, Optional<String> adviceIfAbsent) {
    String value = System.getenv(name);
    return value == null
        ? new Setting(name, "not set", adviceIfAbsent)
        : new Setting(name, value, Optional.empty());
  }

  private static Optional<String> advice(boolean needed, String advice) {
    return needed ? Optional.of(advice) : Optional.empty();
  }
}
