package org.gradus.lab.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Likelihood;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.perexample.PerExampleGradients;
import org.gradus.train.Batch;
import org.gradus.train.BatchObjective;
import org.gradus.train.Network;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lab's models leave no parameter out when their per-example gradients are recorded. */
class RecordedModelsTest {
  private static final int EXAMPLES = 4;

  @ParameterizedTest
  @CsvSource({"linear, 12", "mlp, 12", "cnn, 1x8x8", "resnet8, 3x8x8", "gpt:2x32, "})
  void normsAreThoseOfSingleExamples(String model, String shape) {
    Batch batch = shape == null ? text() : examples(shape);
    int outputs = shape == null ? 5 : 3;
    Network network = Models.build(ModelSpec.parse(model), lengths(shape), outputs, 3);
    ParameterVector theta = ParameterVector.of(network.parameters());
    network.train(false);
    BatchObjective objective = new BatchObjective(network, batch, Likelihood.CATEGORICAL, 0);
    double[] norms = new double[EXAMPLES];
    try (PerExampleGradients gradients = PerExampleGradients.of(objective, theta)) {
      gradients.squaredNorms().sqrt().data_ptr_double().get(norms);
    }
    for (int i = 0; i < EXAMPLES; i++) {
      double expected = objective.range(i, 1).gradient(theta).gradientNorm();
      assertThat(norms[i] / expected).isBetween(1 - 1e-5, 1 + 1e-5);
    }
  }

  private static long[] lengths(String shape) {
    return shape == null
        ? new long[0]
        : List.of(shape.split("x")).stream().mapToLong(Long::parseLong).toArray();
  }

  private static Batch examples(String shape) {
    long[] all =
        LongStream.concat(LongStream.of(EXAMPLES), LongStream.of(lengths(shape))).toArray();
    Tensor inputs = RandomSource.seeded(5).normal(all, new TensorOptions(ScalarType.Float));
    return new Batch(inputs, Tensor.create(0L, 1L, 2L, 1L), new long[] {0, 1, 2, 3});
  }

  private static Batch text() {
    Tensor tokens =
        torch
            .arange(Scalars.of(EXAMPLES * 9L), new TensorOptions(ScalarType.Long))
            .square()
            .remainder(Scalars.of(5L))
            .reshape(EXAMPLES, 9);
    return new Batch(tokens, tokens, new long[] {0, 1, 2, 3});
  }
}
