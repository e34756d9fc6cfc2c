package org.gradus.core;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Files that are there whole or not at all: written beside their place, synced, then moved into it.
 */
public final class AtomicFiles {
  /** Writes a file's content. */
  @FunctionalInterface
  public interface Writer {
    /** Writes everything; closing is not its job. */
    void write(OutputStream out) throws IOException;
  }

  private static final AtomicLong COUNTER = new AtomicLong();

  private AtomicFiles() {}

  /**
   * Writes a file; on failure the former one, if any, is untouched and nothing is left behind.
   *
   * @param file where it goes; its folder must exist
   */
  public static void write(Path file, Writer content) throws IOException {
    // Not Files.createTempFile: its files are readable by their owner only, and so would this be.
    Path temporary =
        file.resolveSibling(
            ".%s.%d-%d.tmp"
                .formatted(
                    file.getFileName(), ProcessHandle.current().pid(), COUNTER.incrementAndGet()));
    try {
      try (FileOutputStream raw = new FileOutputStream(temporary.toFile());
          OutputStream out = new BufferedOutputStream(raw, 1 << 16)) {
        content.write(out);
        out.flush();
        raw.getFD().sync();
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Writes a text file in UTF-8. */
  public static void write(Path file, String text) throws IOException {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
