package org.gradus.lab.compare;

import java.util.List;
import java.util.Map;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.Seeds;
import org.gradus.core.Trace;
import org.gradus.lab.method.Run;
import org.gradus.train.Network;
import org.gradus.train.Trainer;

/**
 * A network with its trainer, as a seed and a choice of hyper-parameters make them. Weights, batch
 * order and dropout depend on the seed alone: that is what pairs the methods.
 */
final class Training {
  private final Network network;
  private final Optimizer optimizer;
  private final Trainer trainer;
  private double secondsBefore;

  private Training(Network network, Optimizer optimizer, Trainer trainer) {
    this.network = network;
    this.optimizer = optimizer;
    this.trainer = trainer;
  }

  static Training of(
      ComparePlan plan,
      Workload workload,
      SearchSpace space,
      long seed,
      Map<String, Double> hyperParameters) {
    Network network = workload.network(Seeds.derive(seed, "weights", 0));
    ParameterVector theta = ParameterVector.of(network.parameters(), workload.grouping());
    Optimizer optimizer =
        space
            .method()
            .configure(space.values().with(hyperParameters))
            .create(theta, run(plan, workload, seed));
    Trainer.Config config =
        Trainer.Config.of(plan.batchSize(), Seeds.derive(seed, "training", 0))
            .withClipNorm(workload.clipNorm())
            .withSchedule(plan.decay().over(totalSteps(plan, workload)));
    Trainer trainer =
        new Trainer(network, optimizer, workload.training(), workload.likelihood(), config);
    return new Training(network, optimizer, trainer);
  }

  private static Run run(ComparePlan plan, Workload workload, long seed) {
    return new Run(
        Seeds.derive(seed, "method", 0),
        workload.training().size(),
        stepsPerEpoch(plan, workload),
        plan.epochs());
  }

  private static long stepsPerEpoch(ComparePlan plan, Workload workload) {
    return (workload.training().epochSize() + plan.batchSize() - 1) / plan.batchSize();
  }

  /** Steps of a whole job. */
  static long totalSteps(ComparePlan plan, Workload workload) {
    return plan.epochs() * stepsPerEpoch(plan, workload);
  }

  Network network() {
    return network;
  }

  Trainer trainer() {
    return trainer;
  }

  /** The learning rate of the last step. */
  double learningRate() {
    return optimizer.learningRate();
  }

  /** Training seconds so far, those before a checkpoint included. */
  double seconds() {
    List<Trace.Point> points = trainer.trace().points();
    return points.isEmpty() ? secondsBefore : points.get(points.size() - 1).seconds();
  }

  void secondsBefore(double seconds) {
    secondsBefore = seconds;
  }
}
