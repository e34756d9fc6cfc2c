package org.gradus.lab.data;

/** What is to be learned from a data set. */
public enum TaskKind {
  /** One class out of several for each example. */
  CLASSIFICATION,
  /** One number for each example. */
  REGRESSION,
  /** The next token of a stream. */
  LANGUAGE
}
