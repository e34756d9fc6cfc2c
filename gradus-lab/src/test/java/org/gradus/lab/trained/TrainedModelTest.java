package org.gradus.lab.trained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradus.core.Monitor;
import org.gradus.core.ParameterVector;
import org.gradus.lab.data.DataException;
import org.gradus.lab.data.DataFiles;
import org.gradus.lab.data.Options;
import org.gradus.lab.data.RawData;
import org.gradus.lab.data.TaskKind;
import org.gradus.lab.model.ModelSpec;
import org.gradus.lab.result.Provenance;
import org.gradus.lab.task.Task;
import org.gradus.lab.task.TaskData;
import org.gradus.lab.task.Tasks;
import org.gradus.optim.AdamW;
import org.gradus.train.Network;
import org.gradus.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainedModelTest {
  private static final Provenance PROVENANCE =
      new Provenance(
          "0.1.0",
          null,
          "gradus train",
          "pets.csv",
          "0".repeat(64),
          "jdk",
          "os",
          "cpu",
          1,
          null,
          "host",
          Instant.EPOCH,
          null);

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** Cats are light, dogs heavy; the colour says nothing. */
  private Path pets() throws IOException {
    StringBuilder rows = new StringBuilder("weight,colour,pet\n");
    for (int i = 0; i < 60; i++) {
      boolean cat = i % 2 == 0;
      rows.append(
          "%d,%s,%s%n"
              .formatted((cat ? 3 : 30) + i % 5, i % 3 == 0 ? "red" : "blue", cat ? "cat" : "dog"));
    }
    return file("pets.csv", rows.toString().replace("\r", ""));
  }

  /** y = 1000 + 50 x. */
  private Path line() throws IOException {
    StringBuilder rows = new StringBuilder("x;y\n");
    for (int i = 0; i < 80; i++) {
      rows.append(i / 8.0).append(';').append(1000 + 50 * i / 8.0).append('\n');
    }
    return file("line.csv", rows.toString());
  }

  private static TrainedModel train(Path path, Options options, String model, int steps) {
    RawData raw = DataFiles.open(path, options);
    Task task = Tasks.ofData(raw).withModel(ModelSpec.parse(model));
    try (TaskData data = TaskData.of(task, raw)) {
      Network network = data.network(1);
      AdamW optimizer = new AdamW(ParameterVector.of(network.parameters()), AdamW.Config.of(0.03));
      Trainer.Config config = Trainer.Config.of(task.batchSize(), 1);
      new Trainer(network, optimizer, data.training(), data.likelihood(), config)
          .steps(steps, Monitor.SILENT);
      double metric = data.evaluator().evaluate(network, data.test()).metric();
      return TrainedModel.of(
          data,
          network,
          Map.of("test " + task.measure().metric().name(), metric),
          new TrainingRecord("adamw", Map.of("learningRate", 0.03), 1, task.batchSize(), 1),
          PROVENANCE);
    }
  }

  @Test
  void aSavedModelPredictsTheSame() throws IOException {
    Path pets = pets();
    TrainedModel model = train(pets, Options.defaults(), "mlp:8", 60);
    model.save(folder.resolve("saved"));
    TrainedModel loaded = TrainedModel.load(folder.resolve("saved"));
    assertThat(loaded.card()).isEqualTo(model.card());
    assertThat(loaded.network().isTraining()).isFalse();
    Predictions before = new Predictor(model).predict(pets, Options.defaults());
    Predictions after = new Predictor(loaded).predict(pets, Options.defaults());
    assertThat(after).isEqualTo(before);
    assertThat(after.header()).containsExactly("row", "prediction", "p(cat)", "p(dog)");
    assertThat(after.lines()).hasSize(60);
    assertThat(after.lines().get(0).subList(0, 2)).containsExactly("1", "cat");
    assertThat(after.lines().get(1).subList(0, 2)).containsExactly("2", "dog");
    try (Stream<Path> files = Files.list(folder.resolve("saved"))) {
      assertThat(files.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder("model.safetensors", "model.json");
    }
  }

  @Test
  void unseenCategoriesAndMissingColumnsAreToldAndCounted() throws IOException {
    TrainedModel model = train(pets(), Options.defaults(), "mlp:8", 60);
    Path unseen = file("new.csv", "colour,weight,name\ngreen,4,Tom\nred,33,Rex\ngreen,3,Kit\n");
    Predictions predictions = new Predictor(model).predict(unseen, Options.defaults());
    assertThat(predictions.lines())
        .extracting(line -> line.get(1))
        .containsExactly("cat", "dog", "cat");
    assertThat(predictions.notices())
        .anyMatch(n -> n.contains("column 'colour': 2 cells") && n.contains("'green'"))
        .anyMatch(n -> n.contains("ignored: name"));
    Path missing = file("missing.csv", "weight\n4\n");
    assertThat(new Predictor(model).predict(missing, Options.defaults()).notices())
        .containsExactly("columns not in the file count as missing: colour");
  }

  @Test
  void numbersComeInTheUserUnit() throws IOException {
    TrainedModel model =
        train(line(), Options.defaults().withKind(TaskKind.REGRESSION), "linear", 400);
    Path rows = file("rows.csv", "x\n2\n8\n");
    Path out = folder.resolve("out.csv");
    assertThat(new Predictor(model).predict(rows, Options.defaults(), out)).isEmpty();
    List<String> lines = Files.readAllLines(out);
    assertThat(lines.get(0)).isEqualTo("row,prediction");
    assertThat(Double.parseDouble(lines.get(1).substring(2))).isEqualTo(1100, within(2.0));
    assertThat(Double.parseDouble(lines.get(2).substring(2))).isEqualTo(1400, within(2.0));
    ModelEvaluation evaluation = ModelEvaluation.of(model, line(), Options.defaults());
    assertThat(evaluation.metric().name()).isEqualTo("RMSE");
    assertThat(evaluation.value()).isLessThan(2);
    assertThat(evaluation.confusion()).isEmpty();
  }

  @Test
  void evaluationCountsWhichClassIsTakenForWhich() throws IOException {
    TrainedModel model = train(pets(), Options.defaults(), "mlp:8", 60);
    Path odd =
        file("odd.csv", "weight,colour,pet\n4,red,cat\n31,red,cat\n30,blue,dog\n33,red,dog\n");
    ModelEvaluation evaluation = ModelEvaluation.of(model, odd, Options.defaults());
    assertThat(evaluation.value()).isEqualTo(0.75);
    assertThat(evaluation.confusion().orElseThrow().counts())
        .containsExactly(List.of(1L, 1L), List.of(0L, 2L));
    Path strange = file("strange.csv", "weight,colour,pet\n4,red,cow\n5,red,cat\n");
    assertThatThrownBy(() -> ModelEvaluation.of(model, strange, Options.defaults()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("'cow'");
  }

  @Test
  void aTextIsPredictedCharacterByCharacter() throws IOException {
    Path text = file("text.txt", "abcd".repeat(300));
    TrainedModel model = train(text, Options.defaults(), "gpt:1x16,heads=1,context=8", 80);
    model.save(folder.resolve("gpt"));
    TrainedModel loaded = TrainedModel.load(folder.resolve("gpt").resolve("model.json"));
    Path other = file("other.txt", "abcdabcdab?c");
    Predictions predictions = new Predictor(loaded).predict(other, Options.defaults());
    assertThat(predictions.lines()).hasSize(11);
    assertThat(predictions.lines().get(0).get(3)).isEqualTo("b");
    assertThat(predictions.lines().get(10)).startsWith("12", "", "", "d");
    assertThat(predictions.notices()).anyMatch(n -> n.contains("1 characters the model does not"));
  }

  @Test
  void whatIsNoModelIsNamed() throws IOException {
    assertThatThrownBy(() -> TrainedModel.load(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is no saved model in");
    file("model.safetensors", "rubbish that is long enough");
    assertThatThrownBy(() -> TrainedModel.load(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("model.safetensors is no safetensors file");
  }
}
