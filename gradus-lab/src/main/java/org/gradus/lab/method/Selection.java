package org.gradus.lab.method;

import org.gradus.core.Likelihood;
import org.gradus.train.Network;
import org.gradus.train.TrainingData;

/** Chooses the examples a training sees, as often as it shows each. */
@FunctionalInterface
public interface Selection {
  /**
   * The examples of the training proper.
   *
   * @param preliminary the whole data, and short trainings on them
   * @param seed decides whatever is drawn
   */
  TrainingData select(Preliminary preliminary, long seed);

  /** What a selection can look at before the training proper. */
  interface Preliminary {
    /** All training examples. */
    TrainingData data();

    /** What the network's outputs mean. */
    Likelihood likelihood();

    /** How long the training proper is, in passes over {@link #data()}. */
    int epochs();

    /**
     * A new network trained on all examples with the method's own settings, to be thrown away.
     *
     * @param epochs passes over the data
     * @param seed decides weights and batch order
     */
    Network trained(int epochs, long seed);
  }
}
