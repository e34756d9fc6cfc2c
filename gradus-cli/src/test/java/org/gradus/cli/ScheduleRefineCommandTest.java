package org.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A comparison, the schedule refined from it, and what follows that schedule. */
class ScheduleRefineCommandTest {
  @TempDir static Path folder;
  private static Path data;
  private static Path run;

  @BeforeAll
  static void compare() throws IOException {
    data = CustomerFiles.labelled(folder);
    Cli compared = compare("sgd+linear,adamw+linear", "first");
    assertThat(compared.code()).as(compared.err()).isZero();
    try (Stream<Path> runs = Files.list(folder.resolve("first"))) {
      run = runs.findFirst().orElseThrow();
    }
  }

  private static Cli compare(String methods, String runs) {
    return Cli.run(
        "compare",
        "--data",
        data,
        "--target",
        "bought",
        "--methods",
        methods,
        "--trials",
        1,
        "--seeds",
        1,
        "--epochs",
        2,
        "--batch-size",
        8,
        "--threads",
        1,
        "--runs",
        folder.resolve(runs));
  }

  @Test
  void theRefinedScheduleCanBeFollowed() {
    Path file = folder.resolve("refined.json");
    Cli refined = Cli.run("schedule", "refine", run, "--method", "adamw+linear", "--out", file);
    assertThat(refined.code()).as(refined.err()).isZero();
    assertThat(refined.out()).contains("--methods 'adamw+refined:" + file);
    JsonNode document = Cli.json(file);
    assertThat(document.get("norm").asText()).isEqualTo("L1");
    assertThat(document.get("power").asInt()).isEqualTo(1);
    JsonNode factors = document.get("factors");
    assertThat(factors.get(factors.size() - 1).asDouble()).isZero();
    assertThat(folder.resolve("refined.svg")).content().contains("</svg>");

    Cli compared = compare("adamw,adamw+refined:" + file, "second");
    assertThat(compared.code()).as(compared.err()).isZero();
    assertThat(compared.out()).contains("AdamW + refined");

    Cli trained =
        Cli.run(
            "train",
            "--data",
            data,
            "--target",
            "bought",
            "--method",
            "adamw+refined:" + file,
            "--epochs",
            1,
            "--out",
            folder.resolve("model"));
    assertThat(trained.code()).as(trained.err()).isZero();
  }

  @Test
  void theFirstMethodIsRefinedIntoTheRunFolderByDefault() {
    assertThat(Cli.run("schedule", "refine", run).code()).isZero();
    JsonNode document = Cli.json(run.resolve("refined-sgd-linear.json"));
    assertThat(document.get("norm").asText()).isEqualTo("L2");
    assertThat(document.get("method").asText()).isEqualTo("sgd+linear");
  }

  @Test
  void mistakesAreToldInOneLine() {
    refused("there is no run folder nowhere", "nowhere");
    refused("unknown method of this run 'lion'", run, "--method", "lion");
    refused("smoothing is 2", run, "--smoothing", 2);
    refused("power is 3", run, "--power", 3);
    assertThat(Cli.run("schedule").err()).contains("say what to do: refine");
  }

  private static void refused(String message, Object... arguments) {
    Cli told =
        Cli.run(Stream.concat(Stream.of("schedule", "refine"), Stream.of(arguments)).toArray());
    assertThat(told.code()).isEqualTo(Exit.USAGE);
    assertThat(told.err()).contains(message).hasLineCount(1);
  }
}
