package org.gradus.lab.recipes.useful;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.ParameterVector;
import org.gradus.lab.recipes.useful.PatchModel.Examples;
import org.gradus.lab.reproduce.fair.Sample;
import org.gradus.selection.IndexMultiset;
import org.junit.jupiter.api.Test;

class PatchModelTest {
  private static final Examples EXAMPLES = Examples.draw(12, 0.35, 0.8, new SplittableRandom(1));
  private static final double[] ONES = IndexMultiset.once(12).weights();

  @Test
  void theGradientIsAutogradsAndAFiniteDifference() {
    ParameterVector theta = PatchModel.filters(new SplittableRandom(2));
    double[] w = PatchModel.values(theta);
    Tensor rows = Tensor.create(EXAMPLES.patches()).view(36, PatchModel.DIMENSION);
    Tensor filters = theta.parameters().get(0).view(PatchModel.FILTERS, PatchModel.DIMENSION);
    Tensor cubes = rows.matmul(filters.t()).pow(new Scalar(3));
    Tensor outputs = cubes.sum(1).view(12, 3).sum(1);
    Tensor loss = outputs.mul(Tensor.create(EXAMPLES.signs())).neg().exp().log1p().mean();
    theta.zeroGradient();
    loss.backward();
    double[] byAutograd = new double[w.length];
    theta.gradient().data_ptr_double().get(byAutograd);
    double[] gradient = new double[w.length];
    double value = PatchModel.lossAndGradient(w, EXAMPLES, ONES, gradient);
    assertThat(value).isCloseTo(loss.item_double(), within(1e-12));
    assertThat(gradient).containsExactly(byAutograd, within(1e-12));
    double[] up = w.clone();
    double[] down = w.clone();
    up[5] += 1e-5;
    down[5] -= 1e-5;
    double difference =
        (PatchModel.lossAndGradient(up, EXAMPLES, ONES, new double[w.length])
                - PatchModel.lossAndGradient(down, EXAMPLES, ONES, new double[w.length]))
            / 2e-5;
    assertThat(gradient[5]).isCloseTo(difference, within(1e-7));
  }

  @Test
  void outputsAreCubicInTheFilters() {
    double[] w = PatchModel.values(PatchModel.filters(new SplittableRandom(2)));
    double[] twice = Arrays.stream(w).map(v -> 2 * v).toArray();
    double[] outputs = PatchModel.outputs(w, EXAMPLES);
    assertThat(PatchModel.outputs(twice, EXAMPLES))
        .containsExactly(Arrays.stream(outputs).map(f -> 8 * f).toArray(), within(1e-14));
  }

  @Test
  void weightsOfAMultisetGiveTheMeanOverItsCopies() {
    double[] w = PatchModel.values(PatchModel.filters(new SplittableRandom(3)));
    IndexMultiset multiset = IndexMultiset.upsample(12, new int[] {1, 4, 5}, 2);
    double weighted =
        PatchModel.lossAndGradient(w, EXAMPLES, multiset.weights(), new double[w.length]);
    double[] losses = PatchModel.losses(PatchModel.outputs(w, EXAMPLES), EXAMPLES);
    double mean =
        Arrays.stream(multiset.rows()).mapToDouble(i -> losses[(int) i]).average().orElseThrow();
    assertThat(weighted).isCloseTo(mean, within(1e-12));
  }

  @Test
  void theIntervalOfAConstantDifferenceIsAPoint() {
    Interval interval = Interval.of(new Sample(2, 2, 2));
    assertThat(interval).isEqualTo(new Interval(2, 2, 2));
    assertThat(Interval.of(new Sample(-1, 1, -2, 3)).isAbove()).isFalse();
  }
}
