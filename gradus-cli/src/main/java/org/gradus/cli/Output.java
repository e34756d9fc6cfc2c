package org.gradus.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gradus.core.AtomicFiles;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What every subcommand prints through, and the option that goes with it. */
final class Output {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @SuppressWarnings(
      "UnusedVariable") // Read from the parse result: errors may come before injection.
  @Option(names = "--verbose", description = "Show the stack trace of an error.")
  private boolean verbose;

  /** For people and scripts to read. */
  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** For progress and notes. */
  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Prints a value as JSON to standard output. */
  void json(Object value) throws IOException {
    out().println(JSON.writeValueAsString(value));
  }

  /** Writes a value as JSON to a file, whole or not at all; {@code -} is standard output. */
  void json(Object value, Path file) throws IOException {
    jsonText(JSON.writeValueAsString(value), file);
  }

  /** Writes a JSON text to a file, whole or not at all; {@code -} is standard output. */
  void jsonText(String text, Path file) throws IOException {
    if (file.toString().equals("-")) {
      out().println(text);
    } else {
      writing(file, () -> AtomicFiles.write(file, text + "\n"));
    }
  }

  /** Something that writes files. */
  @FunctionalInterface
  interface Writing {
    void run() throws IOException;
  }

  /** Writes, and says on failure what could not be written: the system's own words may not. */
  static void writing(Path place, Writing action) throws IOException {
    try {
      action.run();
    } catch (IOException e) {
      throw new IOException(
          "cannot write %s (%s); make room there or name another place"
              .formatted(place, e.getMessage()),
          e);
    }
  }

  /**
   * Refuses a file that could not be written, before long work goes into its content.
   *
   * @param file where to, {@code -} or null if not to a file
   */
  static void requireFolderOf(Path file) {
    if (file == null || file.toString().equals("-")) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || folder == null) {
      throw new UsageException(file + " is a folder: name a file in it");
    }
    requireWritable(folder, file);
  }

  /** Refuses a folder that could be neither written nor made. */
  static void requireWritable(Path folder) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    requireWritable(there, folder);
  }

  private static void requireWritable(Path folder, Path what) {
    if (!Files.isDirectory(folder)) {
      throw new UsageException("cannot write " + what + ": there is no folder " + folder);
    }
    if (!Files.isWritable(folder)) {
      throw new UsageException(
          "cannot write %s: %s is not writable; name another place".formatted(what, folder));
    }
  }

  /** Whether stack traces were asked for, anywhere on the command line. */
  static boolean isVerbose(ParseResult parsed) {
    for (ParseResult at = parsed; at != null; at = at.hasSubcommand() ? at.subcommand() : null) {
      if (at.hasMatchedOption("--verbose")) {
        return true;
      }
    }
    return false;
  }
}
