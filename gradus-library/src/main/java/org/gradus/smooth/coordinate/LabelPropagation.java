package org.gradus.smooth.coordinate;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.gradus.core.Check;
import org.gradus.core.SparseMatrix;

/**
 * Values known at some nodes of a weighted graph, spread to the others: minimise ½ Σ w_ij (xᵢ −
 * xⱼ)² over the edges.
 *
 * @param weights w, symmetric, each ≥ 0; the diagonal is not looked at
 * @param labelled the nodes with known values, ascending and distinct
 * @param labels their values
 */
public record LabelPropagation(SparseMatrix weights, int[] labelled, double[] labels) {
  /** Validates and copies. */
  public LabelPropagation {
    if (labelled.length != labels.length) {
      throw Check.invalid("the number of labels", labels.length, labelled.length + ", as of nodes");
    }
    labelled = labelled.clone();
    labels = labels.clone();
    for (int p = 0; p < labelled.length; p++) {
      int least = p == 0 ? 0 : labelled[p - 1] + 1;
      if (labelled[p] < least || labelled[p] >= weights.rows()) {
        throw Check.invalid(
            "labelled[" + p + "]", labelled[p], "in [" + least + ", " + weights.rows() + ")");
      }
    }
    for (double w : weights.values()) {
      Check.nonNegative("a weight", w);
    }
  }

  /** The nodes without a value, ascending: the unknowns of {@link #quadratic}. */
  public int[] unlabelled() {
    boolean[] known = known();
    return IntStream.range(0, known.length).filter(i -> !known[i]).toArray();
  }

  private boolean[] known() {
    boolean[] known = new boolean[weights.rows()];
    for (int i : labelled) {
      known[i] = true;
    }
    return known;
  }

  /**
   * ½ xᵀ A x − bᵀ x of the values of the unlabelled nodes: A = L_uu, b = W_ul y, with L the graph's
   * Laplacian.
   *
   * @throws IllegalArgumentException if the weights are not symmetric
   */
  public QuadraticFunction quadratic() {
    int[] unknowns = unlabelled();
    int[] position = new int[weights.rows()];
    Arrays.fill(position, -1);
    for (int p = 0; p < unknowns.length; p++) {
      position[unknowns[p]] = p;
    }
    double[] known = new double[weights.rows()];
    for (int p = 0; p < labelled.length; p++) {
      known[labelled[p]] = labels[p];
    }
    double[] linear = new double[unknowns.length];
    int[] starts = new int[unknowns.length + 1];
    int[] columns = new int[weights.entries() + unknowns.length];
    double[] values = new double[columns.length];
    int at = 0;
    for (int p = 0; p < unknowns.length; p++) {
      int diagonal = -1;
      double degree = 0;
      for (int k = weights.rowStarts()[unknowns[p]];
          k < weights.rowStarts()[unknowns[p] + 1];
          k++) {
        int j = weights.columnIndices()[k];
        if (j == unknowns[p]) {
          continue;
        }
        degree += weights.values()[k];
        if (position[j] < 0) {
          linear[p] += weights.values()[k] * known[j];
          continue;
        }
        if (diagonal < 0 && position[j] > p) {
          diagonal = at++;
        }
        columns[at] = position[j];
        values[at++] = -weights.values()[k];
      }
      diagonal = diagonal < 0 ? at++ : diagonal;
      columns[diagonal] = p;
      values[diagonal] = degree;
      starts[p + 1] = at;
    }
    SparseMatrix matrix =
        new SparseMatrix(
            unknowns.length,
            unknowns.length,
            starts,
            Arrays.copyOf(columns, at),
            Arrays.copyOf(values, at));
    return new QuadraticFunction(matrix, linear);
  }
}
