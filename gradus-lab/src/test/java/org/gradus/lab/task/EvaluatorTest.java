package org.gradus.lab.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.RandomSource;
import org.gradus.lab.model.ModelSpec;
import org.gradus.lab.model.Models;
import org.gradus.train.Network;
import org.gradus.train.TrainingData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluatorTest {
  private static final Network IDENTITY = Network.of(new Module(), x -> x.clone());

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 64})
  void accuracyIsTheShareOfRightClasses(int batchSize) {
    Tensor logits = Tensor.create(new float[] {1, 0, 0, 2, 3, 0}, 3, 2);
    TrainingData data = TrainingData.of(logits, Tensor.create(new long[] {0, 1, 1}, 3));
    Evaluator.Score score = new Evaluator(Measure.ACCURACY, 1, batchSize).evaluate(IDENTITY, data);
    assertThat(score.metric()).isEqualTo(2.0 / 3);
    double expected =
        (Math.log1p(Math.exp(-1)) + Math.log1p(Math.exp(-2)) + Math.log1p(Math.exp(3))) / 3;
    assertThat(score.loss()).isEqualTo(expected, within(1e-6));
  }

  @Test
  void rmseIsInTheUnitOfTheUser() {
    TrainingData data =
        TrainingData.of(
            Tensor.create(new float[] {1, 2, 3}, 3, 1), Tensor.create(new float[] {1, 4, 4}, 3));
    Evaluator.Score score = new Evaluator(Measure.RMSE, 10, 2).evaluate(IDENTITY, data);
    assertThat(score.metric()).isEqualTo(10 * Math.sqrt(5.0 / 3), within(1e-6));
    assertThat(score.loss()).isEqualTo(5.0 / 6, within(1e-7));
  }

  @Test
  void outputsThatAreNotFiniteScoreNaN() {
    TrainingData data =
        TrainingData.of(
            Tensor.create(new float[] {Float.NaN, 0}, 1, 2), Tensor.create(new long[] {0}, 1));
    assertThat(new Evaluator(Measure.ACCURACY, 1, 1).evaluate(IDENTITY, data).metric()).isNaN();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void modeAndBatchNormStatisticsAreAsBefore(boolean training) {
    Network network = Models.build(ModelSpec.parse("resnet8"), new long[] {1, 8, 8}, 2, 0);
    network.train(training);
    List<Tensor> before = network.buffers().stream().map(b -> b.tensor().clone()).toList();
    Tensor images =
        RandomSource.seeded(1).normal(new long[] {5, 1, 8, 8}, new TensorOptions(ScalarType.Float));
    TrainingData data = TrainingData.of(images, Tensor.create(new long[] {0, 1, 0, 1, 0}, 5));
    Evaluator evaluator = new Evaluator(Measure.ACCURACY, 1, 2);
    Evaluator.Score first = evaluator.evaluate(network, data);
    assertThat(evaluator.evaluate(network, data)).isEqualTo(first);
    assertThat(network.isTraining()).isEqualTo(training);
    List<Tensor> after = network.buffers().stream().map(b -> b.tensor()).toList();
    assertThat(before).isNotEmpty();
    for (int i = 0; i < before.size(); i++) {
      assertThat(after.get(i).equal(before.get(i))).isTrue();
    }
  }
}
