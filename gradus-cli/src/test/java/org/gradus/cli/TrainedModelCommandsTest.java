package org.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train}, then {@code predict} and {@code evaluate} with what it saved. */
class TrainedModelCommandsTest {
  @TempDir static Path folder;
  private static Path data;
  private static Path model;
  private static Cli trained;

  @BeforeAll
  static void train() throws IOException {
    data = CustomerFiles.labelled(folder);
    model = folder.resolve("model");
    trained =
        Cli.run(
            "train",
            "--data",
            data,
            "--target",
            "bought",
            "--method",
            "adamw",
            "--set",
            "adamw.learningRate=0.02",
            "--epochs",
            20,
            "--threads",
            1,
            "--out",
            model);
  }

  @Test
  void trainingSavesWeightsAndACard() {
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.out()).contains("test accuracy", "model: " + model);
    assertThat(trained.err()).contains("epoch 20/20");
    JsonNode card = Cli.json(model.resolve("model.json"));
    assertThat(card.get("labels")).extracting(JsonNode::asText).containsExactly("no", "yes");
    assertThat(card.get("training").get("method").asText()).isEqualTo("adamw");
    assertThat(card.get("provenance").get("command").asText()).startsWith("gradus train --data");
    assertThat(model.resolve("model.safetensors")).isNotEmptyFile();
  }

  @Test
  void newRowsArePredictedAndWhatTheyLackIsTold() throws IOException {
    Path out = folder.resolve("predictions.csv");

    Cli predicted = Cli.run("predict", model, "--data", CustomerFiles.fresh(folder), "--out", out);

    assertThat(predicted.code()).as(predicted.err()).isZero();
    assertThat(predicted.err())
        .contains("3 predictions: " + out)
        .contains("columns not in the file count as missing: income; monthly")
        .contains("column 'town': 1 cells with categories the model does not know ('Kiel')");
    List<String> lines = Files.readAllLines(out);
    assertThat(lines).hasSize(4).first().isEqualTo("row,prediction,p(no),p(yes)");
    assertThat(lines.get(1)).startsWith("1,yes,");
    assertThat(lines.get(2)).startsWith("2,no,");
  }

  @Test
  void withoutAFilePredictionsGoToStandardOutput() throws IOException {
    Cli predicted = Cli.run("predict", model, "--data", CustomerFiles.fresh(folder));

    assertThat(predicted.out()).startsWith("row,prediction,p(no),p(yes)");
    assertThat(predicted.out().lines()).hasSize(4);
  }

  @Test
  void evaluationOnTheTrainingDataIsAsGoodAsItsMetricsSay() {
    Cli evaluated = Cli.run("evaluate", model, "--data", data, "--json", "-");

    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    JsonNode found = evaluated.json();
    assertThat(found.get("rows").asInt()).isEqualTo(120);
    assertThat(found.get("metric").asText()).isEqualTo("accuracy");
    assertThat(found.get("value").asDouble()).isBetween(0.85, 1.0);
    assertThat(found.get("confusion").get("labels"))
        .extracting(JsonNode::asText)
        .containsExactly("no", "yes");
  }

  @Test
  void evaluationWithoutTheTargetColumnIsRefused() throws IOException {
    Cli evaluated = Cli.run("evaluate", model, "--data", CustomerFiles.fresh(folder));

    assertThat(evaluated.code()).isEqualTo(Exit.FAILED);
    assertThat(evaluated.err().lines()).as(evaluated.err()).hasSize(1);
    assertThat(evaluated.err()).contains("bought");
  }

  @Test
  void aDivergedTrainingSavesNothing() {
    Path none = folder.resolve("none");

    Cli diverged =
        Cli.run(
            "train",
            "--data",
            data,
            "--method",
            "sgd",
            "--set",
            "sgd.learningRate=1e30",
            "--threads",
            1,
            "--out",
            none);

    assertThat(diverged.code()).isEqualTo(Exit.FAILED);
    assertThat(diverged.err()).contains("smaller learning rate").doesNotContain("\tat ");
    assertThat(none).doesNotExist();
  }
}
