package org.gradus.lab.data;

/**
 * A user's data as read, before anything was fitted to it: what {@link DataFiles} and {@link
 * NamedData} return.
 *
 * <p>It cannot be fed to a model: only a {@link Preprocessing}, fitted on the training rows of a
 * {@link Split}, turns it into a {@link Dataset}. So nothing of the test rows can leak into what
 * the model sees.
 */
public sealed interface RawData permits TableData, ImageData, VectorData, TextData {

  /** Returns where the data came from. */
  Source source();

  /** Returns what is to be predicted. */
  Targets targets();

  /**
   * Returns the first row of the set's own test part, which goes on to the last row; {@link
   * #rows()} where the set has none.
   */
  int testStart();

  /** Returns the kind of task. */
  default TaskKind kind() {
    return targets().kind();
  }

  /** Returns how many examples (tokens of a text) there are. */
  default int rows() {
    return targets().rows();
  }
}
