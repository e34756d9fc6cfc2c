package org.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What becomes of failures that no command expects. */
class FailuresTest {
  /** Fails as it is told. */
  @Command(name = "failing")
  private static final class Failing implements Runnable {
    private final Supplier<RuntimeException> failure;

    Failing(Supplier<RuntimeException> failure) {
      this.failure = failure;
    }

    @Override
    public void run() {
      throw failure.get();
    }
  }

  @Test
  void memoryThatLibtorchCannotGet() {
    assertThat(
            failing(
                () ->
                    new RuntimeException(
                        "DefaultCPUAllocator: can't allocate memory: 9 bytes\nframe #0: c10")))
        .startsWith("gradus: out of memory (DefaultCPUAllocator: can't allocate memory: 9 bytes); ")
        .hasLineCount(1);
  }

  @Test
  void memoryThatJavaDoesNotHave() {
    assertThat(
            failing(
                () -> {
                  throw new OutOfMemoryError("Java heap space");
                }))
        .startsWith("gradus: out of memory (Java heap space); ")
        .hasLineCount(1);
  }

  @Test
  void anythingElseIsOurFaultAndSaysSo() {
    assertThat(failing(() -> new ClassCastException("A is no B\nframe #0")))
        .startsWith(
            "gradus: internal error: java.lang.ClassCastException: A is no B; please report")
        .hasLineCount(1);
  }

  /** Runs a command that fails so, as {@link Main} would; what it said. */
  private static String failing(Supplier<RuntimeException> failure) {
    StringWriter err = new StringWriter();
    int code =
        new CommandLine(new Failing(failure))
            .setErr(new PrintWriter(err, true))
            .setExecutionStrategy(Failures::run)
            .setExecutionExceptionHandler(Failures::report)
            .execute();
    assertThat(code).isEqualTo(Exit.FAILED);
    return err.toString().stripTrailing();
  }
}
