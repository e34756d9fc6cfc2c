package org.gradus.optim.lowrank;

/** Factor on the step of an R × K matrix whose direction is orthogonalised. */
public enum StepScale {
  /** √max(1, R/K), Jordan's. */
  KJ,
  /** 0.2 √max(R, K), which gives the step AdamW's root mean square. */
  KIMI,
  /** √(R/K), Dion's. */
  DION,
  /** 1. */
  NONE;

  /** The factor for a matrix of R rows and K columns. */
  double of(long rows, long columns) {
    double ratio = (double) rows / columns;
    return switch (this) {
      case KJ -> Math.sqrt(Math.max(1, ratio));
      case KIMI -> 0.2 * Math.sqrt((double) Math.max(rows, columns));
      case DION -> Math.sqrt(ratio);
      case NONE -> 1;
    };
  }
}
