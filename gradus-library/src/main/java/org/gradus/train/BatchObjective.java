package org.gradus.train;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Likelihood;
import org.gradus.core.NamedTensor;
import org.gradus.core.Objective;
import org.gradus.core.PredictiveObjective;

/**
 * A model's mean loss on one mini-batch, as one function however often it is evaluated: every pass
 * uses the same dropout masks, and running statistics (batch norm's buffers) are updated by the
 * first pass only.
 *
 * <p>The masks are kept by seeding libtorch's default generator before each pass with the step's
 * seed; the buffers by putting them back after each further pass.
 */
public final class BatchObjective implements PredictiveObjective {
  private final Network network;
  private final Batch batch;
  private final Likelihood likelihood;
  private final long dropoutSeed;
  private final List<NamedTensor> buffers;
  private boolean buffersFrozen;

  /**
   * The objective of a batch.
   *
   * @param network the model, in the mode it is to be evaluated in
   * @param batch the examples
   * @param likelihood what the outputs mean
   * @param dropoutSeed decides the dropout masks of every pass
   */
  public BatchObjective(Network network, Batch batch, Likelihood likelihood, long dropoutSeed) {
    this(network, batch, likelihood, dropoutSeed, false);
  }

  private BatchObjective(
      Network network, Batch batch, Likelihood likelihood, long dropoutSeed, boolean frozen) {
    this.network = Objects.requireNonNull(network, "network");
    this.batch = Objects.requireNonNull(batch, "batch");
    this.likelihood = Objects.requireNonNull(likelihood, "likelihood");
    this.dropoutSeed = dropoutSeed;
    buffers = network.buffers();
    buffersFrozen = frozen;
  }

  @Override
  public Tensor outputs() {
    torch.manual_seed(dropoutSeed);
    if (buffers.isEmpty()) {
      return flat(network.forward(batch.inputs()));
    }
    TensorVector before = buffersFrozen ? copies() : null;
    try {
      return flat(network.forward(batch.inputs()));
    } finally {
      if (before != null) {
        restore(before);
      }
      buffersFrozen = true;
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
    return new BatchObjective(
        network, batch.head(Math.min(count, batch.size())), likelihood, dropoutSeed, true);
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
