package org.gradus.lab.data;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What turns a user's data into a model's inputs: learned from the training rows only, immutable,
 * saved with the model as JSON, and applied unchanged to every later row.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TablePreprocessing.class, name = "table"),
  @JsonSubTypes.Type(value = ImagePreprocessing.class, name = "image"),
  @JsonSubTypes.Type(value = VectorPreprocessing.class, name = "vector"),
  @JsonSubTypes.Type(value = TextPreprocessing.class, name = "text")
})
public sealed interface Preprocessing
    permits TablePreprocessing, ImagePreprocessing, VectorPreprocessing, TextPreprocessing {

  /**
   * Learns from the training rows of {@code data}.
   *
   * @param data what was read
   * @param trainRows the rows that may be looked at, as {@link Split#train()} gives them
   * @throws DataException if a cell of a numeric column is infinite
   */
  static Preprocessing fit(RawData data, int[] trainRows) {
    if (data instanceof TableData table) {
      return TablePreprocessing.fit(table, trainRows);
    }
    if (data instanceof ImageData images) {
      return ImagePreprocessing.fit(images, trainRows);
    }
    if (data instanceof VectorData vectors) {
      return VectorPreprocessing.fit(vectors, trainRows);
    }
    return new TextPreprocessing(((TextData) data).vocabulary());
  }

  /**
   * Reads what {@link #toJson()} wrote.
   *
   * @throws DataException if {@code json} is something else
   */
  static Preprocessing fromJson(String json) {
    try {
      return new ObjectMapper().readValue(json, Preprocessing.class);
    } catch (JsonProcessingException e) {
      throw new DataException(
          "the preprocessing of the model cannot be read; save the model again", e);
    }
  }

  /** Returns this preprocessing as JSON; {@link #fromJson} gives back an equal one. */
  default String toJson() {
    try {
      return new ObjectMapper().writerFor(Preprocessing.class).writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a preprocessing is always serialisable", e);
    }
  }

  /** Returns the kind of task it was fitted for. */
  TaskKind task();

  /** Returns the shape of one example; empty for a text. */
  long[] shape();

  /**
   * Turns labelled data, of the kind it was fitted to, into examples.
   *
   * @throws DataException if {@code data} is of another kind or size, or has an unknown class
   */
  Dataset apply(RawData data);

  /** Returns the error of data of another kind than was fitted to. */
  static DataException mismatch(RawData data, String expected) {
    return new DataException(
        "%s is not what the model was trained on; give %s"
            .formatted(data.source().name(), expected));
  }
}
