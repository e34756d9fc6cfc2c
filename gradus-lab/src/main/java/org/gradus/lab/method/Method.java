package org.gradus.lab.method;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.lab.result.SearchRange;

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
 */
public record Method(
    String id,
    String title,
    String summary,
    String baseline,
    String cost,
    List<Hyperparameter> hyperparameters,
    Configuration configuration) {

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
    List<String> names = hyperparameters.stream().map(Hyperparameter::name).toList();
    if (names.stream().distinct().count() != names.size()) {
      throw new IllegalArgumentException(
          "hyper-parameters of " + id + " must have distinct names, were " + names);
    }
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
   * @throws IllegalArgumentException if the method refuses them
   */
  public Factory configure(Values values) {
    return configuration.configure(values);
  }

  /** What is worth searching, in the order declared. */
  public Stream<SearchRange> searchRanges() {
    return hyperparameters.stream().flatMap(h -> h.search().stream());
  }
}
