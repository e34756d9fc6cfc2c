package org.gradus.train;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.gradus.core.Check;
import org.gradus.core.Evaluation;
import org.gradus.core.Likelihood;
import org.gradus.core.Monitor;
import org.gradus.core.NamedTensor;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.PredictiveObjective;
import org.gradus.core.Scalars;
import org.gradus.core.Schedule;
import org.gradus.core.Seeds;
import org.gradus.core.State;
import org.gradus.core.Stateful;
import org.gradus.core.Threads;
import org.gradus.core.Trace;

/**
 * Trains a network with an optimizer, step by step.
 *
 * <p>Each step draws the batch that the seed decides, sets the scheduled learning rate, lets the
 * optimizer measure, clips the gradient's global norm, lets it update, and reports loss and
 * gradient norm. All native objects of a step are freed with it, the user's own forward pass
 * included.
 *
 * <p>A trainer saved at step t and loaded into a new one with the same settings continues bit for
 * bit as if it had not been interrupted (same number of threads): parameters, buffers, optimizer
 * state and step count are saved; batch order and dropout follow from the seed and the step.
 */
public final class Trainer implements Stateful {
  /**
   * Settings.
   *
   * @param batchSize examples a micro-batch, at least 1
   * @param accumulate micro-batches averaged in one step, at least 1
   * @param clipNorm largest ‖g‖₂; larger gradients are scaled to it; infinity for no clipping
   * @param schedule factor on the learning rate at each step
   * @param seed decides batch order and dropout
   */
  public record Config(
      int batchSize, int accumulate, double clipNorm, Schedule schedule, long seed) {
    /** Checks the ranges. */
    public Config {
      Check.atLeast("batchSize", batchSize, 1);
      Check.atLeast("accumulate", accumulate, 1);
      if (!(clipNorm > 0)) {
        throw Check.invalid("clipNorm", clipNorm, "> 0 (infinity for none)");
      }
      Objects.requireNonNull(schedule, "schedule");
    }

    /** Batches of this size in the order of this seed, no clipping, a constant learning rate. */
    public static Config of(int batchSize, long seed) {
      return new Config(batchSize, 1, Double.POSITIVE_INFINITY, Schedule.constant(), seed);
    }

    /** These settings with another schedule. */
    public Config withSchedule(Schedule other) {
      return new Config(batchSize, accumulate, clipNorm, other, seed);
    }

    /** These settings with gradient clipping. */
    public Config withClipNorm(double norm) {
      return new Config(batchSize, accumulate, norm, schedule, seed);
    }

    /** These settings with gradient accumulation. */
    public Config withAccumulate(int microBatches) {
      return new Config(batchSize, microBatches, clipNorm, schedule, seed);
    }
  }

  private final Network network;
  private final Optimizer optimizer;
  private final TrainingData data;
  private final Likelihood likelihood;
  private final Config config;
  private final BatchOrder order;

  /** Makes the steps of a batch-size policy; {@code null} where all batches have one size. */
  private final SizedBatches sized;

  private final double baseLearningRate;
  private final Trace trace = new Trace();
  private long step;
  private double seconds;

  /**
   * A trainer. Where nobody has chosen, OpenBLAS gets one thread: {@link Threads#avoidTrap()}.
   *
   * @param network the model; its parameters must be those of the optimizer
   * @param optimizer the method; its learning rate now is the base of the schedule
   * @param data the training examples
   * @param likelihood what the model's outputs mean
   * @param config settings
   * @throws IllegalArgumentException if the optimizer needs more than this training gives, or moves
   *     parameters that are not the network's
   */
  public Trainer(
      Network network,
      Optimizer optimizer,
      TrainingData data,
      Likelihood likelihood,
      Config config) {
    this(network, optimizer, data, likelihood, config, null);
  }

  /**
   * A trainer whose steps are as large as a policy says. {@link Config#batchSize()} then is the
   * largest micro-batch: a larger step is accumulated from several. The schedule counts examples
   * instead of steps, and so does {@link #train}.
   *
   * @param network the model; its parameters must be those of the optimizer
   * @param optimizer the method; its learning rate now is the base of the schedule
   * @param data the training examples
   * @param likelihood what the model's outputs mean
   * @param config settings; {@code accumulate} is 1
   * @param policy decides the size of every step; saved and loaded with this
   * @throws IllegalArgumentException as the other constructor, or if the policy does not suit
   */
  public static Trainer withBatchSizes(
      Network network,
      Optimizer optimizer,
      TrainingData data,
      Likelihood likelihood,
      Config config,
      BatchSizePolicy policy) {
    SizedBatches sized = new SizedBatches(network, data, likelihood, config, policy);
    return new Trainer(network, optimizer, data, likelihood, config, sized);
  }

  private Trainer(
      Network network,
      Optimizer optimizer,
      TrainingData data,
      Likelihood likelihood,
      Config config,
      SizedBatches sized) {
    this.network = Objects.requireNonNull(network, "network");
    this.optimizer = Objects.requireNonNull(optimizer, "optimizer");
    this.data = Objects.requireNonNull(data, "data");
    this.likelihood = Objects.requireNonNull(likelihood, "likelihood");
    this.config = Objects.requireNonNull(config, "config");
    this.sized = sized;
    order = new BatchOrder(data.size(), data.epochSize(), config.batchSize(), config.seed());
    baseLearningRate = optimizer.learningRate();
    requireCapable();
    requireOwnParameters();
    Threads.avoidTrap();
  }

