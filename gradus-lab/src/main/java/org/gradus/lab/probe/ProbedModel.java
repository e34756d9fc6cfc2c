package org.gradus.lab.probe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gradus.core.Likelihood;
import org.gradus.core.ParameterVector;
import org.gradus.lab.data.DataFiles;
import org.gradus.lab.data.Dataset;
import org.gradus.lab.data.Options;
import org.gradus.lab.data.TablePreprocessing;
import org.gradus.lab.data.TaskKind;
import org.gradus.lab.task.Encoded;
import org.gradus.lab.task.Evaluator;
import org.gradus.lab.task.TaskData;
import org.gradus.lab.trained.ModelCard;
import org.gradus.lab.trained.TrainedModel;
import org.gradus.train.Batch;
import org.gradus.train.BatchObjective;
import org.gradus.train.Network;
import org.gradus.train.TrainingData;

/** A saved model in evaluation mode, with labelled data it is measured on. */
public final class ProbedModel implements AutoCloseable {
  private final TrainedModel model;
  private final Dataset dataset;
  private final Encoded encoded;
  private final TrainingData data;
  private final ParameterVector theta;
  private final Evaluator evaluator;

  private ProbedModel(TrainedModel model, Dataset dataset) {
    this.model = model;
    this.dataset = dataset;
    encoded = Encoded.of(dataset);
    data = encoded.examples(model.card().model().context());
    theta = ParameterVector.of(model.network().parameters());
    evaluator = TaskData.evaluator(model.card().preprocessing());
    model.network().train(false);
  }

  /**
   * Opens both. The target of a table is the column the model was trained for, unless the options
   * name another.
   *
   * @throws IOException if the model cannot be read
   * @throws org.gradus.lab.data.DataException if the data cannot be read or do not fit the model
   */
  public static ProbedModel open(Path model, Path data, Options options) throws IOException {
    TrainedModel trained = TrainedModel.load(model);
    Options complete = options.withKind(trained.card().kind());
    if (options.target().isEmpty()
        && trained.card().preprocessing() instanceof TablePreprocessing table) {
      complete = complete.withTarget(table.targetName());
    }
    return new ProbedModel(
        trained, trained.card().preprocessing().apply(DataFiles.open(data, complete)));
  }

  TrainedModel model() {
    return model;
  }

  ModelCard card() {
    return model.card();
  }

  Network network() {
    return model.network();
  }

  Dataset dataset() {
    return dataset;
  }

  TrainingData data() {
    return data;
  }

  ParameterVector theta() {
    return theta;
  }

  Likelihood likelihood() {
    return card().kind() == TaskKind.REGRESSION ? Likelihood.GAUSSIAN : Likelihood.CATEGORICAL;
  }

  /** The name of what {@link #score} returns. */
  String metric() {
    return evaluator.measure().metric().name();
  }

  /** The model's metric on all the data, as it is now. */
  double score() {
    double score = evaluator.evaluate(network(), data).metric();
    network().train(false);
    return score;
  }

  /** Evenly spread examples in batches, at least two of them. */
  List<BatchObjective> batches(int examples, int batchSize) {
    long all = data.size();
    long count = Math.min(examples, all);
    int size = (int) Math.max(1, Math.min(batchSize, count / 2));
    List<BatchObjective> batches = new ArrayList<>();
    for (long from = 0; from + size <= count; from += size) {
      long[] rows = new long[size];
      for (int i = 0; i < size; i++) {
        rows[i] = (from + i) * all / count;
      }
      batches.add(objective(data.batch(rows)));
    }
    return batches;
  }

  /** The loss of one example, or of one window of a text. */
  BatchObjective example(long row) {
    return objective(data.batch(new long[] {row}));
  }

  private BatchObjective objective(Batch batch) {
    return new BatchObjective(network(), batch, likelihood(), 0);
  }

  @Override
  public void close() {
    encoded.close();
  }
}
