package org.gradus.lab.trained;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gradus.lab.data.Preprocessing;
import org.gradus.lab.data.TaskKind;
import org.gradus.lab.model.ModelSpec;
import org.gradus.lab.result.Provenance;
import org.gradus.lab.result.ResultJson;

/**
 * What is known about a trained model: the content of {@code model.json}.
 *
 * @param format version of this document, {@value #FORMAT}
 * @param task the task's id or the user's file
 * @param kind what it was trained for
 * @param model which network, all sizes spelt out
 * @param inputShape the shape of one example; empty for a text
 * @param labels the classes, or the characters of a text; empty for a regression
 * @param preprocessing from the user's data to the network's inputs
 * @param metrics by name, such as {@code test accuracy}
 * @param training how it was trained
 * @param provenance from what data, by which versions, where and when
 */
public record ModelCard(
    int format,
    String task,
    TaskKind kind,
    ModelSpec model,
    List<Long> inputShape,
    List<String> labels,
    Preprocessing preprocessing,
    Map<String, Double> metrics,
    TrainingRecord training,
    Provenance provenance) {
  /** The version written. */
  public static final int FORMAT = 1;

  private static final ObjectMapper JSON = ResultJson.mapper();

  /** Checks the version and copies lists and maps. */
  public ModelCard {
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "the model's format is %d, this version of Gradus reads format %d"
              .formatted(format, FORMAT));
    }
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(preprocessing, "preprocessing");
    Objects.requireNonNull(training, "training");
    Objects.requireNonNull(provenance, "provenance");
    inputShape = List.copyOf(inputShape);
    labels = List.copyOf(labels);
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /** How many outputs the network has: one a class or character, or 1. */
  int outputs() {
    return Math.max(1, labels.size());
  }

  /** The shape of one example as an array. */
  long[] shape() {
    return inputShape.stream().mapToLong(Long::longValue).toArray();
  }

  /** This card with another model. */
  ModelCard withModel(ModelSpec other) {
    return new ModelCard(
        format,
        task,
        kind,
        other,
        inputShape,
        labels,
        preprocessing,
        metrics,
        training,
        provenance);
  }

  String toJson() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a model card is always serialisable", e);
    }
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static ModelCard fromJson(String json) {
    try {
      return JSON.readValue(json, ModelCard.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no model card: " + e.getOriginalMessage(), e);
    }
  }
}
