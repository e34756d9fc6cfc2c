package org.gradus.lab.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Decides whether a target column makes a classification or a regression, and says why.
 *
 * <p>Text is a class. Numbers are classes if there are few of them: with n rows, at most two
 * values, or at most min(100, n / 4) whole numbers, or at most min(10, n / 4) values of which some
 * are fractions. Otherwise they make a regression.
 */
final class TargetInference {

  private static final int MOST_INTEGER_CLASSES = 100;
  private static final int MOST_FRACTION_CLASSES = 10;
  private static final int ROWS_PER_CLASS = 4;

  /**
   * The targets of a column and what was decided.
   *
   * @param targets one per row
   * @param note what was decided and why, for the user
   */
  record Result(Targets targets, String note) {}

  private TargetInference() {}

  /**
   * Decides from the cells of the target column.
   *
   * @param cells none missing
   * @param classNames the classes in their order where known, else empty
   * @param forced the kind asked for, if any
   * @param place says where the cell of a row is, for messages
   */
  static Result infer(
      String[] cells,
      List<String> classNames,
      Optional<TaskKind> forced,
      IntFunction<String> place) {
    double[] numbers = Arrays.stream(cells).mapToDouble(Cells::number).toArray();
    boolean numeric = Arrays.stream(numbers).noneMatch(Double::isNaN);
    TaskKind kind =
        forced.orElseGet(
            () ->
                numeric && !hasFewValues(numbers) ? TaskKind.REGRESSION : TaskKind.CLASSIFICATION);
    Targets targets =
        switch (kind) {
          case CLASSIFICATION -> classes(cells, numeric, numbers, classNames);
          case REGRESSION -> values(cells, numbers, place);
          case LANGUAGE ->
              throw new DataException(
                  "a target column makes no LANGUAGE task; ask for CLASSIFICATION or REGRESSION");
        };
    return new Result(targets, note(targets, numeric, forced.isPresent()));
  }

  private static boolean hasFewValues(double[] numbers) {
    double[] distinct = Arrays.stream(numbers).distinct().toArray();
    boolean integers = Arrays.stream(distinct).allMatch(value -> value == Math.rint(value));
    int most = integers ? MOST_INTEGER_CLASSES : MOST_FRACTION_CLASSES;
    return distinct.length <= Math.max(2, Math.min(most, numbers.length / ROWS_PER_CLASS));
  }

  private static Targets.Values values(
      String[] cells, double[] numbers, IntFunction<String> place) {
    for (int row = 0; row < numbers.length; row++) {
      if (!Double.isFinite(numbers[row])) {
        throw new DataException(
            "%s: the target '%s' is no finite number; correct it or ask for a classification"
                .formatted(place.apply(row), cells[row]));
      }
    }
    return new Targets.Values(numbers);
  }

  private static Targets.Classes classes(
      String[] cells, boolean numeric, double[] numbers, List<String> classNames) {
    List<String> labels =
        !classNames.isEmpty()
            ? classNames
            : numeric
                ? Arrays.stream(numbers).distinct().sorted().mapToObj(Cells::format).toList()
                : Arrays.stream(cells).distinct().sorted().toList();
    Map<String, Integer> indices = new HashMap<>();
    IntStream.range(0, labels.size()).forEach(c -> indices.put(labels.get(c), c));
    boolean canonical = numeric && classNames.isEmpty();
    int[] classes =
        IntStream.range(0, cells.length)
            .map(row -> indices.get(canonical ? Cells.format(numbers[row]) : cells[row]))
            .toArray();
    return new Targets.Classes(classes, labels);
  }

  private static String note(Targets targets, boolean numeric, boolean forced) {
    String why = forced ? "as asked" : "inferred";
    String cells = numeric ? "numbers" : "strings";
    return targets instanceof Targets.Classes classes
        ? "target taken as classification (%s): %d distinct %s"
            .formatted(why, classes.labels().size(), cells)
        : "target taken as regression (%s): many distinct numbers".formatted(why);
  }
}
