package org.gradus.lab.method;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.gradus.schedule.RefinedSchedule;
import org.gradus.schedule.ScheduleShape;

/**
 * A learning-rate schedule of a method's own, in place of the one all methods share.
 *
 * @param id as the command line has it
 * @param title what it is, for people
 * @param summary what it does, in a sentence
 * @param hyperparameters its settings
 * @param configuration the shape of given settings
 * @param file where it was read from, if it was
 */
public record SchedulePart(
    String id,
    String title,
    String summary,
    List<Hyperparameter> hyperparameters,
    Function<Values, ScheduleShape> configuration,
    Optional<Path> file)
    implements Part {
  /** Copies the list. */
  public SchedulePart {
    hyperparameters = List.copyOf(hyperparameters);
  }

  /** A schedule whose settings are a record. */
  static <C extends Record> SchedulePart of(
      String id, String summary, Form<C> form, Function<C, ScheduleShape> shape) {
    return new SchedulePart(
        id,
        id + " schedule",
        summary,
        form.hyperparameters(),
        values -> shape.apply(form.read(values)),
        Optional.empty());
  }

  /** A schedule read from a file; it has no settings. */
  static SchedulePart of(String id, Path file, RefinedSchedule schedule) {
    return new SchedulePart(
        id,
        "refined schedule",
        "the learning rate follows the factors of a file, stretched to the run's length",
        List.of(),
        values -> schedule,
        Optional.of(file));
  }

  @Override
  public String cost() {
    return "";
  }

  @Override
  public String kind() {
    return "schedule";
  }
}
