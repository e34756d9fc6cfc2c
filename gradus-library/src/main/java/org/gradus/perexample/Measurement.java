package org.gradus.perexample;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Evaluation;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.train.BatchObjective;

/**
 * A step's derivatives, as an optimizer measured them, together with the per-example gradients at
 * the same θ.
 *
 * <p>Where the optimizer takes one gradient of a {@link RecordingNetwork}'s batch, its own forward
 * and backward pass is recorded: per-example norms then cost little beyond the step. Otherwise (two
 * gradients a step, Hessian-vector products, other networks, several micro-batches) a pass of its
 * own is made, as {@link PerExampleGradients#of} says.
 *
 * @param evaluation what {@link Optimizer#measure} returned
 * @param gradients closed by whoever measured, before θ moves
 */
public record Measurement(Evaluation evaluation, PerExampleGradients gradients) {
  /**
   * Lets the optimizer measure, watching.
   *
   * @throws IllegalArgumentException as {@link PerExampleGradients#of}
   */
  public static Measurement of(Optimizer optimizer, Objective objective) {
    if (objective instanceof BatchObjective batch
        && batch.network() instanceof RecordingNetwork network) {
      return recorded(network, optimizer, objective);
    }
    Evaluation evaluation = optimizer.measure(objective);
    return new Measurement(evaluation, PerExampleGradients.of(objective, optimizer.parameters()));
  }

  private static Measurement recorded(
      RecordingNetwork network, Optimizer optimizer, Objective objective) {
    Tape tape = network.record();
    try {
      Evaluation evaluation = optimizer.measure(objective);
      tape.stop();
      List<Tensor> gradients = new ArrayList<>();
      tape.calls().forEach(call -> gradients.add(call.leaf().grad()));
      boolean complete = tape.passes() == 1 && gradients.stream().anyMatch(Tensor::defined);
      if (complete) {
        ParameterVector theta = optimizer.parameters();
        return new Measurement(
            evaluation, new RecordedGradients(theta, tape, theta.gradient(), gradients));
      }
      tape.close();
      return new Measurement(evaluation, PerExampleGradients.of(objective, optimizer.parameters()));
    } catch (RuntimeException | Error e) {
      tape.close();
      throw e;
    }
  }
}
