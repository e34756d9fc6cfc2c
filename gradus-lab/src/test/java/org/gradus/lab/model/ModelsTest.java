package org.gradus.lab.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Likelihood;
import org.gradus.core.Monitor;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;
import org.gradus.optim.AdamW;
import org.gradus.train.Network;
import org.gradus.train.Trainer;
import org.gradus.train.TrainingData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsTest {
  private static final long[] VECTOR = {64};
  private static final long[] SMALL_IMAGE = {1, 8, 8};
  private static final long[] TEXT = {};

  private static long[] shape(String words) {
    return words == null
        ? TEXT
        : List.of(words.split("x")).stream().mapToLong(Long::parseLong).toArray();
  }

  private static Tensor examples(long[] inputShape, int count) {
    if (inputShape.length == 0) {
      return torch
          .arange(Scalars.of(count * 64L), new TensorOptions(ScalarType.Long))
          .remainder(Scalars.of(5L))
          .reshape(count, 64);
    }
    long[] shape = new long[inputShape.length + 1];
    shape[0] = count;
    System.arraycopy(inputShape, 0, shape, 1, inputShape.length);
    return RandomSource.seeded(5).normal(shape, new TensorOptions(ScalarType.Float));
  }

  private static float[] weights(Network network) {
    ParameterVector theta = ParameterVector.of(network.parameters());
    float[] values = new float[Math.toIntExact(theta.size())];
    theta.values().data_ptr_float().get(values);
    return values;
  }

  /** The counts of the same models in PyTorch. */
  @ParameterizedTest
  @CsvSource({
    "mlp, 64, 10, 9610",
    "'mlp:512,512', 64, 10, 301066",
    "linear, 64, 10, 650",
    "cnn, 1x28x28, 10, 206922",
    "resnet8, 3x32x32, 10, 78042",
    "gpt:4x128, , 65, 818176",
  })
  void parameterCountsAreThePeers(String model, String shape, int outputs, long count) {
    Network network = Models.build(ModelSpec.parse(model), shape(shape), outputs, 0);
    assertThat(network.parameters().stream().mapToLong(p -> p.tensor().numel()).sum())
        .isEqualTo(count);
  }

  @ParameterizedTest
  @CsvSource({
    "linear, 64, 3",
    "mlp, 1x8x8, 3",
    "cnn, 1x8x8, 3",
    "cnn, 3x9x30, 3",
    "resnet8, 1x8x8, 3",
    "resnet20, 3x32x32, 10",
  })
  void oneRowOfOutputsAnExample(String model, String shape, int outputs) {
    try (PointerScope scope = new PointerScope()) {
      Network network = Models.build(ModelSpec.parse(model), shape(shape), outputs, 0);
      Tensor result = network.forward(examples(shape(shape), 4));
      assertThat(Tensors.shape(result)).containsExactly(4, outputs);
    }
  }

  @Test
  void gptPredictsAtEveryPlaceAndTakesShorterTexts() {
    try (PointerScope scope = new PointerScope()) {
      Network gpt = Models.build(ModelSpec.parse("gpt:2x32,heads=2,context=64"), TEXT, 5, 0);
      Tensor text = examples(TEXT, 2);
      Tensor all = gpt.forward(text);
      assertThat(Tensors.shape(all)).containsExactly(2, 64, 5);
      Tensor start = gpt.forward(text.narrow(1, 0, 10));
      // Causal: what comes later changes nothing.
      assertThat(start.allclose(all.narrow(1, 0, 10), 1e-5, 1e-6, false)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp", "linear", "cnn", "resnet8"})
  void theSeedDecidesTheInitialWeights(String model) {
    ModelSpec spec = ModelSpec.parse(model);
    float[] first = weights(Models.build(spec, SMALL_IMAGE, 3, 7));
    torch.manual_seed(99);
    assertThat(weights(Models.build(spec, SMALL_IMAGE, 3, 7))).isEqualTo(first);
    assertThat(weights(Models.build(spec, SMALL_IMAGE, 3, 8))).isNotEqualTo(first);
  }

  @Test
  void initialWeightsAreUniformWithinOneOverRootOfInputs() {
    float[] values = weights(Models.build(ModelSpec.parse("linear"), VECTOR, 200, 1));
    double largest = 0;
    double squares = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
      squares += value * value;
    }
    assertThat(largest).isBetween(0.1249, 0.125);
    assertThat(Math.sqrt(squares / values.length)).isBetween(0.0710, 0.0733);
  }

  @Test
  void aModelOutlivesTheScopeItWasBuiltIn() {
    Network network;
    try (PointerScope scope = new PointerScope()) {
      network = Models.build(ModelSpec.parse("resnet8"), SMALL_IMAGE, 3, 0);
    }
    try (PointerScope scope = new PointerScope()) {
      assertThat(Tensors.allFinite(network.forward(examples(SMALL_IMAGE, 2)))).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "linear, 6, 0.05, 60",
    "mlp:16, 6, 0.02, 60",
    "cnn, 1x8x8, 0.005, 40",
    "resnet8, 1x8x8, 0.01, 10",
    "'gpt:1x32,heads=1,context=64', , 0.01, 25"
  })
  void learns(String model, String shape, double rate, int steps) {
    long[] inputShape = shape(shape);
    boolean text = inputShape.length == 0;
    Network network = Models.build(ModelSpec.parse(model), inputShape, text ? 5 : 2, 3);
    TrainingData data = text ? textData() : halfSpace(inputShape);
    ParameterVector theta = ParameterVector.of(network.parameters());
    AdamW optimizer = new AdamW(theta, AdamW.Config.of(rate));
    Trainer trainer =
        new Trainer(network, optimizer, data, Likelihood.CATEGORICAL, Trainer.Config.of(16, 0));
    trainer.steps(steps, Monitor.SILENT);
    double first = trainer.trace().points().get(0).objective();
    assertThat(trainer.trace().last().objective()).isLessThan(0.5 * first);
  }

  private static TrainingData textData() {
    return TrainingData.sequence(examples(TEXT, 4).reshape(-1), 64);
  }

  /** Two classes that a random direction separates. */
  private static TrainingData halfSpace(long[] inputShape) {
    Tensor inputs = examples(inputShape, 32);
    Tensor direction = examples(inputShape, 1);
    Tensor side = inputs.mul(direction).flatten(1, -1).sum(1);
    Tensor classes = side.gt(Scalars.of(0.0)).to(ScalarType.Long);
    return TrainingData.of(inputs, classes);
  }

  @ParameterizedTest
  @CsvSource({
    "cnn, 13, takes images",
    "resnet8, , takes images|tables and images",
    "gpt, 1x8x8, takes a text",
    "mlp, , takes tables and images",
    "cnn, 1x2x9, at least 4 x 4"
  })
  void sayWhatWouldSuit(String model, String shape, String reason) {
    assertThatThrownBy(() -> Models.build(ModelSpec.parse(model), shape(shape), 2, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("what suits: ")
        .hasMessageContaining("model '" + model)
        .satisfies(e -> assertThat(reason.split("\\|")).anyMatch(e.getMessage()::contains));
  }

  @Test
  void aFileThatIsNoTorchScriptIsNamed() {
    assertThatThrownBy(() -> Models.build(ModelSpec.torchscript(Path.of("none.pt")), VECTOR, 2, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none.pt");
  }
}
