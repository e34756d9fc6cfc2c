package org.gradus.cli;

import org.gradus.core.Grouping;
import org.gradus.core.Likelihood;
import org.gradus.core.Monitor;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.Seeds;
import org.gradus.lab.method.Method;
import org.gradus.lab.method.Run;
import org.gradus.lab.method.Selection;
import org.gradus.lab.method.Values;
import org.gradus.lab.task.Task;
import org.gradus.lab.task.TaskData;
import org.gradus.schedule.ScheduleShape;
import org.gradus.train.Network;
import org.gradus.train.Trainer;
import org.gradus.train.TrainingData;

/** How {@code train} trains a network with a method and its parts. */
final class MethodTraining implements Selection.Preliminary {
  private final TaskData task;
  private final Method method;
  private final Values values;
  private final TrainingOptions options;
  private final Monitor monitor;

  /**
   * A training.
   *
   * @param monitor may stop what a selection trains beforehand
   */
  MethodTraining(
      TaskData task, Method method, Values values, TrainingOptions options, Monitor monitor) {
    this.task = task;
    this.method = method;
    this.values = values;
    this.options = options;
    this.monitor = monitor;
  }

  /** The trainer of a network, on the examples that the method selects. */
  Trainer trainer(Network network) {
    TrainingData selected =
        method
            .selection(values)
            .map(s -> s.select(this, Seeds.derive(options.seed, "selection", 0)))
            .orElse(task.training());
    return trainer(network, selected, options.seed);
  }

  private Trainer trainer(Network network, TrainingData data, long seed) {
    ParameterVector theta =
        ParameterVector.of(network.parameters(), Grouping.noDecayOnBiasesAndNorms());
    Task given = task.task();
    int batchSize = options.batchSize(given);
    long batches = (data.epochSize() + batchSize - 1) / batchSize;
    Run run = new Run(Seeds.derive(seed, "method", 0), data.size(), batches, epochs());
    Optimizer optimizer = method.configure(values).create(theta, run);
    ScheduleShape shape = method.schedule(values).orElse(options.decay(given).shape());
    Trainer.Config config =
        Trainer.Config.of(batchSize, seed)
            .withClipNorm(given.clipNorm())
            .withSchedule(shape.over(Math.max(1, epochs() * batches)));
    return new Trainer(network, optimizer, data, task.likelihood(), config);
  }

  @Override
  public TrainingData data() {
    return task.training();
  }

  @Override
  public Likelihood likelihood() {
    return task.likelihood();
  }

  @Override
  public int epochs() {
    return options.epochs(task.task());
  }

  @Override
  public Network trained(int epochs, long seed) {
    Network network = task.network(seed);
    trainer(network, data(), seed).train(epochs, monitor);
    return network;
  }
}
