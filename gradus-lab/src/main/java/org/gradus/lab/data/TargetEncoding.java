package org.gradus.lab.data;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** How targets of the user's data become targets of a model, and back. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TargetEncoding.Classes.class, name = "classes"),
  @JsonSubTypes.Type(value = TargetEncoding.Standardised.class, name = "standardised")
})
public sealed interface TargetEncoding {

  /** Returns the kind of task. */
  TaskKind task();

  /**
   * Learns the encoding.
   *
   * @param targets of all rows
   * @param trainRows the rows whose values may be looked at
   */
  static TargetEncoding fit(Targets targets, int[] trainRows) {
    if (targets instanceof Targets.Classes classes) {
      return new Classes(classes.labels());
    }
    if (targets instanceof Targets.Values values) {
      Moments moments =
          Moments.of(IntStream.of(trainRows).mapToDouble(row -> values.values()[row]));
      return new Standardised(moments.mean(), moments.scale());
    }
    throw new IllegalArgumentException("the tokens of a text have no target encoding");
  }

  /**
   * Classes, numbered in the order of their labels.
   *
   * @param labels the classes
   */
  record Classes(List<String> labels) implements TargetEncoding {

    /** Copies the labels. */
    public Classes {
      labels = List.copyOf(labels);
    }

    @Override
    public TaskKind task() {
      return TaskKind.CLASSIFICATION;
    }

    /**
     * Returns the class index of each target, matched by label.
     *
     * @throws DataException if a label that occurs is not one of {@link #labels()}
     */
    int[] encode(Targets targets, String source) {
      if (!(targets instanceof Targets.Classes classes)) {
        throw new DataException(
            source + " has numbers as targets, the model has classes; ask for a classification");
      }
      int[] own = classes.labels().stream().mapToInt(labels::indexOf).toArray();
      for (int index : classes.indices()) {
        if (own[index] < 0) {
          throw new DataException(
              "%s has class '%s', which the model does not know; its classes are %s"
                  .formatted(source, classes.labels().get(index), String.join(", ", labels)));
        }
      }
      return Arrays.stream(classes.indices()).map(index -> own[index]).toArray();
    }
  }

  /**
   * Numbers, as z = (y − mean) / standardDeviation.
   *
   * @param mean of the training targets, in their unit
   * @param standardDeviation of the training targets (divisor n), 1 where they do not vary
   */
  record Standardised(double mean, double standardDeviation) implements TargetEncoding {

    @Override
    public TaskKind task() {
      return TaskKind.REGRESSION;
    }

    float[] encode(Targets targets, String source) {
      if (!(targets instanceof Targets.Values values)) {
        throw new DataException(
            source + " has classes as targets, the model has numbers; ask for a regression");
      }
      float[] encoded = new float[values.rows()];
      for (int row = 0; row < encoded.length; row++) {
        encoded[row] = (float) ((values.values()[row] - mean) / standardDeviation);
      }
      return encoded;
    }

    /** Returns the number in the user's unit that a model's output stands for. */
    public double decode(double output) {
      return output * standardDeviation + mean;
    }
  }
}
