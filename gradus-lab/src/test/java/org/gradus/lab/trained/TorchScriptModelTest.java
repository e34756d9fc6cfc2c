package org.gradus.lab.trained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Monitor;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.lab.data.NamedData;
import org.gradus.lab.model.ModelSpec;
import org.gradus.lab.model.Models;
import org.gradus.lab.result.Provenance;
import org.gradus.lab.task.TaskData;
import org.gradus.lab.task.Tasks;
import org.gradus.optim.AdamW;
import org.gradus.train.Network;
import org.gradus.train.Trainer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The user's own model: checked, trained in place, saved and loaded. */
class TorchScriptModelTest {
  @TempDir Path folder;
  private Path file;

  /** A softmax regression of 30 features and 2 classes. */
  @BeforeEach
  void script() {
    file = folder.resolve("mine.pt");
    JitModule module = new JitModule(new QualifiedName("Mine"));
    Tensor weight =
        RandomSource.seeded(1)
            .normal(new long[] {30, 2}, new TensorOptions(ScalarType.Float))
            .requires_grad_(true);
    module.register_parameter("weight", weight, false);
    module.define("def forward(self, x):\n  return x.matmul(self.weight)\n");
    module.save(file.toString());
  }

  @Test
  void itIsTrainedSavedAndLoadedWithoutTheOriginal() throws IOException {
    ModelSpec spec = ModelSpec.torchscript(file);
    Path saved = folder.resolve("saved");
    try (TaskData data =
        TaskData.open(Tasks.byId("breast-cancer").withModel(spec), NamedData.standard())) {
      Network network = data.network(0);
      assertThat(network.isTraining()).isTrue();
      double untrained = data.evaluator().evaluate(network, data.test()).loss();
      AdamW optimizer = new AdamW(ParameterVector.of(network.parameters()), AdamW.Config.of(0.05));
      new Trainer(
              network, optimizer, data.training(), data.likelihood(), Trainer.Config.of(32, 0))
          .train(5, Monitor.SILENT);
      double loss = data.evaluator().evaluate(network, data.test()).loss();
      assertThat(loss).isLessThan(0.3 * untrained);
      TrainedModel model =
          TrainedModel.of(
              data, network, Map.of(), new TrainingRecord("adamw", Map.of(), 5, 32, 0), made());
      model.save(saved);
      Files.delete(file);
      TrainedModel loaded = TrainedModel.load(saved);
      assertThat(data.evaluator().evaluate(loaded.network(), data.test()).loss()).isEqualTo(loss);
      assertThat(loaded.card().model().text()).endsWith("architecture.pt");
    }
  }

  private static Provenance made() {
    return new Provenance(
        "0.1.0", null, "gradus train", "x", null, "jdk", "os", "cpu", 1, null, "host",
        Instant.EPOCH, null);
  }

  @Test
  void otherShapesAreRefusedNamingBoth() {
    ModelSpec spec = ModelSpec.torchscript(file);
    assertThatThrownBy(() -> Models.build(spec, new long[] {30}, 3, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("outputs of shape [2, 2] for inputs of shape [2, 30]")
        .hasMessageContaining("the data need [2, 3]");
    assertThatThrownBy(() -> Models.build(spec, new long[] {31}, 2, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not take inputs of shape [2, 31]")
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }
}
