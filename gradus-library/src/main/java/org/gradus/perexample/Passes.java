package org.gradus.perexample;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Check;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.Tensors;
import org.gradus.perexample.SweptGradients.Part;
import org.gradus.train.BatchObjective;
import org.gradus.train.MeanObjective;
import org.gradus.train.Network;

/** Chooses how an objective's per-example gradients are had, and makes the passes. */
final class Passes {
  private Passes() {}

  static PerExampleGradients gradients(Objective objective, ParameterVector theta) {
    if (objective instanceof BatchObjective batch) {
      return batch.network() instanceof RecordingNetwork network
          ? recorded(network, batch, theta)
          : oneByOne(batch, theta);
    }
    if (objective instanceof MeanObjective mean) {
      return new SweptGradients(theta, parts(mean, theta));
    }
    throw Check.invalid(
        "objective with per-example gradients",
        "a " + objective.getClass().getSimpleName(),
        "a BatchObjective or a MeanObjective of such");
  }

  /** One forward pass, and a backward pass that takes no parameter's gradient. */
  private static PerExampleGradients recorded(
      RecordingNetwork network, BatchObjective batch, ParameterVector theta) {
    Tape tape = network.record();
    try (PointerScope scope = new PointerScope()) {
      Tensor loss = batch.loss();
      tape.stop();
      requireFinite(loss);
      TensorVector leaves = new TensorVector();
      tape.calls().forEach(call -> leaves.push_back(call.leaf()));
      TensorVector gradients =
          torch.grad(
              new TensorVector(loss),
              leaves,
              new TensorVector(),
              new BoolOptional(false),
              false,
              true);
      List<Tensor> each = new ArrayList<>();
      for (long i = 0; i < gradients.size(); i++) {
        each.add(gradients.get(i));
      }
      return new RecordedGradients(theta, tape, null, each);
    } catch (RuntimeException | Error e) {
      tape.close();
      throw e;
    }
  }

  private static void requireFinite(Tensor loss) {
    double value = loss.item_double();
    if (!Double.isFinite(value)) {
      throw new NonFiniteException("the loss is " + value);
    }
  }

  private static PerExampleGradients oneByOne(BatchObjective batch, ParameterVector theta) {
    requireSeparate(batch.network());
    long n = batch.batch().size();
    double predictions = batch.likelihood().count(batch.targets());
    List<Part> parts = new ArrayList<>();
    for (long i = 0; i < n; i++) {
      BatchObjective one = batch.range(i, 1);
      long own = one.likelihood().count(one.targets());
      parts.add(new Part(1, n * own / predictions, () -> single(one, own, theta)));
    }
    return new SweptGradients(theta, parts);
  }

  /** What a foreign network's batch norm shows itself by. */
  private static void requireSeparate(Network network) {
    if (network.isTraining()
        && network.buffers().stream().anyMatch(b -> b.name().endsWith("running_mean"))) {
      throw Layers.mixesExamples();
    }
  }

  private static PerExampleGradients single(
      BatchObjective one, long predictions, ParameterVector theta) {
    try (Tensor before = Tensors.keep(theta.gradient().clone())) {
      if (predictions == 0) {
        return PerExampleGradients.ofRows(torch.zeros_like(theta.values()).unsqueeze(0));
      }
      one.gradient(theta);
      Tensor row = theta.gradient().clone().unsqueeze(0);
      theta.gradient().copy_(before);
      return PerExampleGradients.ofRows(row);
    }
  }

  /** gᵢ is N times example i's share of the whole loss: N w / n times its gradient in the part. */
  private static List<Part> parts(MeanObjective mean, ParameterVector theta) {
    List<BatchObjective> batches = new ArrayList<>();
    for (Objective part : mean.parts()) {
      if (!(part instanceof BatchObjective batch)) {
        throw Check.invalid(
            "part of an objective with per-example gradients",
            "a " + part.getClass().getSimpleName(),
            "a BatchObjective");
      }
      batches.add(batch);
    }
    double all = batches.stream().mapToLong(b -> b.batch().size()).sum();
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < batches.size(); i++) {
      BatchObjective batch = batches.get(i);
      long n = batch.batch().size();
      parts.add(new Part(n, all * mean.weight(i) / n, () -> gradients(batch, theta)));
    }
    return parts;
  }
}
