package org.gradus.lab.data;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** How one column of a table becomes one or more numbers. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ColumnEncoding.Numeric.class, name = "numeric"),
  @JsonSubTypes.Type(value = ColumnEncoding.Categorical.class, name = "categorical")
})
public sealed interface ColumnEncoding {

  /** Returns the name of the column. */
  String column();

  /** Returns the names of the numbers it becomes. */
  List<String> featureNames();

  /**
   * Writes the numbers of one cell.
   *
   * @param cell the text, null where missing
   * @param features where to write
   * @param at the index of the first number, of {@link #featureNames()}{@code .size()}
   * @return whether the cell was known: false for a category that training had not
   * @throws NumberFormatException if the column is numeric and the cell no finite number
   */
  boolean encode(String cell, float[] features, int at);

  /**
   * A standardised number, and where training had missing cells, an indicator of them.
   *
   * @param column its name
   * @param mean of the training cells
   * @param standardDeviation of the training cells (divisor n), 1 where they do not vary
   * @param median of the training cells; stands for a missing one
   * @param missingIndicator whether a second number says that the cell was missing
   */
  record Numeric(
      String column, double mean, double standardDeviation, double median, boolean missingIndicator)
      implements ColumnEncoding {

    /** Learns from the numbers of the training rows, NaN where missing. */
    static Numeric fit(String column, double[] training) {
      double[] known = Arrays.stream(training).filter(x -> !Double.isNaN(x)).sorted().toArray();
      Moments moments = Moments.of(Arrays.stream(known));
      return new Numeric(
          column, moments.mean(), moments.scale(), median(known), known.length < training.length);
    }

    private static double median(double[] sorted) {
      int half = sorted.length / 2;
      if (sorted.length == 0) {
        return 0;
      }
      return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    @Override
    public List<String> featureNames() {
      return missingIndicator ? List.of(column, column + " is missing") : List.of(column);
    }

    @Override
    public boolean encode(String cell, float[] features, int at) {
      double number = cell == null ? median : Cells.number(cell);
      if (!Double.isFinite(number)) {
        throw new NumberFormatException(cell);
      }
      features[at] = (float) ((number - mean) / standardDeviation);
      if (missingIndicator) {
        features[at + 1] = cell == null ? 1 : 0;
      }
      return true;
    }
  }

  /**
   * One-hot: a 1 at the category of the cell, else zeros; all zeros for an unseen category.
   *
   * @param column its name
   * @param categories those of training, the most frequent {@value #MOST_CATEGORIES}, in ascending
   *     order
   * @param missingIndicator whether a last number says that the cell was missing
   */
  record Categorical(String column, List<String> categories, boolean missingIndicator)
      implements ColumnEncoding {

    /** More categories than that are rare ones, or a column of names or numbers of its own. */
    static final int MOST_CATEGORIES = 100;

    /** Copies the categories. */
    public Categorical {
      categories = List.copyOf(categories);
    }

    /** Learns from the cells of the training rows, null where missing. */
    static Categorical fit(String column, List<String> training) {
      Map<String, Integer> counts = new TreeMap<>();
      training.stream()
          .filter(Objects::nonNull)
          .forEach(cell -> counts.merge(cell, 1, Integer::sum));
      List<String> frequent =
          counts.entrySet().stream()
              .sorted(
                  Map.Entry.<String, Integer>comparingByValue()
                      .reversed()
                      .thenComparing(Map.Entry.comparingByKey()))
              .limit(MOST_CATEGORIES)
              .map(Map.Entry::getKey)
              .sorted()
              .toList();
      return new Categorical(column, frequent, training.contains(null));
    }

    @Override
    public List<String> featureNames() {
      List<String> names = new ArrayList<>();
      categories.forEach(category -> names.add(column + "=" + category));
      if (missingIndicator) {
        names.add(column + " is missing");
      }
      return names;
    }

    @Override
    public boolean encode(String cell, float[] features, int at) {
      if (cell == null) {
        if (missingIndicator) {
          features[at + categories.size()] = 1;
        }
        return true;
      }
      int category = Collections.binarySearch(categories, cell);
      if (category >= 0) {
        features[at + category] = 1;
      }
      return category >= 0;
    }
  }
}
