package org.gradus.sharpness;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.ModelObjective;
import org.gradus.core.NonFiniteException;
import org.gradus.core.ParameterVector;
import org.gradus.core.State;
import org.gradus.core.Tensors;

/**
 * SAF: sharpness-aware training for free (Du, Zhou, Feng, Tan and Zhou, NeurIPS 2022, arXiv
 * 2205.14083). A sudden change of an example's outputs marks a sharp region; the term slows it.
 *
 * <pre>
 *   in epoch e = 0, 1, …, for the examples of the mini-batch
 *   reference = the outputs of their training pass in epoch e − Ẽ
 *   T = τ² (1/|B|) Σ KL(softmax(reference/τ) ‖ softmax(outputs/τ))     while S &lt; e &lt; end
 *   loss + λ T, then the outputs of this pass are recorded for epoch e
 * </pre>
 *
 * <p>Recorded outputs are those of the training pass, with its dropout and augmentation. An example
 * without a record of epoch e − Ẽ adds 0; the divisor stays |B|. For sequences |B| counts
 * predictions. Inputs that mix examples (mixup) have no id of their own and must not be used.
 *
 * <p>Cost: no pass; O(|B| C) work. Memory: (Ẽ + 1) outputs an example, which are part of the state.
 * Epochs are counted by steps.
 */
public final class Saf implements Regularizer {
  private static final Logger LOG = System.getLogger(Saf.class.getName());

  /**
   * Settings.
   *
   * @param lambda λ ≥ 0
   * @param temperature τ &gt; 0
   * @param startEpoch S: the term acts in epochs after this one; at least Ẽ − 1, so that the first
   *     of them has a reference
   * @param epochsBack Ẽ ≥ 1, how old the reference is
   * @param endEpoch the first epoch in which the term acts no more
   */
  public record Config(
      double lambda, double temperature, int startEpoch, int epochsBack, int endEpoch) {
    /** Checks the ranges. */
    public Config {
      Check.nonNegative("lambda", lambda);
      Check.positive("temperature", temperature);
      Check.atLeast("epochsBack", epochsBack, 1);
      if (startEpoch < epochsBack - 1) {
        throw Check.invalid(
            "startEpoch",
            startEpoch,
            ">= epochsBack - 1 = %d: the first active epoch has no reference"
                .formatted(epochsBack - 1));
      }
    }

    /** The paper's λ = 0.3, τ = 5, S = 5 and Ẽ = 3, to the end of training. */
    public static Config standard() {
      return new Config(0.3, 5, 5, 3, Integer.MAX_VALUE);
    }
  }

  private final Config config;
  private final SoftenedDivergence divergence;
  private final PastOutputs past;
  private final EpochClock clock;
  private long latest;

  /**
   * The term of a training.
   *
   * @param examples N; ids are 0 to N − 1
   * @param stepsPerEpoch steps in an epoch
   * @param config settings
   */
  public Saf(long examples, long stepsPerEpoch, Config config) {
    this.config = Objects.requireNonNull(config, "config");
    divergence = new SoftenedDivergence(config.temperature());
    past = new PastOutputs(examples, config.epochsBack() + 1);
    clock = new EpochClock(stepsPerEpoch);
  }

  @Override
  public double weight() {
    return config.lambda();
  }

  @Override
  public Optional<Term> on(ModelObjective batch, ParameterVector theta) {
    return term(batch.ids(), clock.epoch());
  }

  /**
   * The term of some examples in an epoch: what training uses, and the door for driving it by hand.
   *
   * @param ids which examples
   * @param epoch e, not before the last epoch recorded
   * @return empty while the term does not act
   */
  public Optional<Term> term(long[] ids, long epoch) {
    requireForward(epoch);
    if (epoch <= config.startEpoch() || epoch >= config.endEpoch()) {
      return Optional.empty();
    }
    PastOutputs.Recalled recalled = past.get(epoch - config.epochsBack(), ids);
    return Optional.of((part, outputs) -> value(part, recalled, outputs));
  }

  private Tensor value(ModelObjective part, PastOutputs.Recalled recalled, Tensor outputs) {
    long examples = part.ids().length;
    int found = recalled.among(examples);
    if (found == 0) {
      return torch.zeros(new long[0], outputs.options());
    }
    Tensor reference = recalled.outputs().narrow(0, 0, found);
    if (reference.size(1) * examples != outputs.numel()) {
      throw Check.invalid(
          "model output",
          Tensors.describe(outputs),
          "%d numbers an example, as recorded".formatted(reference.size(1)));
    }
    long predictions = found * (outputs.size(0) / examples);
    Tensor current = outputs;
    if (found < examples) {
      Tensor index =
          Tensor.create(Arrays.copyOf(recalled.rows(), found))
              .to(outputs.device(), ScalarType.Long);
      current = outputs.view(examples, -1).index_select(0, index);
    }
    return divergence.of(
        part.likelihood(),
        reference.view(predictions, -1),
        current.view(predictions, -1),
        outputs.size(0));
  }

  @Override
  public void measured(ModelObjective batch, Tensor outputs) {
    record(batch.ids(), outputs, clock.epoch());
  }

  /**
   * Records the outputs of some examples: what training does after each measured step, and the door
   * for driving it by hand.
   *
   * @param ids which examples; of one that occurs twice the last row counts
   * @param outputs of shape [predictions, classes], as many predictions for each example
   * @param epoch e, not before the last epoch recorded
   * @throws NonFiniteException if they are not finite; nothing is recorded then
   */
  public void record(long[] ids, Tensor outputs, long epoch) {
    requireForward(epoch);
    try (PointerScope scope = new PointerScope()) {
      if (!Double.isFinite(outputs.sum().item_double())) {
        throw new NonFiniteException("the outputs to record are not finite");
      }
      if (past.put(epoch, ids, outputs.detach().reshape(ids.length, -1))) {
        LOG.log(Level.WARNING, "an example occurs twice in a mini-batch; its last outputs count");
      }
    }
    latest = epoch;
  }

  private void requireForward(long epoch) {
    if (epoch < latest) {
      throw Check.invalid("epoch", epoch, "at least the last one recorded, " + latest);
    }
  }

  @Override
  public void afterUpdate(ParameterVector theta) {
    clock.tick();
  }

  /** The epoch of the next step, from 0. */
  public long epoch() {
    return clock.epoch();
  }

  @Override
  public void save(State state) {
    clock.save(state);
    state.put("latest", latest);
    past.save(state);
  }

  @Override
  public void load(State state) {
    clock.load(state);
    latest = state.whole("latest");
    past.load(state);
  }
}
