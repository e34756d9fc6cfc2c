package org.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One small comparison on a user's table, and what can be done with its folder. */
class CompareCommandTest {
  @TempDir static Path folder;
  private static Cli compared;
  private static Path run;
  private static Path json;
  private static String result;

  @BeforeAll
  static void compare() throws IOException {
    json = folder.resolve("document.json");
    compared =
        Cli.run(
            "compare",
            "--data",
            relative(CustomerFiles.labelled(folder)),
            "--target",
            "bought",
            "--methods",
            "sgd,adamw",
            "--set",
            "sgd.learningRate=1e30",
            "--trials",
            1,
            "--seeds",
            2,
            "--epochs",
            1,
            "--threads",
            1,
            "--runs",
            folder.resolve("runs"),
            "--json",
            json);
    run = onlyRun(folder.resolve("runs"));
    result = Files.readString(run.resolve("result.json"));
  }

  /** As people name their files. */
  private static Path relative(Path file) {
    return Path.of("").toAbsolutePath().relativize(file);
  }

  private static Path onlyRun(Path runs) throws IOException {
    try (Stream<Path> entries = Files.list(runs)) {
      return entries
          .reduce(
              (a, b) -> {
                throw new AssertionError("two runs");
              })
          .orElseThrow();
    }
  }

  @Test
  void itEndsWellAndSaysWhereTheReportIs() {
    assertThat(compared.code()).as(compared.err()).isZero();
    assertThat(compared.out()).contains("AdamW", "2 of 2", "report: " + run.resolve("report.html"));
    assertThat(run.getFileName().toString()).matches("\\d{8}-\\d{6}-customers");
  }

  @Test
  void itSaysHowTheTableWasRead() {
    assertThat(compared.err())
        .contains("delimiter ';'", "the first line names the columns", "classification (inferred)");
  }

  @Test
  void theFourFilesAreThere() throws IOException {
    assertThat(run.resolve("report.html")).content().contains("<html", "</html>");
    assertThat(run.resolve("report.md")).content().contains("adamw");
    assertThat(Files.readAllLines(run.resolve("curves.csv")))
        .as("a header, and an epoch for each run that did not diverge")
        .hasSize(3);
    assertThat(result).isEqualTo(Files.readString(json));
  }

  @Test
  void everyMethodHasItsTrialsAndItsPairedRuns() {
    JsonNode result = Cli.json(json);

    assertThat(result.get("status").asText()).isEqualToIgnoringCase("complete");
    assertThat(result.get("methods").findValuesAsText("id")).startsWith("sgd").contains("adamw");
    for (JsonNode method : result.get("methods")) {
      assertThat(method.get("trials")).hasSize(1);
      assertThat(method.get("runs")).hasSize(2);
      assertThat(method.get("runs").get(0).get("seed").asLong()).isEqualTo(1);
    }
  }

  @Test
  void divergedRunsAreCountedAndTheRestGoesOn() {
    JsonNode methods = Cli.json(json).get("methods");

    assertThat(methods.get(0).get("runs").findValuesAsText("diverged")).containsOnly("true");
    assertThat(methods.get(1).get("runs").findValuesAsText("diverged")).containsOnly("false");
  }

  @Test
  void resumingAFinishedRunRepeatsItsNumbersWithoutTraining() {
    JsonNode before = Cli.json(run.resolve("result.json"));

    Cli again = Cli.run("compare", "--resume", run, "--json", "-");

    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.json().get("methods")).isEqualTo(before.get("methods"));
    assertThat(again.json().get("protocol")).isEqualTo(before.get("protocol"));
    assertThat(again.json().get("task")).isEqualTo(before.get("task"));
    assertThat(again.json().get("provenance").get("dataSource"))
        .isEqualTo(before.get("provenance").get("dataSource"));
  }

  @Test
  void aFolderThatAnotherHoldsIsRefused() throws IOException {
    try (FileChannel lock = FileChannel.open(run.resolve("lock"), StandardOpenOption.WRITE);
        FileLock held = lock.lock()) {
      Cli second = Cli.run("compare", "--resume", run);

      assertThat(held.isValid()).isTrue();
      assertThat(second.code()).isEqualTo(Exit.FAILED);
      assertThat(second.err().lines()).hasSize(1);
      assertThat(second.err()).contains("in use by another process", run.toString());
    }
  }

  @Test
  void changedDataAreRefusedOnResume() throws IOException {
    Path own = Files.createDirectory(folder.resolve("changed"));
    Path data = CustomerFiles.labelled(own);
    Cli first =
        Cli.run(
            "compare",
            "--data",
            data,
            "--methods",
            "sgd",
            "--trials",
            0,
            "--seeds",
            1,
            "--epochs",
            1,
            "--threads",
            1,
            "--runs",
            own.resolve("runs"));
    assertThat(first.code()).as(first.err()).isZero();
    Files.writeString(data, "30;Bonn;2000;no\n", StandardOpenOption.APPEND);

    Cli resumed = Cli.run("compare", "--resume", onlyRun(own.resolve("runs")));

    assertThat(resumed.code()).isEqualTo(Exit.FAILED);
    assertThat(resumed.err()).contains("begun with other data", "begin a new comparison");
  }
}