  /** Training another model's parameters would go on silently, changing nothing. */
  private void requireOwnParameters() {
    Set<Long> own = new HashSet<>();
    network.parameters().forEach(p -> own.add(p.tensor().unsafeGetTensorImpl().address()));
    ParameterVector theta = optimizer.parameters();
    for (int i = 0; i < theta.parameters().size(); i++) {
      if (!own.contains(theta.parameters().get(i).unsafeGetTensorImpl().address())) {
        throw new IllegalArgumentException(
            "the optimizer's parameter '"
                + theta.slices().get(i).name()
                + "' is none of the network's: make both of one model");
      }
    }
  }

  private void requireCapable() {
    Class<? extends Objective> given =
        config.accumulate() > 1 ? MeanObjective.class : BatchObjective.class;
    if (!optimizer.requires().isAssignableFrom(given)) {
      throw new IllegalArgumentException(
          "this optimizer needs a %s; a step with accumulate = %d is a %s%s"
              .formatted(
                  optimizer.requires().getSimpleName(),
                  config.accumulate(),
                  given.getSimpleName(),
                  config.accumulate() > 1 ? " (use accumulate = 1)" : ""));
    }
  }

  /**
   * Trains for a number of epochs from where it stands, or until the monitor stops it.
   *
   * @param epochs passes over the data, at least 0
   * @param monitor hears every step
   * @return the number of steps made
   * @throws NonFiniteException if the loss or a derivative turns NaN or infinite; parameters are as
   *     before the failing step
   */
  public long train(double epochs, Monitor monitor) {
    Check.nonNegative("epochs", epochs);
    if (sized != null) {
      return examples(Math.round(epochs * data.epochSize()), monitor);
    }
    return steps(Math.round(epochs * stepsPerEpoch()), monitor);
  }

  /** Trains for a number of steps; see {@link #train}. */
  public long steps(long count, Monitor monitor) {
    long end = step + count;
    return whileTrue(() -> step < end, monitor);
  }

  /** With a policy: trains until it has seen so many more examples. */
  private long examples(long count, Monitor monitor) {
    long end = sized.samples() + count;
    return whileTrue(() -> sized.samples() < end, monitor);
  }

  private long whileTrue(BooleanSupplier goOn, Monitor monitor) {
    network.train(true);
    long start = step;
    while (goOn.getAsBoolean() && !monitor.cancelled()) {
      trace.add(advance(), monitor);
    }
    return step - start;
  }

  private Trace.Point advance() {
    long start = System.nanoTime();
    Evaluation evaluation;
    try (PointerScope scope = new PointerScope()) {
      optimizer.learningRate(
          baseLearningRate * config.schedule().factor(sized == null ? step : sized.samples()));
      evaluation = measure(objective());
      clip(evaluation.gradientNorm());
      optimizer.update();
    }
    if (sized != null) {
      sized.advance();
    }
    step++;
    seconds += (System.nanoTime() - start) * 1e-9;
    return new Trace.Point(step, seconds, evaluation.loss(), evaluation.gradientNorm());
  }

  private Evaluation measure(Objective objective) {
    try {
      return sized == null ? optimizer.measure(objective) : sized.measure(optimizer, objective);
    } catch (NonFiniteException e) {
      throw new NonFiniteException("at step " + (step + 1) + ", " + e.getMessage(), e);
    }
  }

  private Objective objective() {
    if (sized != null) {
      return sized.objective(step);
    }
    if (config.accumulate() == 1) {
      return micro(step);
    }
    List<PredictiveObjective> parts = new ArrayList<>();
    for (int i = 0; i < config.accumulate(); i++) {
      parts.add(micro(step * config.accumulate() + i));
    }
    return new MeanObjective(parts);
  }

  private BatchObjective micro(long index) {
    return new BatchObjective(
        network,
        data.batch(order.rows(index)),
        likelihood,
        Seeds.derive(config.seed(), "dropout", index));
  }

  private void clip(double norm) {
    if (norm > config.clipNorm()) {
      try (NoGradGuard guard = new NoGradGuard()) {
        optimizer.parameters().gradient().mul_(Scalars.of(config.clipNorm() / norm));
      }
    }
  }

  /** Steps in one pass over the data, where a policy does not change their size. */
  public long stepsPerEpoch() {
    return Math.max(1, order.stepsPerEpoch() / config.accumulate());
  }

  /** Examples of all steps so far, those before a load included, with a batch-size policy. */
  public long examples() {
    if (sized == null) {
      throw new IllegalStateException("this trainer counts steps: it has no batch-size policy");
    }
    return sized.samples();
  }

  /** Steps made so far, those before a load included. */
  public long step() {
    return step;
  }

  /** One point a step made by this object. */
  public Trace trace() {
    return trace;
  }

  @Override
  public void save(State state) {
    state.put("step", step);
    state.put("seconds", seconds);
    state.put("parameters", optimizer.parameters().values());
    State buffers = state.child("buffers");
    for (NamedTensor buffer : network.buffers()) {
      buffers.put(buffer.name(), buffer.tensor());
    }
    optimizer.save(state.child("optimizer"));
    if (sized != null) {
      sized.save(state);
    }
  }

  @Override
  public void load(State state) {
    state.copyInto("parameters", optimizer.parameters().values());
    State buffers = state.child("buffers");
    for (NamedTensor buffer : network.buffers()) {
      buffers.copyInto(buffer.name(), buffer.tensor());
    }
    optimizer.load(state.child("optimizer"));
    if (sized != null) {
      sized.load(state);
    }
    step = state.whole("step");
    seconds = state.number("seconds");
  }
}
