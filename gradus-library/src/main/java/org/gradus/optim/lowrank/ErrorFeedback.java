package org.gradus.optim.lowrank;

/** Whether and how what a projection loses is kept and added to the next gradient. */
public enum ErrorFeedback {
  /** It is lost. */
  NONE,
  /** It is kept as it is: one matrix of the parameter's size. */
  FULL,
  /** It is kept in 8 bits an entry, a scale for each row. */
  BITS_8,
  /** It is kept in 4 bits an entry, a scale for each row. */
  BITS_4
}
