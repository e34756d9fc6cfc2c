package org.gradus.schedule;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.gradus.core.AtomicFiles;
import org.gradus.core.Check;
import org.gradus.core.Schedule;

/**
 * A schedule given step by step, such as a {@link Refinement} makes; after its end the last factor
 * stays.
 */
public final class RefinedSchedule implements Schedule, ScheduleShape {
  private final double[] factors;

  /**
   * The schedule of these factors.
   *
   * @param factors one a step, at least one, each finite and at least 0, not all 0
   */
  public RefinedSchedule(double... factors) {
    Check.atLeast("number of factors", factors.length, 1);
    for (int i = 0; i < factors.length; i++) {
      Check.nonNegative("factor of step " + (i + 1), factors[i]);
    }
    Check.positive("largest factor", Arrays.stream(factors).max().orElseThrow());
    this.factors = factors.clone();
  }

  @Override
  public double factor(long step) {
    return factors[(int) Math.min(step, factors.length - 1)];
  }

  /** The number of steps it was made for. */
  public int size() {
    return factors.length;
  }

  /** The factors, one a step. */
  public double[] toArray() {
    return factors.clone();
  }

  /**
   * This schedule resampled to a run of another length: linear interpolation that maps both ends,
   * entry j reading position j (T − 1)/(T' − 1). For the same length it is the identity.
   *
   * @param steps T', at least 1
   */
  @Override
  public RefinedSchedule over(long steps) {
    Check.atLeast("steps", steps, 1);
    if (steps == factors.length) {
      return this;
    }
    double[] resampled = new double[Math.toIntExact(steps)];
    long intervals = Math.max(1, steps - 1);
    Arrays.setAll(resampled, j -> at((double) ((long) j * (factors.length - 1)) / intervals));
    return new RefinedSchedule(resampled);
  }

  private double at(double position) {
    int left = (int) position;
    double share = position - left;
    return share == 0 ? factors[left] : (1 - share) * factors[left] + share * factors[left + 1];
  }

  /**
   * Writes the factors as text, one a line, exactly.
   *
   * @param file where it goes
   */
  public void save(Path file) throws IOException {
    AtomicFiles.write(
        file,
        Arrays.stream(factors)
            .mapToObj(Double::toString)
            .collect(Collectors.joining("\n", "", "\n")));
  }

  /**
   * Reads factors from a text of one number a line; blank lines are skipped.
   *
   * @throws IllegalArgumentException naming file and line of what is no factor
   */
  public static RefinedSchedule load(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    double[] factors = new double[lines.size()];
    int count = 0;
    for (int i = 0; i < factors.length; i++) {
      if (!lines.get(i).isBlank()) {
        factors[count++] = number(lines.get(i).strip(), file, i + 1);
      }
    }
    try {
      return new RefinedSchedule(Arrays.copyOf(factors, count));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static double number(String text, Path file, int line) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s, line %d is '%s'; it must be a number".formatted(file, line, text), e);
    }
  }
}
