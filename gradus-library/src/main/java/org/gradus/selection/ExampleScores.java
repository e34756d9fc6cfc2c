package org.gradus.selection;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.Likelihood;
import org.gradus.core.ParameterVector;
import org.gradus.perexample.PerExampleGradients;
import org.gradus.train.Batch;
import org.gradus.train.BatchObjective;
import org.gradus.train.Network;
import org.gradus.train.TrainingData;

/**
 * A number for every example of a data set, in its order; larger means harder.
 *
 * <p>Networks are scored in evaluation mode (running statistics, no dropout) on the data as stored,
 * whatever mode they are in, and come back in that mode. So scores depend neither on the order of
 * the examples nor on the size of the batches they are taken in.
 *
 * <pre>{@code
 * ExampleScores scores = ExampleScores.mean(runs.stream()
 *     .map(network -> ExampleScores.of(LogitScore.EL2N, network, data))
 *     .toList());
 * TrainingData half = Subset.hardest(scores, data.size() / 2).of(data);
 * }</pre>
 *
 * @param name what was computed, such as {@code EL2N}
 * @param values one an example; not NaN, +∞ is allowed and counts as hardest
 * @param data which data set, in which order
 */
public record ExampleScores(String name, double[] values, DataFingerprint data) {
  private static final int BATCH = 256;

  /** Copies the values and checks them. */
  public ExampleScores {
    Objects.requireNonNull(name, "name");
    if (values.length != data.size()) {
      throw Check.invalid("number of scores", values.length, "the data's size " + data.size());
    }
    requireNumbers(values);
    values = values.clone();
  }

  private static void requireNumbers(double[] values) {
    int[] missing =
        IntStream.range(0, values.length).filter(i -> Double.isNaN(values[i])).toArray();
    if (missing.length > 0) {
      throw new IllegalArgumentException(
          "%d scores are NaN, those of examples %s%s"
              .formatted(
                  missing.length,
                  Arrays.toString(Arrays.copyOf(missing, Math.min(5, missing.length))),
                  missing.length > 5 ? " and others" : ""));
    }
  }

  @Override
  public double[] values() {
    return values.clone();
  }

  /** Scores from a classifier's logits: one forward pass over the data. */
  public static ExampleScores of(LogitScore score, Network network, TrainingData data) {
    double[] values = new double[Math.toIntExact(data.size())];
    eachBatch(
        network,
        data,
        batch -> {
          try (NoGradGuard guard = new NoGradGuard()) {
            put(values, batch, score.of(network.forward(batch.inputs()), batch.targets()));
          }
        });
    return new ExampleScores(score.name(), values, DataFingerprint.of(data));
  }

  /**
   * GraNd: ‖∇ℓᵢ‖₂, the norm of the gradient of each example's loss with respect to all parameters;
   * weight decay is no part of it.
   *
   * <p>Costs about a forward and a backward pass over the data for a {@link
   * org.gradus.perexample.RecordingNetwork}, a pass for each example for others. Scores of a
   * network at its initialization do not tell which examples matter (Kirsch, arXiv 2303.14753):
   * train it for some epochs first.
   *
   * @param theta the network's parameters
   * @param likelihood what its outputs mean
   */
  public static ExampleScores grand(
      Network network, ParameterVector theta, TrainingData data, Likelihood likelihood) {
    double[] values = new double[Math.toIntExact(data.size())];
    eachBatch(
        network,
        data,
        batch -> {
          BatchObjective objective = new BatchObjective(network, batch, likelihood, 0);
          try (PerExampleGradients gradients = PerExampleGradients.of(objective, theta)) {
            put(values, batch, gradients.squaredNorms().sqrt());
          }
        });
    return new ExampleScores("GraNd", values, DataFingerprint.of(data));
  }

  /** Runs over the data in evaluation mode. */
  private static void eachBatch(Network network, TrainingData data, Consumer<Batch> action) {
    boolean training = network.isTraining();
    network.train(false);
    try {
      for (long from = 0; from < data.size(); from += BATCH) {
        long to = Math.min(from + BATCH, data.size());
        try (PointerScope scope = new PointerScope()) {
          action.accept(data.batch(LongStream.range(from, to).toArray()));
        }
      }
    } finally {
      network.train(training);
    }
  }

  private static void put(double[] values, Batch batch, Tensor scores) {
    double[] part = new double[Math.toIntExact(batch.size())];
    scores.contiguous().data_ptr_double().get(part);
    System.arraycopy(part, 0, values, (int) batch.ids()[0], part.length);
  }

  /**
   * The mean over runs: scores are averaged, not ranks.
   *
   * @param runs at least one, of one data set
   * @throws IllegalArgumentException if they belong to different data
   */
  public static ExampleScores mean(List<ExampleScores> runs) {
    Check.atLeast("number of runs", runs.size(), 1);
    ExampleScores first = runs.get(0);
    double[] sum = new double[first.values.length];
    for (ExampleScores run : runs) {
      run.data.require("a run's scores", first.data);
      Arrays.setAll(sum, i -> sum[i] + run.values[i]);
    }
    Arrays.setAll(sum, i -> sum[i] / runs.size());
    return new ExampleScores(first.name, sum, first.data);
  }

  /** The magnitudes of signed scores (margins): large where the network is sure, either way. */
  public ExampleScores absolute() {
    return new ExampleScores(
        "|" + name + "|", Arrays.stream(values).map(Math::abs).toArray(), data);
  }

  /** The examples from easiest to hardest; among equals in the data's order. */
  public long[] ascending() {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted((a, b) -> Double.compare(values[a], values[b]))
        .mapToLong(Integer::longValue)
        .toArray();
  }
}
