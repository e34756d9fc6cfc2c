package org.gradus.lab.task;

import java.util.List;
import java.util.stream.Stream;
import org.gradus.lab.data.RawData;
import org.gradus.lab.data.TaskKind;
import org.gradus.lab.model.ModelSpec;
import org.gradus.lab.text.DidYouMean;

/** The built-in tasks, and tasks of users' data. */
public final class Tasks {
  private static final double NO_CLIPPING = Double.POSITIVE_INFINITY;

  private static final List<Task> ALL =
      List.of(
          task(
              "digits",
              "Handwritten digits, 8 x 8 pixels",
              "1797 images, 10 classes",
              "mlp:128",
              List.of("cnn", "linear"),
              64,
              20,
              0.3),
          task(
              "mnist",
              "Handwritten digits, 28 x 28 pixels",
              "10 000 images, 10 classes",
              "cnn",
              List.of("mlp:128", "linear"),
              128,
              5,
              9),
          task(
              "fashion-mnist",
              "Pieces of clothing, 28 x 28 pixels",
              "70 000 images, 10 classes",
              "cnn",
              List.of("mlp:128", "linear"),
              128,
              3,
              40),
          task(
              "cifar10",
              "Colour photographs, 32 x 32 pixels",
              "12 000 images, 10 classes",
              "resnet8",
              List.of("resnet20", "cnn"),
              128,
              10,
              120),
          shakespeare(),
          task(
              "breast-cancer",
              "Tumours, benign or malignant, from 30 measurements",
              "569 rows, 30 numbers, 2 classes",
              "mlp:64",
              List.of("linear"),
              32,
              30,
              0.2),
          task(
              "a9a",
              "Income above 50 000 dollars, from census data",
              "16 281 rows, 123 binary features, 2 classes",
              "linear",
              List.of("mlp:64"),
              128,
              10,
              0.5),
          task(
              "mushrooms",
              "Mushrooms, edible or poisonous",
              "8124 rows, 112 binary features, 2 classes",
              "linear",
              List.of("mlp:64"),
              128,
              10,
              0.3),
          task(
              "wine",
              "Wines of three growers, from 13 measurements",
              "178 rows, 13 numbers, 3 classes",
              "mlp:64",
              List.of("linear"),
              16,
              40,
              0.2),
          task(
              "diabetes",
              "Progress of diabetes in a year, from 10 measurements",
              "442 rows, 10 numbers, a number",
              "mlp:64",
              List.of("linear"),
              32,
              40,
              0.2));

  private Tasks() {}

  /** All built-in tasks. */
  public static List<Task> all() {
    return ALL;
  }

  /**
   * The built-in task of this name.
   *
   * @throws IllegalArgumentException naming the tasks there are, and the closest one
   */
  public static Task byId(String id) {
    List<String> ids = ALL.stream().map(Task::id).toList();
    int index = ids.indexOf(id);
    if (index < 0) {
      throw DidYouMean.unknown("task", id, ids);
    }
    return ALL.get(index);
  }

  /**
   * The task that a user's data make, with settings by their kind and size: tables get a perceptron
   * of one hidden layer (wider with more rows), images a small convolutional network (colour images
   * of at least 32 × 32 resnet8), texts a small GPT and epochs of 100 steps.
   */
  public static Task ofData(RawData data) {
    return TaskDefaults.of(data);
  }

  private static Task task(
      String id,
      String title,
      String size,
      String model,
      List<String> alternatives,
      int batchSize,
      int epochs,
      double seconds) {
    return new Task(
        id,
        title,
        id,
        size,
        id.equals("diabetes") ? TaskKind.REGRESSION : TaskKind.CLASSIFICATION,
        ModelSpec.parse(model),
        specs(alternatives.stream()),
        batchSize,
        epochs,
        0,
        NO_CLIPPING,
        false,
        seconds);
  }

  private static Task shakespeare() {
    return new Task(
        "shakespeare",
        "Shakespeare's works, the next character",
        "shakespeare",
        "1 115 394 characters, 65 distinct",
        TaskKind.LANGUAGE,
        ModelSpec.parse("gpt:2x64"),
        specs(Stream.of("gpt:4x128")),
        32,
        5,
        TaskDefaults.TEXT_STEPS_PER_EPOCH,
        1,
        true,
        30);
  }

  private static List<ModelSpec> specs(Stream<String> texts) {
    return texts.map(ModelSpec::parse).toList();
  }
}
