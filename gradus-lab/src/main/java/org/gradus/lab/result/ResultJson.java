package org.gradus.lab.result;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Comparisons as JSON. Numbers that are not finite are written as {@code null}, for JSON has no
 * NaN, and read back as NaN where the field is a plain {@code double}. Properties this version does
 * not know are ignored, so that a document may gain fields within one schema version.
 */
public final class ResultJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(nonFiniteAsNull())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private ResultJson() {}

  /** A mapper with these conventions, for the lab's other documents. */
  public static ObjectMapper mapper() {
    return MAPPER.copy();
  }

  /** The document, indented. */
  public static String toJson(Comparison comparison) {
    return write(MAPPER.writerWithDefaultPrettyPrinter()::writeValueAsString, comparison);
  }

  /** The document on one line. */
  public static String toCompactJson(Comparison comparison) {
    return write(MAPPER::writeValueAsString, comparison);
  }

  /**
   * Reads a document.
   *
   * @throws IllegalArgumentException if it is not JSON, lacks a part or is of a newer schema
   */
  public static Comparison fromJson(String json) {
    try {
      return Require.present("the document", MAPPER.readValue(json, Comparison.class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a Gradus result: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Reads {@code result.json}.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it is no result, naming the file
   */
  public static Comparison read(Path file) throws IOException {
    try {
      return fromJson(Files.readString(file));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static String write(Writer writer, Comparison comparison) {
    try {
      return writer.write(comparison);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the result records do not serialise", e);
    }
  }

  private interface Writer {
    String write(Object value) throws JsonProcessingException;
  }

  private static SimpleModule nonFiniteAsNull() {
    return new SimpleModule("non-finite as null")
        .addSerializer(Double.class, new FiniteOrNull(Double.class))
        .addSerializer(Double.TYPE, new FiniteOrNull(Double.TYPE))
        .addDeserializer(Double.TYPE, new NullAsNaN());
  }

  private static final class FiniteOrNull extends StdSerializer<Double> {
    FiniteOrNull(Class<Double> type) {
      super(type);
    }

    @Override
    public void serialize(Double value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value)) {
        out.writeNumber(value);
      } else {
        out.writeNull();
      }
    }
  }

  private static final class NullAsNaN extends StdDeserializer<Double> {
    NullAsNaN() {
      super(Double.TYPE);
    }

    @Override
    public Double deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return in.getDoubleValue();
    }

    @Override
    public Double getNullValue(DeserializationContext context) {
      return Double.NaN;
    }
  }
}
