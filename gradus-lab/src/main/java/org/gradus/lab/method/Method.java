package org.gradus.lab.method;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.lab.result.SearchRange;
import org.gradus.schedule.ScheduleShape;

/**
 * A method that can be compared: what it is called, what can be set, and how it is built.
 *
 * @param id its name on the command line, such as {@code sam(adamw)}
 * @param title its name for people, such as {@code SAM (AdamW)}
 * @param summary what it does, in a sentence
 * @param baseline the id of the method it is naturally compared with; its own where it is one
 * @param cost derivatives and vectors it needs, in words
 * @param hyperparameters what can be set, names distinct
 * @param configuration how values become optimizers
 * @param parts what was put on it with {@code +}, at most one of a kind
 */
public record Method(
    String id,
    String title,
    String summary,
    String baseline,
    String cost,
    List<Hyperparameter> hyperparameters,
    Configuration configuration,
    List<Part> parts) {

  /** Turns values into a factory, checking them as a whole. */
  @FunctionalInterface
  public interface Configuration {
    /**
     * The factory for these values.
     *
     * @throws IllegalArgumentException if the method refuses them
     */
    Factory configure(Values values);
  }

  /** Makes optimizers of one configuration. */
  @FunctionalInterface
  public interface Factory {
    /**
     * A new optimizer.
     *
     * @param theta what it moves
     * @param run the training it is made for
     */
    Optimizer create(ParameterVector theta, Run run);
  }

  /** Builds an optimizer from a method's own record. */
  @FunctionalInterface
  interface Builder<C> {
    Optimizer build(ParameterVector theta, C config, long seed);
  }

  /** Checks that texts are there and names distinct. */
  public Method {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(summary, "summary");
    Objects.requireNonNull(baseline, "baseline");
    Objects.requireNonNull(cost, "cost");
    Objects.requireNonNull(configuration, "configuration");
    hyperparameters = List.copyOf(hyperparameters);
    parts = List.copyOf(parts);
    List<String> names = hyperparameters.stream().map(Hyperparameter::name).toList();
    if (names.stream().distinct().count() != names.size()) {
      throw new IllegalArgumentException(
          "hyper-parameters of " + id + " must have distinct names, were " + names);
    }
  }

  /** A method without parts. */
  public Method(
      String id,
      String title,
      String summary,
      String baseline,
      String cost,
      List<Hyperparameter> hyperparameters,
      Configuration configuration) {
    this(id, title, summary, baseline, cost, hyperparameters, configuration, List.of());
  }

  /** A method whose settings are a record. */
  static <C extends Record> Method of(
      String id,
      String title,
      String summary,
      String baseline,
      String cost,
      Form<C> form,
      Builder<C> builder) {
    return new Method(
        id,
        title,
        summary,
        baseline,
        cost,
        form.hyperparameters(),
        values -> {
          C config = form.read(values);
          return (theta, run) -> builder.build(theta, config, run.seed());
        });
  }

  /** The default of every hyper-parameter. */
  public Values defaults() {
    return Values.defaults(hyperparameters);
  }

  /**
   * The factory of optimizers with these values.
   *
   * @throws IllegalArgumentException if the method or one of its parts refuses them
   */
  public Factory configure(Values values) {
    schedule(values);
    selection(values);
    return configuration.configure(values);
  }

  /**
   * This method with parts put on it, to be compared with the method without them.
   *
   * @throws IllegalArgumentException if two are of a kind
   */
  Method with(List<Part> added) {
    List<Part> sorted =
        added.stream()
            .sorted(Comparator.comparingInt(p -> Part.RANKS.indexOf(p.getClass())))
            .toList();
    for (int i = 1; i < sorted.size(); i++) {
      Part one = sorted.get(i - 1);
      Part other = sorted.get(i);
      if (one.kind().equals(other.kind())) {
        throw new IllegalArgumentException(
            "method '%s' cannot follow two %ss, %s and %s: choose one"
                .formatted(id, one.kind(), one.id(), other.id()));
      }
    }
    List<Hyperparameter> all = new ArrayList<>(hyperparameters);
    sorted.forEach(part -> all.addAll(part.hyperparameters()));
    return new Method(
        joined("+", id, sorted.stream().map(Part::id)),
        joined(" + ", title, sorted.stream().map(Part::title)),
        joined("; ", summary, sorted.stream().map(Part::summary)),
        id,
        joined("; ", cost, sorted.stream().map(Part::cost)),
        all,
        configuration,
        sorted);
  }

  private static String joined(String separator, String first, Stream<String> rest) {
    return Stream.concat(Stream.of(first), rest.filter(text -> !text.isEmpty()))
        .collect(Collectors.joining(separator));
  }

  /** The schedule put on it, with these settings; if there is none, all methods share one. */
  public Optional<ScheduleShape> schedule(Values values) {
    return part(SchedulePart.class).map(part -> part.configuration().apply(values));
  }

  /** The selection put on it, with these settings; if there is none, it sees all examples. */
  public Optional<Selection> selection(Values values) {
    return part(SelectionPart.class).map(part -> part.configuration().apply(values));
  }

  private <P extends Part> Optional<P> part(Class<P> kind) {
    return parts.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  /** The files it was made of: what they hold is part of what the method is. */
  public Stream<Path> files() {
    return parts.stream().flatMap(part -> part.file().stream());
  }

  /** What is worth searching, in the order declared. */
  public Stream<SearchRange> searchRanges() {
    return hyperparameters.stream().flatMap(h -> h.search().stream());
  }
}
