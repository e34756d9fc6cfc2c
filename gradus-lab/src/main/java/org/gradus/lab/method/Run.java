package org.gradus.lab.method;

import org.gradus.core.Check;

/**
 * What a method may have to know of the training it is made for.
 *
 * @param seed decides its random draws, if it makes any
 * @param examples the number of training examples, whose ids are 0 to this minus 1
 * @param stepsPerEpoch steps in an epoch
 * @param epochs how many epochs are planned
 */
public record Run(long seed, long examples, long stepsPerEpoch, int epochs) {
  /** Checks that there is something to train on. */
  public Run {
    Check.atLeast("examples", examples, 1);
    Check.atLeast("stepsPerEpoch", stepsPerEpoch, 1);
    Check.atLeast("epochs", epochs, 0);
  }
}
