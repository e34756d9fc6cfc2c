package org.gradus.lab.task;

import java.util.Objects;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.Likelihood;
import org.gradus.train.Batch;
import org.gradus.train.Network;
import org.gradus.train.TrainingData;

/**
 * Judges a network on examples: in evaluation mode (no dropout, no change of running statistics),
 * without gradients, batch by batch in bounded memory. The network's mode is put back.
 *
 * @param measure what is reported beside the loss
 * @param targetScale the unit of the encoded targets in the user's unit; for {@link Measure#RMSE}
 * @param batchSize examples at a time, which does not change the result beyond rounding
 */
public record Evaluator(Measure measure, double targetScale, int batchSize) {
  /**
   * How well a network does.
   *
   * @param loss mean negative log-likelihood, in nats up to a constant
   * @param metric the measure's value in its unit; NaN if the outputs are not finite
   */
  public record Score(double loss, double metric) {}

  /** Checks the numbers. */
  public Evaluator {
    Objects.requireNonNull(measure, "measure");
    Check.positive("targetScale", targetScale);
    Check.atLeast("batchSize", batchSize, 1);
  }

  /**
   * Loss and metric over all examples.
   *
   * @throws IllegalArgumentException naming both shapes if outputs and targets do not fit
   */
  public Score evaluate(Network network, TrainingData data) {
    boolean training = network.isTraining();
    network.train(false);
    try {
      return sum(network, data).score(this);
    } finally {
      network.train(training);
    }
  }

  private Sums sum(Network network, TrainingData data) {
    Sums sums = new Sums();
    for (long from = 0; from < data.size(); from += batchSize) {
      long to = Math.min(from + batchSize, data.size());
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        Batch batch = data.batch(LongStream.range(from, to).toArray());
        sums.add(measure, network.forward(batch.inputs()), batch.targets());
      }
    }
    return sums;
  }

  /** What is added up over the batches. */
  private static final class Sums {
    private double loss;
    private long correct;
    private long count;

    void add(Measure measure, Tensor outputs, Tensor targets) {
      Likelihood likelihood =
          measure == Measure.RMSE ? Likelihood.GAUSSIAN : Likelihood.CATEGORICAL;
      Tensor rows = outputs.dim() == 3 ? outputs.flatten(0, 1) : outputs;
      Tensor wanted = likelihood == Likelihood.CATEGORICAL ? targets.reshape(-1) : targets;
      long n = wanted.size(0);
      loss += n * likelihood.loss(rows, wanted).item_double();
      if (measure == Measure.ACCURACY) {
        correct += rows.argmax(new LongOptional(1), false).eq(wanted).sum().item_long();
      }
      count += n;
    }

    Score score(Evaluator evaluator) {
      double mean = loss / count;
      return new Score(
          mean,
          switch (evaluator.measure()) {
            case ACCURACY -> Double.isFinite(mean) ? (double) correct / count : Double.NaN;
            // The Gaussian loss is half the squared error.
            case RMSE -> Math.sqrt(2 * mean) * evaluator.targetScale();
            case CROSS_ENTROPY -> mean;
          });
    }
  }
}
