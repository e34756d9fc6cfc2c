package org.gradus.lab.method;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is put on a method with {@code +}: it changes how the method is trained, not how it updates.
 *
 * <p>The kinds are the sealed types. A method takes at most one part of a kind; parts of different
 * kinds go together in any order, and its id names them in the order of {@link #RANKS}.
 */
public sealed interface Part permits SchedulePart, SelectionPart {
  /** The kinds, in the order in which ids name them. */
  List<Class<? extends Part>> RANKS = List.of(SchedulePart.class, SelectionPart.class);

  /** As the command line has it after the plus sign, such as {@code linear}. */
  String id();

  /** What it is, for people, such as {@code linear schedule}. */
  String title();

  /** What it does, in a sentence. */
  String summary();

  /** What it adds to the cost of a training, in words; empty if nothing. */
  String cost();

  /** Its settings, names distinct from every method's. */
  List<Hyperparameter> hyperparameters();

  /** What there can be only one of: {@code schedule}. */
  String kind();

  /** The file it was read from, if it was. */
  default Optional<Path> file() {
    return Optional.empty();
  }
}
