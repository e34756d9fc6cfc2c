package org.gradus.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
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

  @SuppressWarnings("UnusedVariable") // Read from the parse result: errors may come before injection.
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

  /** Writes a JSON text to a file, whole or not at all; {@code -} is standard output. */
  void jsonText(String text, Path file) throws IOException {
    if (file.toString().equals("-")) {
      out().println(text);
    } else {
      AtomicFiles.write(file, text + "\n");
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
