package org.gradus.lab.compare;

import org.gradus.core.Grouping;
import org.gradus.core.Likelihood;
import org.gradus.lab.result.Metric;
import org.gradus.lab.result.ModelInfo;
import org.gradus.lab.result.Protocol;
import org.gradus.lab.result.TaskInfo;
import org.gradus.train.Network;
import org.gradus.train.TrainingData;

/**
 * What is trained in a comparison: a model, its data in three parts, and how it is judged.
 *
 * <p>Its tensors are made once and shared by all runs; evaluating must not change the network.
 */
public interface Workload {
  /**
   * How well a network does on some data.
   *
   * @param loss mean negative log-likelihood in nats
   * @param metric the metric's value in its unit
   */
  record Score(double loss, double metric) {}

  /** What is learned. */
  TaskInfo task();

  /** The number that judges. */
  Metric metric();

  /** What is trained. */
  ModelInfo model();

  /** Sizes of the data's parts. */
  Protocol.Split split();

  /** Where the data came from. */
  String dataSource();

  /** SHA-256 of the data in hexadecimal digits, or {@code null} if unknown. */
  String dataSha256();

  /** A new network whose initial weights are decided by the seed. */
  Network network(long seed);

  /** The training part. */
  TrainingData training();

  /** What the network's outputs mean. */
  Likelihood likelihood();

  /** Largest gradient norm; larger gradients are scaled to it. By default there is no limit. */
  default double clipNorm() {
    return Double.POSITIVE_INFINITY;
  }

  /** Which parameters updates treat alike; by default biases and norms have no weight decay. */
  default Grouping grouping() {
    return Grouping.noDecayOnBiasesAndNorms();
  }

  /** The network on the validation part. */
  Score validate(Network network);

  /** The metric on the test part. */
  double test(Network network);
}
