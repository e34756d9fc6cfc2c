package org.gradus.lab.task;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.lab.data.ImageData;
import org.gradus.lab.data.RawData;
import org.gradus.lab.data.TaskKind;
import org.gradus.lab.model.ModelSpec;

/**
 * Sensible settings for data nobody has looked at yet, by their kind and size.
 *
 * <p>Tables: a perceptron of one hidden layer, wider with more rows. Images: a small convolutional
 * network, or resnet8 for colour images of at least 32 × 32. Texts: a small GPT. Batches of 16 to
 * 128 examples, and about 100 000 examples seen, in 5 to 40 epochs.
 */
final class TaskDefaults {
  /** Steps of an epoch of a text: a unit for curves and budgets, not a pass over the text. */
  static final int TEXT_STEPS_PER_EPOCH = 100;

  private static final int SMALL = 2_000;
  private static final int LARGE = 20_000;
  private static final int TINY_BATCH_ROWS = 300;
  private static final int EXAMPLES_SEEN = 100_000;
  private static final int FEWEST_EPOCHS = 5;
  private static final int MOST_EPOCHS = 40;
  private static final int COLOUR_SIDE = 32;
  private static final int SMALLEST_CNN_SIDE = 4;
  private static final int TEXT_BATCH = 32;

  private TaskDefaults() {}

  /** The task that data of the user's make. */
  static Task of(RawData data) {
    boolean text = data.kind() == TaskKind.LANGUAGE;
    List<ModelSpec> models = models(data);
    String name = String.valueOf(Path.of(data.source().name()).getFileName());
    return new Task(
        name,
        "The user's data " + name,
        name,
        "%d %s".formatted(data.rows(), text ? "characters" : "examples"),
        data.kind(),
        models.get(0),
        models.subList(1, models.size()),
        text ? TEXT_BATCH : batchSize(data.rows()),
        text ? FEWEST_EPOCHS : epochs(data.rows()),
        text ? TEXT_STEPS_PER_EPOCH : 0,
        text ? 1 : Double.POSITIVE_INFINITY,
        text,
        0);
  }

  private static List<ModelSpec> models(RawData data) {
    if (data.kind() == TaskKind.LANGUAGE) {
      return specs("gpt:2x64", "gpt:4x128");
    }
    if (data instanceof ImageData images) {
      return imageModels(images);
    }
    String mlp = data.rows() < SMALL ? "mlp:64" : data.rows() < LARGE ? "mlp:128" : "mlp:256,256";
    return specs(mlp, "linear");
  }

  private static List<ModelSpec> imageModels(ImageData images) {
    int side = Math.min(images.height(), images.width());
    if (side < SMALLEST_CNN_SIDE) {
      return specs("mlp:128", "linear");
    }
    return images.channels() == 3 && side >= COLOUR_SIDE
        ? specs("resnet8", "resnet20", "cnn")
        : specs("cnn", "mlp:128", "linear");
  }

  private static int batchSize(int rows) {
    if (rows < TINY_BATCH_ROWS) {
      return 16;
    }
    return rows < SMALL ? 32 : rows < LARGE ? 64 : 128;
  }

  private static int epochs(int rows) {
    return Math.max(FEWEST_EPOCHS, Math.min(MOST_EPOCHS, EXAMPLES_SEEN / rows));
  }

  private static List<ModelSpec> specs(String... texts) {
    return Stream.of(texts).map(ModelSpec::parse).toList();
  }
}
