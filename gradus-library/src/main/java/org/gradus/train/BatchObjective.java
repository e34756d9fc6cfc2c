package org.gradus.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Check;
import org.gradus.core.Likelihood;
import org.gradus.core.ModelObjective;
import org.gradus.core.NamedTensor;
import org.gradus.core.Objective;
import org.gradus.core.Tensors;

/**
 * A model's mean loss on one mini-batch, as one function however often it is evaluated: every pass
 * uses the same dropout masks, and running statistics (batch norm's buffers) are updated by the
 * first pass only.
 *
 * <p>The masks are kept by seeding libtorch's default generator before each pass with the step's
 * seed; the buffers by putting them back after each further pass.
 */
public final class BatchObjective implements ModelObjective {
  private final Network network;
  private final Batch batch;
  private final Likelihood likelihood;
  private final long dropoutSeed;
  private final List<NamedTensor> buffers;
  private final Freeze freeze;

  /**
   * Whether the pass that updates running statistics was made; shared by objectives of one step.
   */
  private static final class Freeze {
    private boolean done;

    Freeze(boolean done) {
      this.done = done;
    }
  }

  /**
   * The objective of a batch.
   *
   * @param network the model, in the mode it is to be evaluated in
   * @param batch the examples
   * @param likelihood what the outputs mean
   * @param dropoutSeed decides the dropout masks of every pass
   */
  public BatchObjective(Network network, Batch batch, Likelihood likelihood, long dropoutSeed) {
    this(network, batch, likelihood, dropoutSeed, new Freeze(false));
  }

  private BatchObjective(
      Network network, Batch batch, Likelihood likelihood, long dropoutSeed, Freeze freeze) {
    this.network = Objects.requireNonNull(network, "network");
    this.batch = Objects.requireNonNull(batch, "batch");
    this.likelihood = Objects.requireNonNull(likelihood, "likelihood");
    this.dropoutSeed = dropoutSeed;
    buffers = network.buffers();
    this.freeze = freeze;
  }

  @Override
  public Tensor outputs() {
    torch.manual_seed(dropoutSeed);
    if (buffers.isEmpty()) {
      return flat(network.forward(batch.inputs()));
    }
    TensorVector before = freeze.done ? copies() : null;
    try {
      return flat(network.forward(batch.inputs()));
    } finally {
      if (before != null) {
        restore(before);
      }
      freeze.done = true;
    }
  }

  /** Sequence outputs [batch, time, classes] as one prediction a row. */
  private Tensor flat(Tensor outputs) {
    return likelihood == Likelihood.CATEGORICAL && outputs.dim() == 3
        ? outputs.reshape(outputs.size(0) * outputs.size(1), outputs.size(2))
        : outputs;
  }

  @Override
  public Tensor targets() {
    return likelihood == Likelihood.CATEGORICAL ? batch.targets().reshape(-1) : batch.targets();
  }

  @Override
  public Likelihood likelihood() {
    return likelihood;
  }

  @Override
  public Optional<long[]> exampleIds() {
    return Optional.of(batch.ids().clone());
  }

  @Override
  public Objective part(double fraction) {
    long count = Math.max(1, Math.round(fraction * batch.size()));
    return range(0, Math.min(count, batch.size()));
  }

  @Override
  public List<Objective> split(int parts) {
    long count = Math.min(Check.atLeast("parts of the mini-batch", parts, 1), batch.size());
    List<Objective> list = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      long from = batch.size() * i / count;
      list.add(range(from, batch.size() * (i + 1) / count - from));
    }
    return list;
  }

  /**
   * The same objective on some of the examples. Evaluating it never touches running statistics.
   *
   * @param from the first example's place in the batch
   * @param count how many, at least 1
   */
  public BatchObjective range(long from, long count) {
    return new BatchObjective(
        network, batch.range(from, count), likelihood, dropoutSeed, new Freeze(true));
  }

  @Override
  public long[] ids() {
    return batch.ids();
  }

  @Override
  public Tensor inputs() {
    return batch.inputs();
  }

  @Override
  public BatchObjective withInputs(Tensor inputs) {
    if (!inputs.is_same_size(batch.inputs())) {
      throw Check.invalid(
          "other inputs", Tensors.describe(inputs), "like " + Tensors.describe(batch.inputs()));
    }
    Batch other = new Batch(inputs, batch.targets(), batch.ids());
    return new BatchObjective(network, other, likelihood, dropoutSeed, freeze);
  }

  @Override
  public Tensor evaluationOutputs() {
    boolean training = network.isTraining();
    try (NoGradGuard guard = new NoGradGuard()) {
      network.train(false);
      return flat(network.forward(batch.inputs()));
    } finally {
      network.train(training);
    }
  }

  @Override
  public List<NamedTensor> buffers() {
    return buffers;
  }

  /** The examples. */
  public Batch batch() {
    return batch;
  }

  /** The model. */
  public Network network() {
    return network;
  }

  private TensorVector copies() {
    TensorVector copies = new TensorVector();
    buffers.forEach(b -> copies.push_back(b.tensor().clone()));
    return copies;
  }

  private void restore(TensorVector copies) {
    try (NoGradGuard guard = new NoGradGuard()) {
      for (int i = 0; i < buffers.size(); i++) {
        // variable_data: the graph of this pass must not see its saved buffers as modified.
        buffers.get(i).tensor().variable_data().copy_(copies.get(i));
      }
    }
  }
}
