package org.gradus.lab.recipes;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Likelihood;
import org.gradus.core.Tensors;
import org.gradus.lab.data.NamedData;
import org.gradus.lab.data.TextData;
import org.gradus.lab.model.ModelSpec;
import org.gradus.lab.model.Models;
import org.gradus.train.Batch;
import org.gradus.train.TrainingData;

/** The tasks that several recipes train. */
public final class Tasks {
  private static final double TRAINING_PART = 0.9;
  private static final int CONTEXT = 48;
  private static final int BATCH = 32;

  /** A GPT of 2 layers, width 64, 4 heads, context 48. */
  public static final ModelSpec.Gpt GPT = new ModelSpec.Gpt(2, 64, 4, CONTEXT);

  private static final long VALIDATION_SEED = 20240501;

  private Tasks() {}

  /**
   * Next-character prediction on tiny Shakespeare: a GPT of 2 layers, width 64, 4 heads, context
   * 48, without dropout; batches of 32 windows; gradients clipped to norm 1; the first nine tenths
   * of the text train, random windows of the rest validate.
   *
   * @param validationBatches how many fixed batches validate
   */
  public static TrainingTask shakespeare(int validationBatches) {
    return shakespeare("shakespeare", GPT, BATCH, validationBatches);
  }

  /** The same with another GPT and batch size, which the task's name says. */
  public static TrainingTask shakespeare(ModelSpec.Gpt model, int batch, int validationBatches) {
    String name =
        "shakespeare-%dx%d-%d-%d".formatted(model.layers(), model.width(), model.context(), batch);
    return shakespeare(name, model, batch, validationBatches);
  }

  private static TrainingTask shakespeare(
      String name, ModelSpec.Gpt model, int batch, int validationBatches) {
    TextData text = (TextData) NamedData.standard().open("shakespeare");
    int[] tokens = text.tokens();
    int vocabulary = text.vocabulary().size();
    int cut = (int) (tokens.length * TRAINING_PART);
    int context = model.context();
    TrainingData validation = TrainingData.sequence(vector(tokens, cut, tokens.length), context);
    return new TrainingTask(
        name,
        seed -> Models.build(model, new long[0], vocabulary, seed),
        TrainingData.sequence(vector(tokens, 0, cut), context),
        windows(validation, batch, validationBatches),
        Likelihood.CATEGORICAL,
        batch,
        1,
        TrainingTask.Score.NONE);
  }

  private static Tensor vector(int[] tokens, int from, int to) {
    long[] part = IntStream.range(from, to).mapToLong(i -> tokens[i]).toArray();
    return Tensors.keep(Tensor.create(part));
  }

  private static List<Batch> windows(TrainingData data, int batch, int batches) {
    SplittableRandom random = new SplittableRandom(VALIDATION_SEED);
    List<Batch> result = new ArrayList<>();
    for (int i = 0; i < batches; i++) {
      result.add(keep(data.batch(random.longs(batch, 0, data.size()).toArray())));
    }
    return result;
  }

  /** All rows of a data set in batches. */
  public static List<Batch> inOrder(TrainingData data, int batchSize) {
    List<Batch> result = new ArrayList<>();
    for (long from = 0; from < data.size(); from += batchSize) {
      long to = Math.min(from + batchSize, data.size());
      result.add(keep(data.batch(LongStream.range(from, to).toArray())));
    }
    return result;
  }

  private static Batch keep(Batch batch) {
    return new Batch(Tensors.keep(batch.inputs()), Tensors.keep(batch.targets()), batch.ids());
  }
}
