package org.gradus.lab.compare;

import java.nio.file.Path;
import java.util.Locale;
import org.gradus.core.Likelihood;
import org.gradus.core.NamedTensor;
import org.gradus.lab.data.TaskKind;
import org.gradus.lab.model.ModelSpec;
import org.gradus.lab.result.Metric;
import org.gradus.lab.result.ModelInfo;
import org.gradus.lab.result.Protocol;
import org.gradus.lab.result.TaskInfo;
import org.gradus.lab.task.Evaluator;
import org.gradus.lab.task.TaskData;
import org.gradus.train.Network;
import org.gradus.train.TrainingData;

/** The workload a learning task makes. */
public final class TaskWorkload implements Workload {
  private final TaskData data;
  private final Evaluator evaluator;
  private final ModelInfo model;

  /**
   * The workload of a task.
   *
   * @param data the task with its data, which stay the caller's to close
   * @throws IllegalArgumentException if the task's model does not suit the data
   */
  public TaskWorkload(TaskData data) {
    this.data = data;
    evaluator = data.evaluator();
    model = describe(data.model(), data.network(0));
  }

  private static ModelInfo describe(ModelSpec spec, Network network) {
    long parameters =
        network.parameters().stream()
            .map(NamedTensor::tensor)
            .filter(t -> t.requires_grad())
            .mapToLong(t -> t.numel())
            .sum();
    return new ModelInfo(spec.text(), parameters, network.parameters().size());
  }

  @Override
  public TaskInfo task() {
    Path file = Path.of(data.task().id()).getFileName();
    return new TaskInfo(
        file == null ? data.task().id() : file.toString(), kind(), data.task().title());
  }

  private String kind() {
    return data.task().kind() == TaskKind.LANGUAGE
        ? "language-model"
        : data.task().kind().name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Metric metric() {
    return evaluator.measure().metric();
  }

  @Override
  public ModelInfo model() {
    return model;
  }

  @Override
  public Protocol.Split split() {
    return new Protocol.Split(data.training().size(), data.validation().size(), data.test().size());
  }

  @Override
  public String dataSource() {
    return data.source().name();
  }

  @Override
  public String dataSha256() {
    return data.source().sha256();
  }

  @Override
  public Network network(long seed) {
    return data.network(seed);
  }

  @Override
  public TrainingData training() {
    return data.training();
  }

  @Override
  public Likelihood likelihood() {
    return data.likelihood();
  }

  @Override
  public double clipNorm() {
    return data.task().clipNorm();
  }

  @Override
  public Score validate(Network network) {
    Evaluator.Score score = evaluator.evaluate(network, data.validation());
    return new Score(score.loss(), score.metric());
  }

  @Override
  public double test(Network network) {
    return evaluator.evaluate(network, data.test()).metric();
  }
}
