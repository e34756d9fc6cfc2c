package org.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeCommandTest {
  /** The line of an example far on the other class's side. */
  private static final int WRONG = 7;

  @TempDir private static Path folder;
  private static Path data;
  private static Path model;

  @TempDir private Path runs;

  /** Two classes on a line, one example labelled wrongly. */
  @BeforeAll
  static void train() throws IOException {
    List<String> lines = new ArrayList<>(List.of("x,y,class"));
    for (int i = 0; i < 60; i++) {
      boolean right = i % 2 == 0;
      lines.add("%s,%d,%s".formatted((right ? 1 : -1) * (1 + i % 7), i % 5, right ? "b" : "a"));
    }
    lines.set(WRONG, lines.get(WRONG).replace("b", "a"));
    data = Files.write(folder.resolve("data.csv"), lines);
    model = folder.resolve("model");
    Cli run =
        Cli.run(
            "train",
            "--data",
            data,
            "--target",
            "class",
            "--model",
            "mlp:8",
            "--method",
            "adamw",
            "--set",
            "adamw.learningRate=0.05",
            "--epochs",
            "20",
            "--out",
            model);
    assertThat(run.code()).isZero();
  }

  private Cli probe(Object... words) {
    List<Object> arguments = new ArrayList<>(List.of("probe"));
    arguments.addAll(List.of(words));
    arguments.addAll(List.of("--data", data, "--runs", runs, "--json", runs.resolve("a.json")));
    return Cli.run(arguments.toArray());
  }

  private double number(String name) {
    return Cli.json(runs.resolve("a.json")).get("certificate").get(name).asDouble();
  }

  @Test
  void curvatureTellsEigenvaluesAndJudgesARate() {
    Cli run = probe("curvature", model, "--rate", "0.1", "--batch-size", "10");
    assertThat(run.code()).isZero();
    assertThat(number("largest Hessian eigenvalue"))
        .isGreaterThan(number("smallest Hessian eigenvalue"));
    assertThat(number("share of descent's limit at this rate"))
        .isEqualTo(0.1 * number("largest Gauss-Newton eigenvalue") / 2);
  }

  @Test
  void theWronglyLabelledExampleIsFound() throws IOException {
    assertThat(probe("scores", model, "--score", "grand").code()).isZero();
    assertThat(number("examples predicted otherwise than labelled")).isEqualTo(1);
    Path scores;
    try (var found = Files.walk(runs)) {
      scores = found.filter(f -> f.endsWith("scores.csv")).findFirst().orElseThrow();
    }
    List<String> lines = new ArrayList<>(Files.readAllLines(scores));
    assertThat(lines).hasSize(61);
    double wrong = Double.parseDouble(lines.remove(WRONG).split(",", -1)[1]);
    assertThat(lines.stream().skip(1).map(l -> Double.parseDouble(l.split(",", -1)[1])))
        .allMatch(score -> score < wrong);
  }

  @Test
  void pruningSavesAModelThatCanBeUsed() {
    Path pruned = runs.resolve("pruned");
    Cli run = probe("prune", model, "--sparsity", "0.5", "--method", "magnitude", "--out", pruned);
    assertThat(run.code()).isZero();
    assertThat(number("sparsity after")).isBetween(0.45, 0.5);
    Cli evaluated = Cli.run("evaluate", pruned, "--data", data, "--json", "-");
    assertThat(evaluated.json().get("value").asDouble()).isEqualTo(number("accuracy after"));
  }

  @Test
  void wrongWordsAreUsageErrors() {
    assertThat(Cli.run("probe").code()).isEqualTo(Exit.USAGE);
    assertThat(probe("prune", model, "--sparsity", "1.5").err()).contains("sparsity is 1.5");
    assertThat(probe("curvature", model, "--rate", "-1").err()).contains("--rate is -1");
    assertThat(probe("scores", folder.resolve("nothing")).code()).isEqualTo(Exit.FAILED);
  }
}
