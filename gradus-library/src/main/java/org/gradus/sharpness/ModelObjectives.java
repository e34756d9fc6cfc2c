package org.gradus.sharpness;

import org.gradus.core.ModelObjective;
import org.gradus.core.Objective;

/** Asks for a model's mini-batch where a method needs one. */
final class ModelObjectives {
  private ModelObjectives() {}

  /**
   * The objective as a model's.
   *
   * @throws IllegalArgumentException naming the method and what it was given
   */
  static ModelObjective require(Objective objective, Object method) {
    if (objective instanceof ModelObjective batch) {
      return batch;
    }
    throw new IllegalArgumentException(
        "%s needs a ModelObjective, a model's loss on a mini-batch; this one is a %s"
            .formatted(method.getClass().getSimpleName(), objective.getClass().getSimpleName()));
  }
}
