package org.gradus.lab.recipes.saf;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Likelihood;
import org.gradus.core.Monitor;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.lab.recipes.Method;
import org.gradus.lab.recipes.Plan;
import org.gradus.lab.recipes.Scores;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.lab.reproduce.Piece;
import org.gradus.schedule.ScheduleShape;
import org.gradus.sharpness.Mesa;
import org.gradus.sharpness.Regularized;
import org.gradus.train.Batch;
import org.gradus.train.BatchObjective;
import org.gradus.train.Network;

/**
 * What a training came to.
 *
 * @param accuracy on the test set, in points
 * @param testLoss on the test set
 * @param average accuracy with the average of weights, in points; NaN where none was kept
 * @param path where it stood at its checkpoints, the end last; the end alone where no path was
 *     asked for
 */
record Trained(double accuracy, double testLoss, double average, List<Landscape> path) {
  private static final int EPOCHS_BETWEEN = 5;
  private static final double POINTS = 100;

  Landscape end() {
    return path.get(path.size() - 1);
  }

  /**
   * A quantity where the training loss had a value, interpolated between the two checkpoints whose
   * losses enclose it, the later ones where several do; at the nearest loss where none does.
   */
  double atLoss(double loss, ToDoubleFunction<Landscape> quantity) {
    for (int i = path.size() - 1; i > 0; i--) {
      Landscape late = path.get(i);
      Landscape early = path.get(i - 1);
      double share = (loss - late.loss()) / (early.loss() - late.loss());
      if (share >= 0 && share <= 1) {
        return quantity.applyAsDouble(late) * (1 - share) + quantity.applyAsDouble(early) * share;
      }
    }
    return path.stream()
        .min((a, b) -> Double.compare(Math.abs(a.loss() - loss), Math.abs(b.loss() - loss)))
        .map(quantity::applyAsDouble)
        .orElseThrow();
  }

  /** A training as a piece. */
  static Piece<Trained> piece(
      double noise, Contender contender, int epochs, boolean withPath, long seed, Monitor monitor) {
    String key =
        "saf/noise%s/%s/epochs%d%s/seed%d"
            .formatted(noise, contender.name(), epochs, withPath ? ".path" : "", seed);
    return new Piece<>(
        key, () -> train(Digits.of(noise, seed), contender, epochs, withPath, seed, monitor));
  }

  private static Trained train(
      Digits data, Contender contender, int epochs, boolean withPath, long seed, Monitor monitor) {
    Method method = new Method(contender.name(), (theta, s) -> contender.make(theta, data, s));
    int steps = epochs * data.stepsPerEpoch();
    Plan plan = new Plan("cosine", steps, ScheduleShape.cosine(0).over(steps));
    TrainingTask.Session session = data.task().session(method, plan, seed);
    Network network = session.network();
    ParameterVector theta = session.optimizer().parameters();
    Objective everything =
        new BatchObjective(network, data.everything(), Likelihood.CATEGORICAL, 0);
    List<Landscape> path = new ArrayList<>();
    int chunk = withPath ? EPOCHS_BETWEEN * data.stepsPerEpoch() : steps;
    for (int done = 0; done < steps && !monitor.cancelled(); done += chunk) {
      session.trainer().steps(Math.min(chunk, steps - done), monitor);
      path.add(Landscape.at(theta, everything));
    }
    double[] test = test(network, data);
    return new Trained(test[0], test[1], average(session, data), path);
  }

  private static double average(TrainingTask.Session session, Digits data) {
    if (session.optimizer() instanceof Regularized regularized
        && regularized.regularizer() instanceof Mesa mesa) {
      return mesa.withAverage(regularized.parameters(), () -> test(session.network(), data)[0]);
    }
    return Double.NaN;
  }

  /** Accuracy in points, and loss. */
  private static double[] test(Network network, Digits data) {
    network.train(false);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Batch batch = data.task().validation().get(0);
      Tensor outputs = network.forward(batch.inputs());
      double loss = Likelihood.CATEGORICAL.loss(outputs, batch.targets()).item_double();
      return new double[] {POINTS * Scores.accuracy(outputs, batch.targets()), loss};
    } finally {
      network.train(true);
    }
  }
}
