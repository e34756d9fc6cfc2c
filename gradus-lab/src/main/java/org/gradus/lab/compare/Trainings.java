package org.gradus.lab.compare;

import java.util.Map;
import java.util.Optional;
import org.gradus.core.Likelihood;
import org.gradus.core.Monitor;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.Schedule;
import org.gradus.core.Seeds;
import org.gradus.lab.method.Method;
import org.gradus.lab.method.Run;
import org.gradus.lab.method.Selection;
import org.gradus.lab.method.Values;
import org.gradus.schedule.GradientNorm;
import org.gradus.schedule.GradientNormRecorder;
import org.gradus.train.Network;
import org.gradus.train.Trainer;
import org.gradus.train.TrainingData;

/**
 * The trainings of one method with one choice of hyper-parameters, one for each seed. Weights,
 * batch order and dropout depend on the seed alone: that is what pairs the methods.
 */
final class Trainings implements Selection.Preliminary {
  private final ComparePlan plan;
  private final Workload workload;
  private final Method method;
  private final Values values;
  private final Monitor monitor;

  /**
   * The trainings of a choice of hyper-parameters.
   *
   * @param monitor may stop what a selection trains beforehand
   */
  Trainings(
      ComparePlan plan,
      Workload workload,
      SearchSpace space,
      Map<String, Double> hyperParameters,
      Monitor monitor) {
    this.plan = plan;
    this.workload = workload;
    this.monitor = monitor;
    method = space.method();
    values = space.values().with(hyperParameters);
  }

  /** Steps of a whole job on all examples. */
  static long totalSteps(ComparePlan plan, Workload workload) {
    return plan.epochs() * stepsPerEpoch(plan, workload.training());
  }

  private static long stepsPerEpoch(ComparePlan plan, TrainingData data) {
    return (data.epochSize() + plan.batchSize() - 1) / plan.batchSize();
  }

  /**
   * The training of a seed at its start, its examples selected where the method does that.
   *
   * @throws NonFiniteException if what a selection trains beforehand diverges
   */
  Training of(long seed) {
    return of(seed, false);
  }

  /** The same, recording the gradient norm of every step, which takes a little time. */
  Training recorded(long seed) {
    return of(seed, true);
  }

  private Training of(long seed, boolean recorded) {
    long start = System.nanoTime();
    Optional<Selection> selection = method.selection(values);
    TrainingData data =
        selection
            .map(s -> s.select(this, Seeds.derive(seed, "selection", 0)))
            .orElse(workload.training());
    double seconds = selection.isPresent() ? (System.nanoTime() - start) * 1e-9 : 0;
    return make(data, plan.epochs(), seed, recorded, seconds);
  }

  private Training make(
      TrainingData data, int epochs, long seed, boolean recorded, double selectionSeconds) {
    Network network = workload.network(Seeds.derive(seed, "weights", 0));
    ParameterVector theta = ParameterVector.of(network.parameters(), workload.grouping());
    long steps = stepsPerEpoch(plan, data);
    Run run = new Run(Seeds.derive(seed, "method", 0), data.size(), steps, epochs);
    Optimizer own = method.configure(values).create(theta, run);
    Optimizer optimizer =
        recorded ? new GradientNormRecorder(own, GradientNorm.L1, GradientNorm.L2) : own;
    Trainer.Config config =
        Trainer.Config.of(plan.batchSize(), Seeds.derive(seed, "training", 0))
            .withClipNorm(workload.clipNorm())
            .withSchedule(schedule(epochs * steps));
    Trainer trainer = new Trainer(network, optimizer, data, workload.likelihood(), config);
    return new Training(network, optimizer, trainer, selectionSeconds);
  }

  private Schedule schedule(long steps) {
    return method.schedule(values).orElse(plan.decay().shape()).over(steps);
  }

  @Override
  public TrainingData data() {
    return workload.training();
  }

  @Override
  public Likelihood likelihood() {
    return workload.likelihood();
  }

  @Override
  public int epochs() {
    return plan.epochs();
  }

  /** Along the schedule of the whole training, of which it is the beginning. */
  @Override
  public Network trained(int epochs, long seed) {
    Training training = make(data(), plan.epochs(), seed, false, 0);
    training.trainer().train(epochs, monitor);
    return training.network();
  }
}
