package org.gradus.lab.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import java.util.regex.Pattern;

/**
 * Reads LIBSVM (SVMlight) files: per line a target, then {@code index:value} pairs with ascending
 * indices; what is left out is 0; {@code #} starts a comment; gzip or not.
 *
 * <p>Indices begin at 1, or at 0 if the file has an index 0. The rows become dense, so a guard of
 * {@value #MOST_VALUES} values (1 GiB) refuses files that are too sparse for that.
 */
public final class LibsvmReader {

  private static final long MOST_VALUES = 1L << 28;
  private static final Pattern LINE =
      Pattern.compile("[+-]?[0-9.eE+-]+(\\s+\\d+:[0-9.eE+-]+)+\\s*(#.*)?");

  private LibsvmReader() {}

  /** Returns whether the first line of {@code text} is one of a LIBSVM file. */
  static boolean isLibsvm(String text) {
    return text.lines()
        .filter(line -> !line.isBlank() && line.charAt(0) != '#')
        .findFirst()
        .filter(line -> LINE.matcher(line).matches())
        .isPresent();
  }

  /**
   * Reads the file at {@code path}.
   *
   * @throws DataException if it is missing or empty, a line is malformed, or its dense form would
   *     be too large
   */
  public static VectorData read(Path path, Options options) {
    return read(InputFile.read(path), options);
  }

  static VectorData read(InputFile file, Options options) {
    return read(file, options, 0);
  }

  /** Reads a part of a set that has {@code features} features, though its last may be 0 here. */
  static VectorData read(InputFile file, Options options, int features) {
    Rows rows = new Rows(file.name(), features);
    int number = 0;
    for (String line : (Iterable<String>) file.text().lines()::iterator) {
      number++;
      rows.add(line, number);
    }
    return rows.finish(file, options);
  }

  /** The sparse rows read so far. */
  private static final class Rows {
    private final String name;
    private final List<String> targets = new ArrayList<>();
    private final List<int[]> indices = new ArrayList<>();
    private final List<float[]> values = new ArrayList<>();
    private int lowest = 1;
    private int highest;

    private Rows(String name, int features) {
      this.name = name;
      this.highest = features;
    }

    private void add(String line, int number) {
      int comment = line.indexOf('#');
      StringTokenizer words = new StringTokenizer(comment < 0 ? line : line.substring(0, comment));
      if (!words.hasMoreTokens()) {
        return;
      }
      String target = words.nextToken();
      if (!Double.isFinite(Cells.number(target))) {
        throw malformed(number, target, "a finite number as the target");
      }
      int count = words.countTokens();
      int[] rowIndices = new int[count];
      float[] rowValues = new float[count];
      int previous = -1;
      for (int i = 0; i < count; i++) {
        String pair = words.nextToken();
        rowIndices[i] = index(pair, previous, number);
        rowValues[i] = value(pair, number);
        previous = rowIndices[i];
      }
      targets.add(target);
      indices.add(rowIndices);
      values.add(rowValues);
      if (count > 0) {
        lowest = Math.min(lowest, rowIndices[0]);
        highest = Math.max(highest, previous);
      }
    }

    private int index(String pair, int previous, int number) {
      int colon = pair.indexOf(':');
      double index = colon < 1 ? Double.NaN : Cells.number(pair.substring(0, colon));
      if (index == Math.rint(index) && index > previous && index < Integer.MAX_VALUE) {
        return (int) index;
      }
      throw malformed(number, pair, "index:value with ascending whole indices");
    }

    private float value(String pair, int number) {
      float value = (float) Cells.number(pair.substring(pair.indexOf(':') + 1));
      if (Float.isFinite(value)) {
        return value;
      }
      throw malformed(number, pair, "a finite value");
    }

    private DataException malformed(int number, String found, String expected) {
      return new DataException(
          "%s: line %d has '%s', expected %s; correct the line"
              .formatted(name, number, found, expected));
    }

    private VectorData finish(InputFile file, Options options) {
      if (targets.isEmpty()) {
        throw new DataException(name + " has no rows of data; give a file with rows");
      }
      int width = highest - lowest + 1;
      requireSize(width);
      TargetInference.Result target =
          TargetInference.infer(
              targets.toArray(String[]::new),
              List.of(),
              options.kind(),
              row -> name + ": row " + (row + 1));
      List<String> notes =
          List.of(
              "read as LIBSVM, %d features, indices from %d".formatted(width, lowest),
              target.note());
      Source source = new Source(name, file.sha256(), targets.size(), 0, notes);
      return new VectorData(dense(width), width, target.targets(), source);
    }

    private void requireSize(int width) {
      if (width < 1) {
        throw new DataException(name + " has no features; expected index:value after the target");
      }
      if ((long) targets.size() * width > MOST_VALUES) {
        throw new DataException(
            ("%s has %d rows of %d features: as dense rows that is more than %d values; give fewer"
                    + " rows or features")
                .formatted(name, targets.size(), width, MOST_VALUES));
      }
    }

    private float[] dense(int width) {
      float[] dense = new float[targets.size() * width];
      for (int row = 0; row < targets.size(); row++) {
        int[] rowIndices = indices.get(row);
        float[] rowValues = values.get(row);
        for (int i = 0; i < rowIndices.length; i++) {
          dense[row * width + rowIndices[i] - lowest] = rowValues[i];
        }
      }
      return dense;
    }
  }
}
