package org.gradus.lab.recipes.directionalsharpness;

import java.util.Arrays;
import org.gradus.lab.recipes.Tasks;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.lab.reproduce.Context;
import org.gradus.train.Batch;

/** The character GPT in the forms this recipe needs: unclipped, or of another batch size. */
final class Gpt {
  private static final int SMOKE_BATCH = 4;

  private Gpt() {}

  /** Without clipping of the gradient's norm. At smoke size with batches of 4. */
  static TrainingTask task(Context context) {
    TrainingTask whole = Tasks.shakespeare(context.size(30, 2));
    TrainingTask free = clippedTo(whole, Double.POSITIVE_INFINITY);
    return context.smoke() ? small(free) : free;
  }

  private static TrainingTask small(TrainingTask task) {
    return new TrainingTask(
        task.name(),
        task.network(),
        task.data(),
        task.validation().stream().map(Gpt::head).toList(),
        task.likelihood(),
        SMOKE_BATCH,
        task.clipNorm(),
        task.score());
  }

  private static Batch head(Batch batch) {
    return new Batch(
        batch.inputs().narrow(0, 0, SMOKE_BATCH),
        batch.targets().narrow(0, 0, SMOKE_BATCH),
        Arrays.copyOf(batch.ids(), SMOKE_BATCH));
  }

  /** The same with another limit on the gradient's norm. */
  static TrainingTask clippedTo(TrainingTask task, double norm) {
    return new TrainingTask(
        task.name() + (Double.isFinite(norm) ? ".norm" + norm : ".free"),
        task.network(),
        task.data(),
        task.validation(),
        task.likelihood(),
        task.batchSize(),
        norm,
        task.score());
  }

  /** The same with another batch size. */
  static TrainingTask ofBatch(TrainingTask task, int batchSize) {
    return new TrainingTask(
        task.name(),
        task.network(),
        task.data(),
        task.validation(),
        task.likelihood(),
        batchSize,
        task.clipNorm(),
        task.score());
  }
}
