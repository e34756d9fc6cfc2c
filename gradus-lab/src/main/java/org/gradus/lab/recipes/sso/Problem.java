package org.gradus.lab.recipes.sso;

import java.util.function.LongFunction;
import org.gradus.core.ParameterVector;
import org.gradus.core.PredictiveObjective;

/**
 * A problem with an expensive loss.
 *
 * @param name for piece keys
 * @param title for people
 * @param steps loss gradients a method may ask for
 * @param exponential whether all methods' steps fall exponentially; otherwise they are constant
 * @param instance the problem of a seed
 */
record Problem(
    String name, String title, int steps, boolean exponential, LongFunction<Instance> instance) {

  /** A start and a stream of mini-batches, decided by a seed; all float64. */
  interface Instance {
    /** What is moved. */
    ParameterVector theta();

    /** The objective of a step; it may depend on where θ is now. */
    PredictiveObjective batch(int step);

    /** How far the objective is above its least value. */
    double gap();
  }

  /** This problem with another budget. */
  Problem withSteps(int other) {
    return new Problem(name, title, other, exponential, instance);
  }
}
