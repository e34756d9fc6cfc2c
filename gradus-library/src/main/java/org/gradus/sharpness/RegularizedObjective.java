package org.gradus.sharpness;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Likelihood;
import org.gradus.core.ModelObjective;
import org.gradus.core.NamedTensor;
import org.gradus.core.Objective;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/** A mini-batch's loss plus λ T; remembers its first outputs and first values. */
final class RegularizedObjective implements ModelObjective, AutoCloseable {
  private final ModelObjective plain;
  private final Optional<Regularizer.Term> term;
  private final double weight;
  private Tensor firstOutputs;
  private Regularized.Step first;

  RegularizedObjective(ModelObjective plain, Optional<Regularizer.Term> term, double weight) {
    this.plain = plain;
    this.term = weight == 0 ? Optional.empty() : term;
    this.weight = weight;
  }

  @Override
  public Tensor outputs() {
    Tensor outputs = plain.outputs();
    if (firstOutputs == null) {
      firstOutputs = Tensors.keep(outputs.detach());
    }
    return outputs;
  }

  @Override
  public Tensor loss(Tensor outputs) {
    Tensor loss = plain.loss(outputs);
    if (term.isEmpty()) {
      return loss;
    }
    Tensor penalty = term.get().of(plain, outputs);
    if (first == null) {
      first =
          new Regularized.Step(
              loss.item_double(), OptionalDouble.of(penalty.item_double()), weight);
    }
    return loss.add(penalty, Scalars.of(weight));
  }

  /** The outputs of the first pass, without a graph; they live until this is closed. */
  Tensor firstOutputs() {
    return firstOutputs;
  }

  /** The values of the first pass; {@code loss} is its total where there was no term. */
  Regularized.Step first(double loss) {
    return first == null ? new Regularized.Step(loss, OptionalDouble.empty(), weight) : first;
  }

  @Override
  public Objective part(double fraction) {
    ModelObjective part = ModelObjectives.require(plain.part(fraction), this);
    return new RegularizedObjective(part, term, weight);
  }

  @Override
  public ModelObjective withInputs(Tensor inputs) {
    return new RegularizedObjective(plain.withInputs(inputs), term, weight);
  }

  @Override
  public long[] ids() {
    return plain.ids();
  }

  @Override
  public Tensor inputs() {
    return plain.inputs();
  }

  @Override
  public Tensor targets() {
    return plain.targets();
  }

  @Override
  public Likelihood likelihood() {
    return plain.likelihood();
  }

  @Override
  public Tensor evaluationOutputs() {
    return plain.evaluationOutputs();
  }

  @Override
  public List<NamedTensor> buffers() {
    return plain.buffers();
  }

  @Override
  public void close() {
    if (firstOutputs != null) {
      firstOutputs.close();
    }
  }
}
