package org.gradus.lab.trained;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.gradus.lab.data.DataFiles;
import org.gradus.lab.data.Dataset;
import org.gradus.lab.data.Options;
import org.gradus.lab.data.RawData;
import org.gradus.lab.data.TablePreprocessing;
import org.gradus.lab.data.TaskKind;
import org.gradus.lab.result.Metric;
import org.gradus.lab.task.Encoded;
import org.gradus.lab.task.Evaluator;
import org.gradus.lab.task.TaskData;

/**
 * A trained model, judged on labelled data.
 *
 * @param rows examples judged on (characters of a text, of which even windows are taken)
 * @param metric what {@code value} is
 * @param value the metric's value
 * @param loss mean negative log-likelihood in nats
 * @param confusion of a classification
 * @param notices what the user should be told: unseen categories, missing columns, counted
 */
public record ModelEvaluation(
    long rows,
    Metric metric,
    double value,
    double loss,
    Optional<ConfusionMatrix> confusion,
    List<String> notices) {
  /** Copies the notices. */
  public ModelEvaluation {
    notices = List.copyOf(notices);
  }

  /**
   * Judges a model on a file. The target of a table is the column the model was trained for, unless
   * the options name another.
   *
   * @throws org.gradus.lab.data.DataException if the file cannot be read, or has no target or one
   *     of another kind or of unknown classes
   */
  public static ModelEvaluation of(TrainedModel model, Path path, Options options) {
    Options complete = options.withKind(model.card().kind());
    if (options.target().isEmpty()
        && model.card().preprocessing() instanceof TablePreprocessing table) {
      complete = complete.withTarget(table.targetName());
    }
    return of(model, DataFiles.open(path, complete));
  }

  /**
   * Judges a model on data.
   *
   * @throws org.gradus.lab.data.DataException if they do not fit the model
   */
  public static ModelEvaluation of(TrainedModel model, RawData raw) {
    ModelCard card = model.card();
    Dataset data = card.preprocessing().apply(raw);
    Evaluator evaluator = TaskData.evaluator(card.preprocessing());
    try (Encoded encoded = Encoded.of(data)) {
      Evaluator.Score score =
          evaluator.evaluate(model.network(), encoded.examples(card.model().context()));
      return new ModelEvaluation(
          data.rows(),
          evaluator.measure().metric(),
          score.metric(),
          score.loss(),
          card.kind() == TaskKind.CLASSIFICATION
              ? Optional.of(confusion(model, data))
              : Optional.empty(),
          data.source().notes());
    }
  }

  private static ConfusionMatrix confusion(TrainedModel model, Dataset data) {
    List<String> labels = model.card().labels();
    int width = labels.size();
    float[] outputs =
        Inference.outputs(model.network(), data.inputs(), data.rows(), data.inputShape(), width);
    int[] predicted =
        IntStream.range(0, data.rows())
            .map(row -> Probabilities.largest(Probabilities.row(outputs, row * width, width)))
            .toArray();
    return ConfusionMatrix.of(labels, data.classes(), predicted);
  }
}
