package org.gradus.lab.trained;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.gradus.lab.result.Provenance;
import org.gradus.lab.task.TaskData;
import org.gradus.train.Network;

/**
 * A network and what is known about it.
 *
 * @param card what is known
 * @param network with its trained weights
 */
public record TrainedModel(ModelCard card, Network network) {
  /** Checks that both are there. */
  public TrainedModel {
    Objects.requireNonNull(card, "card");
    Objects.requireNonNull(network, "network");
  }

  /**
   * A model that was just trained.
   *
   * @param data what it was trained on
   * @param network the trained network, of the task's model
   * @param metrics by name, such as {@code test accuracy}
   * @param training how it was trained
   * @param provenance from what, by what, where and when
   */
  public static TrainedModel of(
      TaskData data,
      Network network,
      Map<String, Double> metrics,
      TrainingRecord training,
      Provenance provenance) {
    ModelCard card =
        new ModelCard(
            ModelCard.FORMAT,
            data.task().id(),
            data.task().kind(),
            data.model(),
            Arrays.stream(data.inputShape()).boxed().toList(),
            data.classLabels(),
            data.preprocessing(),
            metrics,
            training,
            provenance);
    return new TrainedModel(card, network);
  }

  /**
   * Saves this as a folder, described in the package. The weights file, which also holds the card,
   * is replaced in one move: a reader sees the former model or this one.
   *
   * @param folder made if it is not there
   * @throws IOException if it cannot be written
   */
  public void save(Path folder) throws IOException {
    ModelFolder.at(folder).save(this);
  }

  /**
   * Loads a saved model, its network in evaluation mode.
   *
   * @param path the folder, or a file in it
   * @throws IOException naming the file that is missing or cannot be read
   * @throws IllegalArgumentException naming the file and what is wrong with it
   */
  public static TrainedModel load(Path path) throws IOException {
    return ModelFolder.at(path).load();
  }
}
