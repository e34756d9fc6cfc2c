package org.gradus.lab.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The greatest resident memory of this process since a moment, where Linux tells it. */
final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");

  private ProcessMemory() {}

  /** Sets the greatest to the present; whether that was allowed. */
  static boolean reset() {
    try {
      Files.writeString(CLEAR, "5");
      return true;
    } catch (IOException | SecurityException e) {
      return false;
    }
  }

  /** The greatest resident memory since {@link #reset}, in bytes. */
  static OptionalLong peak() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
