package org.gradus.lab.provenance;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Folders of runs, named by when they began and what they are. */
public final class RunFolders {
  private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private RunFolders() {}

  /** Makes {@code <time>-<what>} in {@code runs}. */
  public static Path fresh(Path runs, String what) throws IOException {
    Files.createDirectories(runs);
    String name = LocalDateTime.now(ZoneId.systemDefault()).format(NAME) + "-" + what;
    for (int attempt = 1; ; attempt++) {
      try {
        return Files.createDirectory(runs.resolve(attempt == 1 ? name : name + "-" + attempt));
      } catch (FileAlreadyExistsException e) {
        // Begun in the same second by another process: the next number is free or tried next.
      }
    }
  }
}
