package org.gradus.lab.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Which rows are for training, which to choose settings on, and which to report on.
 *
 * <p>By default 64 % train, 16 % validate and 20 % test: a fifth is held out for the test, and a
 * fifth of the rest for validation. A classification is split class by class (stratified), each
 * part rounded and of at least one example where the class has enough. Where the set has its own
 * test part, that is kept, and only the rest is divided. A text is cut into contiguous parts of 80,
 * 10 and 10 %, since its neighbouring windows overlap.
 *
 * <p>The same data and seed give the same split on every platform: the shuffle is Fisher–Yates over
 * {@link Random}, whose sequence the Java specification fixes. Rows ascend in each part.
 */
public final class Split {

  private static final double HELD_OUT = 0.2;
  private static final double TEXT_HELD_OUT = 0.1;

  private final int[] train;
  private final int[] validation;
  private final int[] test;

  private Split(int[] train, int[] validation, int[] test) {
    this.train = train;
    this.validation = validation;
    this.test = test;
  }

  /**
   * Divides {@code data} by the default shares.
   *
   * @param data what to divide
   * @param seed of the shuffle; a text does not need it
   * @throws DataException if there is one class only, a class has a single example, or a part would
   *     be empty
   */
  public static Split of(RawData data, long seed) {
    Split split =
        data.targets() instanceof Targets.NextToken
            ? contiguous(data.rows())
            : shuffled(data, new Random(seed));
    split.requireParts(data);
    return split;
  }

  private static Split contiguous(int rows) {
    int held = (int) Math.round(rows * TEXT_HELD_OUT);
    return new Split(
        range(0, rows - 2 * held), range(rows - 2 * held, rows - held), range(rows - held, rows));
  }

  private static Split shuffled(RawData data, Random random) {
    Collector parts = new Collector();
    boolean ownTest = data.testStart() < data.rows();
    for (int[] stratum : strata(data)) {
      shuffle(stratum, random);
      parts.add(stratum, ownTest ? 0 : share(stratum.length));
    }
    IntStream.range(data.testStart(), data.rows()).forEach(parts.test::add);
    return parts.split();
  }

  /** The rows to divide: one group per class, or one group of all for a regression. */
  private static List<int[]> strata(RawData data) {
    if (!(data.targets() instanceof Targets.Classes classes)) {
      return List.of(range(0, data.testStart()));
    }
    List<List<Integer>> byClass = new ArrayList<>();
    classes.labels().forEach(label -> byClass.add(new ArrayList<>()));
    for (int row = 0; row < data.testStart(); row++) {
      byClass.get(classes.indices()[row]).add(row);
    }
    requireClasses(data.source().name(), classes.labels(), byClass);
    return byClass.stream().map(Split::array).toList();
  }

  private static void requireClasses(
      String name, List<String> labels, List<List<Integer>> byClass) {
    List<Integer> present =
        IntStream.range(0, labels.size()).filter(c -> !byClass.get(c).isEmpty()).boxed().toList();
    if (present.size() < 2) {
      throw new DataException(
          "%s has one class only (%s): nothing to learn; check the target column"
              .formatted(name, present.isEmpty() ? "none" : labels.get(present.get(0))));
    }
    for (int c : present) {
      if (byClass.get(c).size() == 1) {
        throw new DataException(
            ("class '%s' of %s has a single example (row %d), which cannot be both trained on and"
                    + " tested; remove it, merge the class, or give more examples")
                .formatted(labels.get(c), name, byClass.get(c).get(0) + 1));
      }
    }
  }

  /** A fifth of {@code count}, at least one. */
  private static int share(int count) {
    return Math.max(1, (int) Math.round(count * HELD_OUT));
  }

  private void requireParts(RawData data) {
    if (train.length == 0 || validation.length == 0 || test.length == 0) {
      throw new DataException(
          "%s has too few examples (%d) to train on, validate and test; give more rows"
              .formatted(data.source().name(), data.rows()));
    }
  }

  private static void shuffle(int[] rows, Random random) {
    for (int i = rows.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int held = rows[i];
      rows[i] = rows[j];
      rows[j] = held;
    }
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  private static int[] array(List<Integer> rows) {
    return rows.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Returns the rows to train on, ascending. */
  public int[] train() {
    return train.clone();
  }

  /** Returns the rows to choose settings on, ascending. */
  public int[] validation() {
    return validation.clone();
  }

  /** Returns the rows to report on, ascending. */
  public int[] test() {
    return test.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Split that
        && Arrays.equals(train, that.train)
        && Arrays.equals(validation, that.validation)
        && Arrays.equals(test, that.test);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(train) + Arrays.hashCode(test);
  }

  @Override
  public String toString() {
    return "Split[train=%d, validation=%d, test=%d]"
        .formatted(train.length, validation.length, test.length);
  }

  /** Gathers the parts of all strata. */
  private static final class Collector {
    private final List<Integer> train = new ArrayList<>();
    private final List<Integer> validation = new ArrayList<>();
    private final List<Integer> test = new ArrayList<>();

    /** Adds a shuffled stratum: its first rows to the test, a fifth of the rest to validation. */
    private void add(int[] stratum, int testRows) {
      int rest = stratum.length - testRows;
      int validationRows = rest < 2 ? 0 : share(rest);
      for (int i = 0; i < stratum.length; i++) {
        List<Integer> part =
            i < testRows ? test : i < testRows + validationRows ? validation : train;
        part.add(stratum[i]);
      }
    }

    private Split split() {
      return new Split(sorted(train), sorted(validation), sorted(test));
    }

    private static int[] sorted(List<Integer> rows) {
      int[] sorted = array(rows);
      Arrays.sort(sorted);
      return sorted;
    }
  }
}
