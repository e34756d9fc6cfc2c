package org.gradus.lab.method;

import java.util.List;
import java.util.function.Function;

/**
 * A choice of training examples made before the training proper.
 *
 * @param id as the command line has it
 * @param title what it is, for people
 * @param summary what it does, in a sentence
 * @param cost what it adds to a training, in words
 * @param hyperparameters its settings
 * @param configuration the selection of given settings
 */
public record SelectionPart(
    String id,
    String title,
    String summary,
    String cost,
    List<Hyperparameter> hyperparameters,
    Function<Values, Selection> configuration)
    implements Part {
  /** Copies the list. */
  public SelectionPart {
    hyperparameters = List.copyOf(hyperparameters);
  }

  /** A selection whose settings are a record. */
  static <C extends Record> SelectionPart of(
      String id,
      String title,
      String summary,
      String cost,
      Form<C> form,
      Function<C, Selection> selection) {
    return new SelectionPart(
        id,
        title,
        summary,
        cost,
        form.hyperparameters(),
        values -> selection.apply(form.read(values)));
  }

  @Override
  public String kind() {
    return "selection";
  }
}
