package org.gradus.lab.recipes.rates;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Monitor;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.Schedule;
import org.gradus.core.Seeds;
import org.gradus.core.Trace;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.train.Batch;
import org.gradus.train.BatchObjective;
import org.gradus.train.Network;
import org.gradus.train.Trainer;

/**
 * A network in training, and what came of it.
 *
 * @param network initial weights decided by the seed alone
 * @param theta its parameters
 * @param trainer batch order decided by the seed alone
 */
record Training(TrainingTask task, Network network, ParameterVector theta, Trainer trainer) {
  /** Makes an optimizer that may look at the network. */
  @FunctionalInterface
  interface Factory {
    Optimizer make(Network network, ParameterVector theta, long seed);
  }

  /**
   * What a run came to.
   *
   * @param start training loss at the start
   * @param end at the end; NaN if the run diverged
   * @param validation validation loss at the end, NaN likewise
   * @param accuracy share of validation examples right; 0 if the run diverged
   * @param losses of the mini-batches, one a step
   * @param seconds of training
   */
  record Result(
      double start,
      double end,
      double validation,
      double accuracy,
      double[] losses,
      double seconds) {
    /** Finite, and below the start. */
    boolean stable() {
      return end < start;
    }
  }

  static Training of(TrainingTask task, Factory factory, Schedule schedule, long seed) {
    Network network = task.network().apply(Seeds.derive(seed, "weights", 0));
    ParameterVector theta = ParameterVector.of(network.parameters());
    Optimizer optimizer = factory.make(network, theta, Seeds.derive(seed, "optimizer", 0));
    Trainer.Config config = Trainer.Config.of(task.batchSize(), seed).withSchedule(schedule);
    return new Training(
        task,
        network,
        theta,
        new Trainer(network, optimizer, task.data(), task.likelihood(), config));
  }

  static Result run(
      TrainingTask task,
      Factory factory,
      Schedule schedule,
      int steps,
      long seed,
      Monitor monitor) {
    Training training = of(task, factory, schedule, seed);
    Batch all = Digits.all(task.data());
    double start = training.loss(all);
    boolean finite = true;
    try {
      training.trainer().steps(steps, monitor);
    } catch (NonFiniteException e) {
      finite = false;
    }
    Trace trace = training.trainer().trace();
    double[] losses = trace.points().stream().mapToDouble(Trace.Point::objective).toArray();
    double seconds = losses.length == 0 ? 0 : trace.last().seconds();
    double end = finite ? training.loss(all) : Double.NaN;
    if (!Double.isFinite(end)) {
      return new Result(start, Double.NaN, Double.NaN, 0, losses, seconds);
    }
    Batch held = task.validation().get(0);
    return new Result(start, end, training.loss(held), training.accuracy(held), losses, seconds);
  }

  private double loss(Batch batch) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      return Digits.objective(task, network, batch).loss().item_double();
    }
  }

  private double accuracy(Batch batch) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      BatchObjective objective = Digits.objective(task, network, batch);
      Tensor outputs = objective.outputs();
      return task.score().of(outputs, objective.targets());
    }
  }
}
