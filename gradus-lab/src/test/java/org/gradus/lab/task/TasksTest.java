package org.gradus.lab.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.gradus.lab.data.ImageData;
import org.gradus.lab.data.NamedData;
import org.gradus.lab.data.Source;
import org.gradus.lab.data.Targets;
import org.gradus.lab.data.TaskKind;
import org.gradus.lab.data.TextData;
import org.gradus.lab.data.VectorData;
import org.gradus.lab.data.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TasksTest {
  private static final Source SOURCE = new Source("mine", "0".repeat(64), 10, 0, List.of());

  @Test
  void everyTaskHasItsData() {
    assertThat(Tasks.all()).extracting(Task::data).isSubsetOf(NamedData.names());
    assertThat(Tasks.all()).extracting(Task::id).doesNotHaveDuplicates().hasSize(10);
  }

  @Test
  void aMisspeltTaskIsGuessed() {
    assertThatThrownBy(() -> Tasks.byId("digit"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("did you mean 'digits'?");
    assertThat(Tasks.byId("a9a").model().text()).isEqualTo("linear");
  }

  @ParameterizedTest
  @CsvSource({
    "3, 32, 32, resnet8",
    "1, 32, 32, cnn",
    "3, 16, 16, cnn",
    "1, 3, 3, mlp:128",
  })
  void imagesGetAModelOfTheirSize(int channels, int height, int width, String model) {
    ImageData images =
        new ImageData(
            new byte[2 * channels * height * width],
            channels,
            height,
            width,
            new Targets.Classes(new int[] {0, 1}, List.of("a", "b")),
            2,
            SOURCE);
    assertThat(Tasks.ofData(images).model().text()).isEqualTo(model);
  }

  @ParameterizedTest
  @CsvSource({
    "100, mlp:64, 16, 40",
    "1500, mlp:64, 32, 40",
    "5000, 'mlp:128', 64, 20",
    "50000, 'mlp:256,256', 128, 5"
  })
  void tablesGetSettingsOfTheirSize(int rows, String model, int batchSize, int epochs) {
    Task task =
        Tasks.ofData(
            new VectorData(new float[rows], 1, new Targets.Values(new double[rows]), SOURCE));
    assertThat(task.model().text()).isEqualTo(model);
    assertThat(task.batchSize()).isEqualTo(batchSize);
    assertThat(task.epochs()).isEqualTo(epochs);
    assertThat(task.measure()).isEqualTo(Measure.RMSE);
    assertThat(task.kind()).isEqualTo(TaskKind.REGRESSION);
  }

  @Test
  void textsAreTrainedInEpochsOf100Steps() {
    TextData text =
        new TextData(
            IntStream.range(0, 9000).map(i -> i % 3).toArray(), new Vocabulary("abc"), SOURCE);
    Task task = Tasks.ofData(text);
    try (TaskData data = TaskData.of(task, text)) {
      assertThat(data.training().epochSize()).isEqualTo(100L * task.batchSize());
      assertThat(data.training().size()).isEqualTo(7200 - 64);
      assertThat(data.validation().size()).isEqualTo(14);
      long[] last = {data.validation().size() - 1};
      assertThat(data.validation().batch(last).inputs().size(1)).isEqualTo(64);
      assertThat(data.outputs()).isEqualTo(3);
    }
  }
}
