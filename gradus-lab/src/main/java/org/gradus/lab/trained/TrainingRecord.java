package org.gradus.lab.trained;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How a model was trained.
 *
 * @param method the optimizer as the command line names it, such as {@code sam(adamw)}
 * @param settings its hyper-parameters by name
 * @param epochs passes over the training data
 * @param batchSize examples a step
 * @param seed decided initial weights, batch order and dropout
 */
public record TrainingRecord(
    String method, Map<String, Double> settings, double epochs, int batchSize, long seed) {
  /** Copies the settings, in their order. */
  public TrainingRecord {
    Objects.requireNonNull(method, "method");
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }
}
