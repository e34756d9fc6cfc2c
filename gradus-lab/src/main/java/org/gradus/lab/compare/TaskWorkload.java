package org.gradus.lab.compare;

import java.util.Locale;
import org.gradus.core.Likelihood;
import org.gradus.core.NamedTensor;
import org.gradus.lab.data.TaskKind;
import org.gradus.lab.result.Metric;
import org.gradus.lab.result.ModelInfo;
import org.gradus.lab.result.Protocol;
import org.gradus.lab.result.TaskInfo;
import org.gradus.lab.task.Evaluator;
import org.gradus.lab.task.TaskData;
import org.gradus.train.Network;
import org.gradus.train.TrainingData;

/** An opened task as a workload; who opened it closes it. */
public final class TaskWorkload implements Workload {
  private final TaskData data;
  private final Evaluator evaluator;
  private final ModelInfo model;

  /** The workload of these data and their task's model. */
  public TaskWorkload(TaskData data) {
    this.data = data;
    evaluator = data.evaluator();
    model = describe(data);
  }

  private static ModelInfo describe(TaskData data) {
    long scalars = 0;
    int tensors = 0;
    for (NamedTensor parameter : data.network(0).parameters()) {
      if (parameter.tensor().requires_grad()) {
        scalars += parameter.tensor().numel();
        tensors++;
      }
    }
    return new ModelInfo(data.model().text(), scalars, tensors);
  }

  @Override
  public TaskInfo task() {
    return new TaskInfo(data.task().id(), kind(data.task().kind()), data.task().title());
  }

  private static String kind(TaskKind kind) {
    return kind == TaskKind.LANGUAGE ? "language-model" : kind.name().toLowerCase(Locale.ROOT);
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
