package org.gradus.bilevel;

/** Sees every accepted iterate: for checks against tight solves. */
@FunctionalInterface
public interface Watcher {
  /** Looks away. */
  Watcher NONE = (step, theta, x) -> {};

  /**
   * Called when the hypergradient at an accepted θ is known, as the trace's points are made.
   *
   * @param step k, from 0
   * @param theta a copy of θₖ
   * @param x a copy of x̃
   */
  void at(long step, double[] theta, double[] x);
}
