package org.gradus.lab.method;

import java.util.List;
import java.util.stream.Stream;
import org.gradus.core.Optimizer;

/**
 * What makes a method of a method: {@code sam} turns {@code adamw} into {@code sam(adamw)}, whose
 * hyper-parameters are the wrapper's own followed by those of the base, each under its own name.
 *
 * @param id its name on the command line
 * @param title its name for people
 * @param summary what it does, in a sentence
 * @param cost what it adds to its base's cost, in words
 * @param defaultBase id of the method it wraps when none is named
 * @param hyperparameters its own settings
 * @param configuration how values become wrappings
 */
public record Wrapper(
    String id,
    String title,
    String summary,
    String cost,
    String defaultBase,
    List<Hyperparameter> hyperparameters,
    Configuration configuration) {

  /** Turns values into a wrapping, checking them as a whole. */
  @FunctionalInterface
  public interface Configuration {
    /**
     * The wrapping for these values.
     *
     * @throws IllegalArgumentException if the wrapper refuses them
     */
    Wrapping configure(Values values);
  }

  /** Wraps optimizers in one configuration. */
  @FunctionalInterface
  public interface Wrapping {
    /**
     * The optimizer around another one.
     *
     * @param base what updates
     * @param run the training it is made for
     */
    Optimizer around(Optimizer base, Run run);
  }

  /** Wraps an optimizer by a wrapper's own record. */
  @FunctionalInterface
  interface Builder<C> {
    Optimizer build(Optimizer base, C config, Run run);
  }

  /** Copies the list. */
  public Wrapper {
    hyperparameters = List.copyOf(hyperparameters);
  }

  /** A wrapper whose settings are a record. */
  static <C extends Record> Wrapper of(
      String id,
      String title,
      String summary,
      String cost,
      String defaultBase,
      Form<C> form,
      Builder<C> builder) {
    return new Wrapper(
        id,
        title,
        summary,
        cost,
        defaultBase,
        form.hyperparameters(),
        values -> {
          C config = form.read(values);
          return (base, run) -> builder.build(base, config, run);
        });
  }

  /** The method that this makes of another one. */
  public Method around(Method base) {
    return new Method(
        base.id().equals(defaultBase) ? id : id + "(" + base.id() + ")",
        title + " (" + base.title() + ")",
        summary,
        base.id(),
        base.cost() + "; " + cost,
        Stream.concat(hyperparameters.stream(), base.hyperparameters().stream()).toList(),
        values -> {
          Wrapping wrapping = configuration.configure(values);
          Method.Factory factory = base.configure(values);
          return (theta, run) -> wrapping.around(factory.create(theta, run), run);
        });
  }
}
