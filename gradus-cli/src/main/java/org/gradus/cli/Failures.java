package org.gradus.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what goes wrong into one line and an exit code. */
final class Failures {
  private Failures() {}

  /** A command line that could not be parsed. */
  static int usage(ParameterException error, String[] args) {
    CommandLine line = error.getCommandLine();
    line.getErr()
        .printf(
            "gradus: %s; %s%n",
            oneLine(error.getMessage()).replaceAll("\\.$", ""), remedy(error, line));
    return Exit.USAGE;
  }

  private static String remedy(ParameterException error, CommandLine line) {
    List<String> similar =
        error instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    return similar.isEmpty()
        ? "try '" + line.getCommandSpec().qualifiedName() + " --help'"
        : "did you mean " + String.join(" or ", similar) + "?";
  }

  /** An exception while a command ran. */
  static int report(Exception error, CommandLine line, ParseResult parsed) {
    PrintWriter err = line.getErr();
    err.println("gradus: " + told(error));
    if (Output.isVerbose(parsed)) {
      error.printStackTrace(err);
    }
    return error instanceof UsageException ? Exit.USAGE : Exit.FAILED;
  }

  private static String told(Exception error) {
    if (isOutOfMemory(error)) {
      return "out of memory (%s); take a smaller model, batch or file, or close other programs"
          .formatted(oneLine(String.valueOf(error.getMessage())));
    }
    return isKnown(error)
        ? message(error)
        : "internal error: %s; please report it with what --verbose prints"
            .formatted(oneLine(error.toString()));
  }

  /** Java's heap is empty, JavaCPP's limit reached, or libtorch cannot get memory. */
  private static boolean isOutOfMemory(Exception error) {
    return error.getCause() instanceof OutOfMemoryError
        || String.valueOf(error.getMessage()).contains("can't allocate memory");
  }

  /** Runs the command; picocli lets an {@link Error} pass, and this one is no fault of ours. */
  static int run(ParseResult parsed) {
    try {
      return new RunLast().execute(parsed);
    } catch (OutOfMemoryError e) {
      throw new ExecutionException(parsed.commandSpec().commandLine(), e.getMessage(), e);
    }
  }

  /** Exceptions whose message is meant for the person at the keyboard. */
  private static boolean isKnown(Exception error) {
    return error instanceof UsageException
        || error instanceof IllegalArgumentException
        || error instanceof IllegalStateException
        || error instanceof ArithmeticException
        || error instanceof IOException
        || error instanceof UncheckedIOException
        || error.getClass().getPackageName().startsWith("org.gradus");
  }

  private static String message(Exception error) {
    Throwable cause = error instanceof UncheckedIOException ? error.getCause() : error;
    if (cause instanceof NoSuchFileException e) {
      return "there is no file " + e.getFile();
    }
    if (cause instanceof AccessDeniedException e) {
      return "no permission for " + e.getFile();
    }
    if (cause instanceof FileSystemException e && e.getReason() != null) {
      return e.getFile() + ": " + e.getReason();
    }
    String message = cause.getMessage();
    return message == null ? cause.toString() : oneLine(message);
  }

  /** libtorch's messages carry a C++ stack after the first line. */
  private static String oneLine(String message) {
    return message.lines().findFirst().orElse(message).strip();
  }
}
