package org.gradus.lab.method;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.gradus.lab.schedule.ScheduleFile;
import org.gradus.lab.text.DidYouMean;

/**
 * All parts by name.
 *
 * <p>The grammar of a part: {@code NAME} or {@code NAME:ARGUMENT}, as {@code linear} or {@code
 * refined:FILE}. An argument says what the part is; numbers that could as well be searched are
 * settings.
 */
public final class Parts {
  private static final String REFINED = "refined";

  /** Parts without an argument. */
  private static final Map<String, Part> PLAIN = new LinkedHashMap<>();

  /** Parts made of an argument, by name; a name ends in what is asked for. */
  private static final Map<String, Function<String, Part>> MADE = Map.of(REFINED, Parts::refined);

  static {
    Stream.concat(Schedules.all().stream(), Selections.all().stream())
        .forEach(part -> PLAIN.put(part.id(), part));
  }

  private Parts() {}

  /** The parts that need no argument. */
  public static List<Part> all() {
    return List.copyOf(PLAIN.values());
  }

  /** What may follow a plus sign. */
  public static List<String> names() {
    return Stream.concat(PLAIN.keySet().stream(), MADE.keySet().stream()).toList();
  }

  /**
   * The part of a text, such as {@code linear} or {@code refined:schedule.json}; case does not
   * count before the colon.
   *
   * @throws IllegalArgumentException naming what is unknown or wrong, with the closest known name
   */
  static Part parse(String text) {
    int colon = text.indexOf(':');
    String name = (colon < 0 ? text : text.substring(0, colon)).strip().toLowerCase(Locale.ROOT);
    String argument = colon < 0 ? "" : text.substring(colon + 1).strip();
    if (MADE.containsKey(name)) {
      return MADE.get(name).apply(argument);
    }
    Part part = PLAIN.get(name);
    if (part == null) {
      throw DidYouMean.unknown("part", name, names());
    }
    if (colon >= 0) {
      throw new IllegalArgumentException(
          "part '%s' takes no argument, was '%s'; its settings are given with --set"
              .formatted(name, text));
    }
    return part;
  }

  private static Part refined(String argument) {
    if (argument.isEmpty()) {
      throw new IllegalArgumentException(
          "part 'refined' needs the file of a schedule, as refined:FILE ('gradus schedule refine'"
              + " makes one)");
    }
    try {
      Path file = Path.of(argument);
      return SchedulePart.of(REFINED + ":" + argument, file, ScheduleFile.read(file));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("'" + argument + "' is no file name", e);
    }
  }
}
