package org.gradus.optim.surrogate;

import static org.gradus.Fixtures.leaf;
import static org.gradus.Fixtures.normal;

import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Likelihood;
import org.gradus.core.NamedTensor;
import org.gradus.core.ParameterVector;
import org.gradus.core.PredictiveObjective;
import org.gradus.core.Scalars;

/** A linear model X W on one batch, in float64, from W of small normal numbers. */
final class Linear implements PredictiveObjective {
  /** The losses of the sheet's checks, all sums over rows before the mean. */
  enum Loss {
    /** Σ (z − y)² a row, L = 2. */
    SQUARED,
    LOGISTIC,
    SOFTMAX
  }

  final Tensor inputs;
  final Tensor targets;
  final ParameterVector theta;
  private final Loss loss;
  private final Tensor weights;
  private long[] ids;

  Linear(Loss loss, Tensor inputs, int outputs) {
    this.loss = loss;
    this.inputs = inputs;
    long n = inputs.size(0);
    weights = leaf(normal(2, ScalarType.Double, inputs.size(1), outputs).mul(Scalars.of(0.3)));
    theta = ParameterVector.of(List.of(new NamedTensor("w", weights)));
    targets =
        switch (loss) {
          case SQUARED -> normal(3, ScalarType.Double, n, outputs);
          case LOGISTIC ->
              normal(3, ScalarType.Double, n, outputs).gt(Scalars.of(0.0)).to(ScalarType.Double);
          case SOFTMAX ->
              normal(3, ScalarType.Double, n)
                  .abs()
                  .to(ScalarType.Long)
                  .clamp_max_(Scalars.of(outputs - 1L));
        };
  }

  Linear withIds(long... rows) {
    ids = rows;
    return this;
  }

  @Override
  public Tensor outputs() {
    return inputs.mm(weights);
  }

  @Override
  public Tensor targets() {
    return targets;
  }

  @Override
  public Likelihood likelihood() {
    return switch (loss) {
      case SQUARED -> Likelihood.GAUSSIAN;
      case LOGISTIC -> Likelihood.BERNOULLI;
      case SOFTMAX -> Likelihood.CATEGORICAL;
    };
  }

  @Override
  public Tensor loss(Tensor outputs) {
    return loss == Loss.SQUARED
        ? outputs.sub(targets).square().sum().div(Scalars.of((double) targets.size(0)))
        : likelihood().loss(outputs, targets);
  }

  @Override
  public Optional<long[]> exampleIds() {
    return Optional.ofNullable(ids);
  }

  /** ℓ, the sum over rows. */
  double sum(Tensor outputs) {
    return loss(outputs).item_double() * inputs.size(0);
  }

  /** G of the summed loss, in closed form. */
  Tensor slope() {
    Tensor z = outputs().detach();
    return switch (loss) {
      case SQUARED -> z.sub(targets).mul(Scalars.of(2.0));
      case LOGISTIC -> z.sigmoid().sub(targets);
      case SOFTMAX -> {
        Tensor p = z.softmax(1);
        for (long i = 0; i < z.size(0); i++) {
          long y = targets.select(0, i).item_long();
          p.select(0, i).narrow(0, y, 1).sub_(Scalars.of(1.0), Scalars.of(1.0));
        }
        yield p;
      }
    };
  }

  /** Xᵀ v as a flat vector. */
  Tensor pull(Tensor v) {
    return inputs.t().mm(v).reshape(-1);
  }
}
