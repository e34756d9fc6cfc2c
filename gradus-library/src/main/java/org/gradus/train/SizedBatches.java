package org.gradus.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.gradus.core.Check;
import org.gradus.core.Evaluation;
import org.gradus.core.Likelihood;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.Seeds;
import org.gradus.core.State;

/**
 * The steps of a training whose batch size a policy decides: each takes the next examples of the
 * epoch's order, as many as the policy says or as the epoch has left, so that no example comes
 * twice in a batch.
 *
 * <p>What does not fit a micro-batch is split into as few as possible, of one size but for the
 * last, each weighing as many examples as it has.
 */
final class SizedBatches {
  private final Network network;
  private final TrainingData data;
  private final Likelihood likelihood;
  private final BatchSizePolicy policy;
  private final BatchOrder order;
  private final int microBatch;
  private final long seed;
  private long samples;
  private int taken;

  SizedBatches(
      Network network,
      TrainingData data,
      Likelihood likelihood,
      Trainer.Config config,
      BatchSizePolicy policy) {
    if (config.accumulate() != 1) {
      throw Check.invalid(
          "accumulate with a batch-size policy",
          config.accumulate(),
          "1: larger steps are split into micro-batches of batchSize by themselves");
    }
    this.network = network;
    this.data = data;
    this.likelihood = likelihood;
    this.policy = Objects.requireNonNull(policy, "policy");
    policy.requireSuits(data.epochSize());
    microBatch = config.batchSize();
    seed = config.seed();
    order = new BatchOrder(data.size(), data.epochSize(), microBatch, seed);
  }

  /** Examples of all steps made so far. */
  long samples() {
    return samples;
  }

  /** The objective of the next step. */
  Objective objective(long step) {
    long epochSize = data.epochSize();
    long from = samples % epochSize;
    taken = Math.toIntExact(Math.min(policy.size(), epochSize - from));
    long[] rows = order.rows(samples / epochSize, Math.toIntExact(from), taken);
    long dropout = Seeds.derive(seed, "dropout", step);
    int parts = (taken + microBatch - 1) / microBatch;
    if (parts == 1) {
      return micro(rows, dropout);
    }
    int size = (taken + parts - 1) / parts;
    List<BatchObjective> all = new ArrayList<>();
    for (int at = 0; at < taken; at += size) {
      long[] part = Arrays.copyOfRange(rows, at, Math.min(at + size, taken));
      all.add(micro(part, Seeds.derive(dropout, "micro-batch", all.size())));
    }
    return MeanObjective.overExamples(all);
  }

  private BatchObjective micro(long[] rows, long dropoutSeed) {
    return new BatchObjective(network, data.batch(rows), likelihood, dropoutSeed);
  }

  /** Measures the step that {@link #objective} made. */
  Evaluation measure(Optimizer optimizer, Objective objective) {
    return policy.measure(optimizer, objective, taken);
  }

  /** The step is made. */
  void advance() {
    samples += taken;
  }

  void save(State state) {
    state.put("samples", samples);
    policy.save(state.child("batchSize"));
  }

  void load(State state) {
    samples = state.whole("samples");
    policy.load(state.child("batchSize"));
  }
}
