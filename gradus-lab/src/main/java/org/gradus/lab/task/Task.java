package org.gradus.lab.task;

import java.util.List;
import java.util.Objects;
import org.gradus.core.Check;
import org.gradus.lab.data.TaskKind;
import org.gradus.lab.model.ModelSpec;

/**
 * A learning task and its usual settings.
 *
 * @param id the name on the command line, or the name of the user's file
 * @param title one line for people
 * @param data the named data set, or the user's file
 * @param size of the data, in words
 * @param kind what is to be learned
 * @param model the default model
 * @param alternatives other models worth a try
 * @param batchSize examples a step
 * @param epochs default length of a training
 * @param stepsPerEpoch steps of an epoch, or 0 for one pass over the training data; texts have no
 *     natural pass, their windows overlap
 * @param clipNorm largest gradient norm; infinity for none
 * @param cosine whether the learning rate by default follows half a cosine to 0
 * @param seconds what one training of default length takes about, on one core; 0 if unknown
 */
public record Task(
    String id,
    String title,
    String data,
    String size,
    TaskKind kind,
    ModelSpec model,
    List<ModelSpec> alternatives,
    int batchSize,
    int epochs,
    int stepsPerEpoch,
    double clipNorm,
    boolean cosine,
    double seconds) {

  /** Checks the numbers. */
  public Task {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(model, "model");
    alternatives = List.copyOf(alternatives);
    Check.atLeast("batchSize", batchSize, 1);
    Check.atLeast("epochs", epochs, 1);
    Check.atLeast("stepsPerEpoch", stepsPerEpoch, 0);
    Check.nonNegative("seconds", seconds);
    if (!(clipNorm > 0)) {
      throw Check.invalid("clipNorm", clipNorm, "> 0 (infinity for none)");
    }
  }

  /** The number that judges. */
  public Measure measure() {
    return Measure.of(kind);
  }

  /** This task with another model. */
  public Task withModel(ModelSpec other) {
    return new Task(
        id,
        title,
        data,
        size,
        kind,
        other,
        alternatives,
        batchSize,
        epochs,
        stepsPerEpoch,
        clipNorm,
        cosine,
        0);
  }
}
