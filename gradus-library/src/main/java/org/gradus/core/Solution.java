package org.gradus.core;

/** What every solver's answer tells besides the answer itself; certificates are fields of each. */
public interface Solution {
  /** How a solver ended. */
  enum Status {
    /** The stopping rule holds: the certificate says how well. */
    CONVERGED,
    /** The limit on iterations, evaluations or time came first; the answer is the best so far. */
    LIMIT_REACHED,
    /** The problem has no solution, as far as the method can tell. */
    INFEASIBLE,
    /**
     * The numbers gave out (NaN, singular system, no progress); the answer is the last sound one.
     */
    BREAKDOWN,
    /** The monitor asked to stop; the answer is the best so far. */
    CANCELLED
  }

  /** How it ended. */
  Status status();

  /** One sentence on why it ended so, with numbers. */
  String message();

  /** The recorded iterations. */
  Trace trace();
}
