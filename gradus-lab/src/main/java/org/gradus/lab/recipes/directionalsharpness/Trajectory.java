package org.gradus.lab.recipes.directionalsharpness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.gradus.core.Monitor;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.Schedule;
import org.gradus.core.Seeds;
import org.gradus.lab.recipes.Method;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Piece;
import org.gradus.train.BatchObjective;
import org.gradus.train.Network;
import org.gradus.train.Trainer;

/**
 * One training by a driver and what was seen on its way.
 *
 * @param observations one a chosen step
 */
record Trajectory(List<Observation> observations) {

  /** Trajectories of several seeds. */
  static List<Trajectory> of(
      Context context,
      TrainingTask task,
      Method driver,
      Observer.Plan plan,
      int batches,
      long... seeds) {
    List<Piece<Trajectory>> pieces = new ArrayList<>();
    Arrays.stream(seeds)
        .forEach(
            seed ->
                pieces.add(
                    new Piece<>(
                        String.join(
                            "/",
                            "trajectory",
                            task.name().replaceAll("[:,]", "-"),
                            "batch" + task.batchSize(),
                            driver.name(),
                            key(plan),
                            "seed" + seed),
                        () -> walk(task, driver, plan, batches, seed, context.monitor()))));
    return context.pieces(Trajectory.class, pieces);
  }

  private static String key(Observer.Plan plan) {
    String steps = String.join("-", plan.steps().stream().map(String::valueOf).toList());
    return "at" + steps + (plan.masks() ? ".masks" : "") + (plan.scans() ? ".scans" : "");
  }

  private static Trajectory walk(
      TrainingTask task,
      Method driver,
      Observer.Plan plan,
      int batches,
      long seed,
      Monitor monitor) {
    Network network = task.network().apply(Seeds.derive(seed, "weights", 0));
    ParameterVector theta = ParameterVector.of(network.parameters());
    List<? extends Objective> held =
        task.validation().subList(0, batches).stream()
            .map(batch -> new BatchObjective(network, batch, task.likelihood(), 0))
            .toList();
    Observer observer = new Observer(driver.factory().make(theta, seed), plan, held);
    Trainer.Config config =
        Trainer.Config.of(task.batchSize(), seed).withSchedule(Schedule.constant());
    new Trainer(network, observer, task.data(), task.likelihood(), config)
        .steps(Collections.max(plan.steps()), monitor);
    return new Trajectory(observer.seen());
  }

  /** The median over trajectories of a number seen at the i-th chosen step. */
  static double median(List<Trajectory> seeds, int i, ToDoubleFunction<Observation> number) {
    double[] sorted =
        seeds.stream()
            .mapToDouble(t -> number.applyAsDouble(t.observations.get(i)))
            .sorted()
            .toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
