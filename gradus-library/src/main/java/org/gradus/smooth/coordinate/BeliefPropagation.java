package org.gradus.smooth.coordinate;

import org.gradus.core.Check;
import org.gradus.core.SparseMatrix;

/**
 * Gaussian belief propagation for A x = b: every node sends every neighbour a precision and a mean,
 * all at once, sweep after sweep.
 *
 * <p>On a forest it is exact after as many sweeps as the longest path has edges; {@link
 * UpdateRule#MESSAGE_PASSING} needs one pass. On graphs with cycles it need not converge. Cost of a
 * sweep: the entries of A.
 */
public final class BeliefPropagation {
  private final QuadraticFunction function;
  private final int[] reverse;
  private double[] precision;
  private double[] potential;

  /** Begins with empty messages. */
  public BeliefPropagation(QuadraticFunction function) {
    this.function = function;
    SparseMatrix a = function.matrix();
    reverse = new int[a.entries()];
    int[] next = a.rowStarts().clone();
    // Row j of a symmetric matrix lists i in the order in which rows i list j.
    for (int i = 0; i < a.rows(); i++) {
      for (int k = a.rowStarts()[i]; k < a.rowStarts()[i + 1]; k++) {
        reverse[k] = next[a.columnIndices()[k]]++;
      }
    }
    precision = new double[a.entries()];
    potential = new double[a.entries()];
  }

  /** One sweep: all messages from the messages before it. */
  public void sweep() {
    SparseMatrix a = function.matrix();
    double[] nextPrecision = new double[precision.length];
    double[] nextPotential = new double[potential.length];
    for (int i = 0; i < a.rows(); i++) {
      double[] belief = belief(i);
      for (int k = a.rowStarts()[i]; k < a.rowStarts()[i + 1]; k++) {
        if (a.columnIndices()[k] == i) {
          continue;
        }
        double own = belief[0] - precision[reverse[k]];
        double mean = belief[1] - potential[reverse[k]];
        nextPrecision[k] = -a.values()[k] * a.values()[k] / own;
        nextPotential[k] = -a.values()[k] * mean / own;
      }
    }
    precision = nextPrecision;
    potential = nextPotential;
  }

  /** The means: x as far as the messages have come. */
  public double[] means() {
    double[] x = new double[function.dimension()];
    for (int i = 0; i < x.length; i++) {
      double[] belief = belief(i);
      Check.positive("precision of node " + i, belief[0]);
      x[i] = belief[1] / belief[0];
    }
    return x;
  }

  /** Precision and potential of a node: its own and what its neighbours sent. */
  private double[] belief(int i) {
    SparseMatrix a = function.matrix();
    double[] belief = {0, function.linear(i)};
    for (int k = a.rowStarts()[i]; k < a.rowStarts()[i + 1]; k++) {
      boolean own = a.columnIndices()[k] == i;
      belief[0] += own ? a.values()[k] : precision[reverse[k]];
      belief[1] += own ? 0 : potential[reverse[k]];
    }
    return belief;
  }
}
