package org.gradus.core;

/**
 * Something whose state can be saved, loaded and continued from bit for bit.
 *
 * <p>Settings are not state: loading goes into an object constructed with the same settings.
 */
public interface Stateful {
  /** Writes everything that later steps depend on. */
  void save(State state);

  /**
   * Reads what {@link #save} wrote.
   *
   * @throws IllegalArgumentException naming the entry that is missing or of the wrong shape
   */
  void load(State state);
}
