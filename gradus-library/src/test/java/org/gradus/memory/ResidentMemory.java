package org.gradus.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * Prints the process's resident memory after a warm-up and after 10 000 more steps, 2 500 of each
 * method: two numbers of kilobytes. A program of its own, so that its Java heap can be fixed and
 * touched beforehand and its compiler kept small, and what grows is native.
 */
final class ResidentMemory {
  private static final int WARM_UP = 400;

  /** Of each of a workload's two kinds of steps. */
  private static final int STEPS = 1_250;

  private ResidentMemory() {}

  public static void main(String[] arguments) throws IOException {
    Collection<Workload> workloads = Workload.all().values();
    workloads.forEach(w -> w.steps(WARM_UP));
    long before = kilobytes();
    workloads.forEach(w -> w.steps(STEPS));
    System.out.println(before + " " + kilobytes());
  }

  private static long kilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
