package org.gradus.sharpness;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.ModelObjective;
import org.gradus.core.ParameterVector;
import org.gradus.core.State;

/**
 * MESA: memory-efficient sharpness-aware training (Du et al., NeurIPS 2022, arXiv 2205.14083), SAF
 * with a moving average of the weights in place of recorded outputs.
 *
 * <pre>
 *   reference = outputs of the model with weights v in evaluation mode, no gradient
 *   T = τ² (1/|B|) Σ KL(softmax(reference/τ) ‖ softmax(outputs/τ))     while S &lt; e &lt; end
 *   loss + λ T, update, then v ← β v + (1 − β) θ, parameters and buffers; v = θ at first
 * </pre>
 *
 * <p>v moves in inactive epochs too, without its forward pass. A weight average alone already
 * helps: judge the model with v ({@link #withAverage}) apart from the one with θ.
 *
 * <p>Cost: one forward pass and one vector. Epochs are counted by steps.
 */
public final class Mesa implements Regularizer {
  private static final double REACH_EPOCHS = 2;

  /**
   * Settings.
   *
   * @param lambda λ ≥ 0
   * @param temperature τ &gt; 0
   * @param startEpoch S ≥ 0: the term acts in epochs after this one
   * @param endEpoch the first epoch in which it acts no more
   * @param decay β in [0, 1]
   * @param restart whether v becomes θ again at the start of epoch S + 1
   */
  public record Config(
      double lambda,
      double temperature,
      int startEpoch,
      int endEpoch,
      double decay,
      boolean restart) {
    /** Checks the ranges. */
    public Config {
      Check.nonNegative("lambda", lambda);
      Check.positive("temperature", temperature);
      Check.atLeast("startEpoch", startEpoch, 0);
      Check.between("decay", decay, 0, 1);
    }

    /** The authors' λ = 0.8, τ = 5, S = 5 and β = 0.9998, to the end of training. */
    public static Config standard() {
      return new Config(0.8, 5, 5, Integer.MAX_VALUE, 0.9998, false);
    }

    /** These settings with 1 − 1/(steps of two epochs) for β, which suits short trainings. */
    public Config withShortMemory(long stepsPerEpoch) {
      double reach = Math.max(1, REACH_EPOCHS * stepsPerEpoch);
      return new Config(lambda, temperature, startEpoch, endEpoch, 1 - 1 / reach, restart);
    }
  }

  private final Config config;
  private final SoftenedDivergence divergence;
  private final WeightAverage average;
  private final BufferAverage buffers;
  private final EpochClock clock;

  /**
   * The term of a training that starts at the parameters as they are now.
   *
   * @param theta the parameters
   * @param stepsPerEpoch steps in an epoch
   * @param config settings
   */
  public Mesa(ParameterVector theta, long stepsPerEpoch, Config config) {
    this.config = Objects.requireNonNull(config, "config");
    divergence = new SoftenedDivergence(config.temperature());
    average = new WeightAverage(theta, config.decay());
    buffers = new BufferAverage(config.decay());
    clock = new EpochClock(stepsPerEpoch);
  }

  @Override
  public double weight() {
    return config.lambda();
  }

  @Override
  public Optional<Term> on(ModelObjective batch, ParameterVector theta) {
    buffers.follow(batch.buffers());
    long epoch = clock.epoch();
    if (config.lambda() == 0 || epoch <= config.startEpoch() || epoch >= config.endEpoch()) {
      return Optional.empty();
    }
    Tensor reference = withAverage(theta, batch::evaluationOutputs);
    return Optional.of(
        (part, outputs) -> {
          long rows = outputs.size(0);
          return divergence.of(
              part.likelihood(), matrix(reference.narrow(0, 0, rows)), matrix(outputs), rows);
        });
  }

  private static Tensor matrix(Tensor outputs) {
    return outputs.dim() == 1 ? outputs.unsqueeze(1) : outputs;
  }

  /**
   * Runs something, for example a validation, with the model's parameters and buffers being v's.
   *
   * @param theta the model's parameters
   * @param work what is run; it must not move θ, nor may a graph made outside be in use
   * @return what it returns
   */
  public <T> T withAverage(ParameterVector theta, Supplier<T> work) {
    return buffers.swapped(() -> theta.evaluateAt(average.values(), work));
  }

  @Override
  public void afterUpdate(ParameterVector theta) {
    average.update(theta);
    buffers.update();
    clock.tick();
    if (config.restart() && clock.atStart() && clock.epoch() == config.startEpoch() + 1L) {
      average.restart(theta);
      buffers.restart();
    }
  }

  /** v, a vector of shape [d]. */
  public Tensor average() {
    return average.values();
  }

  /** The epoch of the next step, from 0. */
  public long epoch() {
    return clock.epoch();
  }

  @Override
  public void save(State state) {
    clock.save(state);
    average.save(state);
    buffers.save(state.child("buffers"));
  }

  @Override
  public void load(State state) {
    clock.load(state);
    average.load(state);
    buffers.load(state.child("buffers"));
  }
}
