package org.gradus.lab.schedule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.gradus.core.AtomicFiles;
import org.gradus.core.Check;
import org.gradus.lab.result.ResultJson;
import org.gradus.schedule.RefinedSchedule;

/**
 * A refined schedule as a JSON document that says what made it.
 *
 * @param schemaVersion the version of the document's schema, 1
 * @param method the method whose gradients were recorded
 * @param source the run they were recorded in
 * @param norm by which norm, {@code L1} or {@code L2}
 * @param power exponent of the weights, see {@link org.gradus.schedule.Refinement}
 * @param smoothing width of the running median, as a share of the run
 * @param factors one a step
 */
public record ScheduleFile(
    int schemaVersion,
    String method,
    String source,
    String norm,
    int power,
    double smoothing,
    List<Double> factors) {
  /** The schema this code writes and reads. */
  public static final int SCHEMA_VERSION = 1;

  private static final ObjectMapper MAPPER = ResultJson.mapper();

  /** Checks the version. */
  public ScheduleFile {
    if (schemaVersion != SCHEMA_VERSION) {
      throw Check.invalid("schemaVersion", schemaVersion, SCHEMA_VERSION + "");
    }
    factors = factors == null ? List.of() : List.copyOf(factors);
  }

  private RefinedSchedule schedule(Path file) {
    try {
      return new RefinedSchedule(factors.stream().mapToDouble(Double::doubleValue).toArray());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  /** Writes the document, whole or not at all. */
  public void write(Path file) throws IOException {
    AtomicFiles.write(file, MAPPER.writeValueAsString(this) + "\n");
  }

  /**
   * The schedule of a file: such a document if its name ends in {@code .json}, else a text of one
   * factor a line, such as people make themselves.
   *
   * @throws IllegalArgumentException naming the file if it cannot be read or holds no schedule
   */
  public static RefinedSchedule read(Path file) {
    try {
      if (!file.toString().endsWith(".json")) {
        return RefinedSchedule.load(file);
      }
      return MAPPER.readValue(Files.readString(file), ScheduleFile.class).schedule(file);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "%s is no schedule: %s".formatted(file, e.getOriginalMessage()), e);
    } catch (MalformedInputException e) {
      throw new IllegalArgumentException(file + " is no schedule: it is no text", e);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no schedule file " + file, e);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the schedule " + file, e);
    }
  }
}
