package org.gradus.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Likelihood;
import org.gradus.core.NamedTensor;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.PredictiveObjective;
import org.gradus.core.Tensors;
import org.junit.jupiter.api.Test;

class EmpiricalFisherTest {
  /** Two residuals r = w − y of one weight: mean loss ½·(r₁² + r₂²)/2, gradient (r₁ + r₂)/2. */
  @Test
  void isTheSquaredGradientTimesThePredictions() {
    try (PointerScope scope = new PointerScope()) {
      Tensor w = Tensor.create(3.0).requires_grad_(true);
      Tensor targets = Tensor.create(1.0, 4.0);
      ParameterVector theta = ParameterVector.of(List.of(new NamedTensor("w", w)));
      PredictiveObjective objective = gaussian(w, targets);

      DiagonalEstimator.Estimate estimate = new EmpiricalFisher().estimate(objective, theta);

      double gradient = (2.0 - 1.0) / 2;
      assertThat(estimate.predictions()).isEqualTo(2);
      assertThat(estimate.diagonal().item_double())
          .isCloseTo(2 * gradient * gradient, within(1e-15));
      assertThat(Tensors.shape(estimate.diagonal())).containsExactly(1);
    }
  }

  @Test
  void refusesAnObjectiveWithoutPredictions() {
    Tensor w = Tensor.create(3.0).requires_grad_(true);
    ParameterVector theta = ParameterVector.of(List.of(new NamedTensor("w", w)));
    Objective objective = () -> w.square().sum();
    assertThatThrownBy(() -> new EmpiricalFisher().estimate(objective, theta))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PredictiveObjective");
  }

  private static PredictiveObjective gaussian(Tensor w, Tensor targets) {
    return new PredictiveObjective() {
      @Override
      public Tensor outputs() {
        return w.expand(2);
      }

      @Override
      public Tensor targets() {
        return targets;
      }

      @Override
      public Likelihood likelihood() {
        return Likelihood.GAUSSIAN;
      }
    };
  }
}
