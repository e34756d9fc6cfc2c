package org.gradus.transport;

/** Sinkhorn's iteration in some arithmetic: each sweep fits the rows, then the columns. */
interface Sweeps {
  /**
   * One sweep.
   *
   * @return the marginal error before it, from row sums the sweep computes anyway; NaN where it did
   *     not: before the columns were ever fitted, and in a sweep by {@link LogSumExp}
   */
  double sweep();

  /** P 1 before the last sweep, where {@link #sweep} returned a number. */
  double[] rowSumsBefore();

  /** A copy of the row potentials. */
  double[] x();

  /** A copy of the column potentials. */
  double[] y();
}
