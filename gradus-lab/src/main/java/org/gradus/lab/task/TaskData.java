package org.gradus.lab.task;

import java.util.List;
import org.gradus.core.Likelihood;
import org.gradus.lab.data.Dataset;
import org.gradus.lab.data.NamedData;
import org.gradus.lab.data.Preprocessing;
import org.gradus.lab.data.RawData;
import org.gradus.lab.data.Source;
import org.gradus.lab.data.Split;
import org.gradus.lab.data.TablePreprocessing;
import org.gradus.lab.data.TargetEncoding;
import org.gradus.lab.data.TaskKind;
import org.gradus.lab.data.VectorPreprocessing;
import org.gradus.lab.model.ModelSpec;
import org.gradus.lab.model.Models;
import org.gradus.train.Network;
import org.gradus.train.TrainingData;

/**
 * A task with its data: read, split, preprocessed, and held as tensors until closed.
 *
 * <p>The split depends on the data alone (seed {@value #SPLIT_SEED}), so that every run, method and
 * later evaluation sees the same parts.
 */
public final class TaskData implements AutoCloseable {
  /** Decides the split. */
  public static final long SPLIT_SEED = 0;

  private static final int EVALUATION_BATCH = 256;
  private static final int TEXT_EVALUATION_BATCH = 32;

  private final Task task;
  private final Source source;
  private final Preprocessing preprocessing;
  private final List<String> classLabels;
  private final Encoded train;
  private final Encoded validate;
  private final Encoded tested;
  private final TrainingData training;
  private final TrainingData validation;
  private final TrainingData test;

  private TaskData(Task task, RawData raw) {
    this.task = task;
    Split split = Split.of(raw, SPLIT_SEED);
    preprocessing = Preprocessing.fit(raw, split.train());
    Dataset all = preprocessing.apply(raw);
    source = all.source();
    classLabels = all.classLabels();
    train = Encoded.of(all.subset(split.train()));
    validate = Encoded.of(all.subset(split.validation()));
    tested = Encoded.of(all.subset(split.test()));
    int context = task.model().context();
    training = train.training(context, (long) task.stepsPerEpoch() * task.batchSize());
    validation = validate.examples(context);
    test = tested.examples(context);
  }

  /**
   * Opens a built-in task.
   *
   * @param task which one
   * @param named where its data are found
   * @throws org.gradus.lab.data.DataException if they are not there
   */
  public static TaskData open(Task task, NamedData named) {
    return of(task, named.open(task.data()));
  }

  /**
   * Prepares a task's data.
   *
   * @param task the settings, such as {@link Tasks#ofData} makes of the data; its model's context
   *     is the length of a text's windows
   * @param raw the data as read
   * @throws org.gradus.lab.data.DataException if they cannot be learned from
   */
  public static TaskData of(Task task, RawData raw) {
    return new TaskData(task, raw);
  }

  /** The task. */
  public Task task() {
    return task;
  }

  /** Where the data came from. */
  public Source source() {
    return source;
  }

  /** What was fitted on the training part. */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /** The part trained on. */
  public TrainingData training() {
    return training;
  }

  /** The part choices are made on. */
  public TrainingData validation() {
    return validation;
  }

  /** The part the result is measured on. */
  public TrainingData test() {
    return test;
  }

  /** The classes, or the characters of a text; empty for a regression. */
  public List<String> classLabels() {
    return classLabels;
  }

  /** The shape of one example; empty for a text. */
  public long[] inputShape() {
    return preprocessing.shape();
  }

  /** How many outputs a network needs: one a class or character, or 1. */
  public int outputs() {
    return Math.max(1, classLabels.size());
  }

  /** What a network's outputs mean. */
  public Likelihood likelihood() {
    return Measure.likelihood(task.kind());
  }

  /** The task's model with initial weights of this seed. */
  public Network network(long seed) {
    return Models.build(task.model(), inputShape(), outputs(), seed);
  }

  /** The task's model with all sizes decided for these data. */
  public ModelSpec model() {
    return task.model().sizedFor(inputShape());
  }

  /** Judges networks by the task's measure. */
  public Evaluator evaluator() {
    return evaluator(preprocessing);
  }

  /** Judges networks on data that were preprocessed so, by the usual measure of their kind. */
  public static Evaluator evaluator(Preprocessing preprocessing) {
    TaskKind kind = preprocessing.task();
    return new Evaluator(
        Measure.of(kind),
        targetScale(preprocessing),
        kind == TaskKind.LANGUAGE ? TEXT_EVALUATION_BATCH : EVALUATION_BATCH);
  }

  private static double targetScale(Preprocessing preprocessing) {
    TargetEncoding encoding = null;
    if (preprocessing instanceof TablePreprocessing table) {
      encoding = table.target();
    } else if (preprocessing instanceof VectorPreprocessing vectors) {
      encoding = vectors.target();
    }
    return encoding instanceof TargetEncoding.Standardised s ? s.standardDeviation() : 1;
  }

  @Override
  public void close() {
    train.close();
    validate.close();
    tested.close();
  }
}
