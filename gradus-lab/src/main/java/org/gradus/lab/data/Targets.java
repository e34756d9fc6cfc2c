package org.gradus.lab.data;

import java.util.List;

/**
 * What is to be predicted, as read: the kind of task is a property of the targets.
 *
 * <p>The arrays are not copied, neither in nor out; nobody may change them.
 */
public sealed interface Targets {

  /** Returns the kind of task these targets make. */
  TaskKind kind();

  /** Returns how many examples there are. */
  int rows();

  /** A class for each example. */
  final class Classes implements Targets {
    private final int[] indices;
    private final List<String> labels;

    /**
     * Makes the targets of a classification.
     *
     * @param indices for each example, the index of its class in {@code labels}
     * @param labels the classes in their order
     */
    public Classes(int[] indices, List<String> labels) {
      this.indices = indices;
      this.labels = List.copyOf(labels);
      for (int index : indices) {
        if (index < 0 || index >= this.labels.size()) {
          throw new IllegalArgumentException(
              "class index is " + index + ", must be from 0 to " + (this.labels.size() - 1));
        }
      }
    }

    /** Returns the class index of each example. */
    public int[] indices() {
      return indices;
    }

    /** Returns the class labels. */
    public List<String> labels() {
      return labels;
    }

    @Override
    public TaskKind kind() {
      return TaskKind.CLASSIFICATION;
    }

    @Override
    public int rows() {
      return indices.length;
    }
  }

  /** A number for each example, in the user's own unit. */
  final class Values implements Targets {
    private final double[] values;

    /**
     * Makes the targets of a regression.
     *
     * @param values the number of each example, all finite
     */
    public Values(double[] values) {
      this.values = values;
    }

    /** Returns the number of each example. */
    public double[] values() {
      return values;
    }

    @Override
    public TaskKind kind() {
      return TaskKind.REGRESSION;
    }

    @Override
    public int rows() {
      return values.length;
    }
  }

  /**
   * The target of each token is the one after it.
   *
   * @param rows how many tokens there are
   */
  record NextToken(int rows) implements Targets {
    @Override
    public TaskKind kind() {
      return TaskKind.LANGUAGE;
    }
  }
}
