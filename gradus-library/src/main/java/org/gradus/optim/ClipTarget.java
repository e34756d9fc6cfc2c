package org.gradus.optim;

/** What an adaptive method clips. */
public enum ClipTarget {
  /** The gradient that feeds the first moment. */
  GRADIENT,
  /** The final direction, before the learning rate. */
  UPDATE
}
