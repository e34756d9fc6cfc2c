package org.gradus.lab.recipes;

import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Grouping;
import org.gradus.core.Likelihood;
import org.gradus.core.Monitor;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.Seeds;
import org.gradus.core.Trace;
import org.gradus.lab.reproduce.Piece;
import org.gradus.optim.Sophia;
import org.gradus.train.Batch;
import org.gradus.train.BatchObjective;
import org.gradus.train.Network;
import org.gradus.train.Trainer;
import org.gradus.train.TrainingData;

/**
 * Something to train: a network for each seed, training data, and fixed validation batches.
 *
 * @param name for piece keys
 * @param network the network of a seed, initial weights decided by it
 * @param data training examples
 * @param validation fixed batches
 * @param likelihood what outputs mean
 * @param batchSize examples a step
 * @param clipNorm largest gradient norm; infinity for no clipping
 * @param score the score of outputs and targets, put together over all validation batches
 */
public record TrainingTask(
    String name,
    LongFunction<Network> network,
    TrainingData data,
    List<Batch> validation,
    Likelihood likelihood,
    int batchSize,
    double clipNorm,
    Score score) {
  private static final int PROBE_EACH = 10;

  /** Judges outputs against targets. */
  @FunctionalInterface
  public interface Score {
    /** No score. */
    Score NONE = (outputs, targets) -> Double.NaN;

    /**
     * The score; more is better.
     *
     * @param outputs of shape [n, classes]
     * @param targets of shape [n]
     */
    double of(Tensor outputs, Tensor targets);
  }

  /** Checks what must be there. */
  public TrainingTask {
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(data, "data");
    validation = List.copyOf(validation);
  }

  /** A network with its optimizer and trainer, ready to step. */
  public record Session(Network network, Optimizer optimizer, Trainer trainer) {}

  /**
   * Prepares a run. Initial weights, batch order and what the optimizer draws follow from the seed
   * alone, the first two alike for every method.
   */
  public Session session(Method method, Plan plan, long seed) {
    Network model = network.apply(Seeds.derive(seed, "weights", 0));
    ParameterVector theta =
        ParameterVector.of(model.parameters(), Grouping.noDecayOnBiasesAndNorms());
    Optimizer optimizer = method.factory().make(theta, Seeds.derive(seed, "optimizer", 0));
    Trainer.Config config =
        Trainer.Config.of(batchSize, seed).withSchedule(plan.schedule()).withClipNorm(clipNorm);
    return new Session(model, optimizer, new Trainer(model, optimizer, data, likelihood, config));
  }

  /** Trains a method along a plan and validates it. */
  public Outcome run(Method method, Plan plan, long seed, Monitor monitor) {
    Session session = session(method, plan, seed);
    Probe probe = new Probe(session.optimizer());
    Trainer trainer = session.trainer();
    try {
      trainer.steps(plan.steps(), monitor.and(probe));
      return outcome(session.network(), trainer.trace(), probe);
    } catch (NonFiniteException e) {
      return Outcome.diverged(seconds(trainer.trace()));
    }
  }

  /** The same as a piece, its key made of everything that decides the result. */
  public Piece<Outcome> piece(Method method, Plan plan, long seed, Monitor monitor) {
    String key = String.join("/", name, plan.name(), method.name(), "seed" + seed);
    return new Piece<>(key, () -> run(method, plan, seed, monitor));
  }

  private Outcome outcome(Network network, Trace trace, Probe probe) {
    long clipped = trace.points().stream().filter(p -> p.gradientNorm() > clipNorm).count();
    double[] validated = validate(network);
    return new Outcome(
        validated[0],
        validated[1],
        (double) clipped / Math.max(1, trace.points().size()),
        probe.mean(),
        seconds(trace));
  }

  private static double seconds(Trace trace) {
    return trace.points().isEmpty() ? 0 : trace.last().seconds();
  }

  /** Validation loss and score. */
  private double[] validate(Network network) {
    network.train(false);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      double sum = 0;
      TensorVector outputs = new TensorVector();
      TensorVector targets = new TensorVector();
      for (Batch batch : validation) {
        BatchObjective objective = new BatchObjective(network, batch, likelihood, 0);
        Tensor out = objective.outputs();
        sum += objective.loss(out).item_double();
        outputs.push_back(out);
        targets.push_back(objective.targets());
      }
      double loss = sum / validation.size();
      if (!Double.isFinite(loss)) {
        return new double[] {Double.NaN, Double.NaN};
      }
      return new double[] {loss, score.of(torch.cat(outputs), torch.cat(targets))};
    }
  }

  /** Samples Sophia's unclipped fraction. */
  private static final class Probe implements Monitor {
    private final Optimizer optimizer;
    private double sum;
    private int count;

    Probe(Optimizer optimizer) {
      this.optimizer = optimizer;
    }

    @Override
    public void report(Trace.Point point) {
      if (optimizer instanceof Sophia sophia && point.iteration() % PROBE_EACH == 0) {
        sum += sophia.unclippedFraction();
        count++;
      }
    }

    double mean() {
      return count == 0 ? Double.NaN : sum / count;
    }
  }
}
