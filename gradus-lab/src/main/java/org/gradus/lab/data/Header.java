package org.gradus.lab.data;

/** Whether the first line of a table names its columns. */
public enum Header {
  /** The first line holds the names. */
  YES,
  /** The first line is data; columns are named {@code c0}, {@code c1}, … */
  NO,
  /** Decided from the first lines, and said in the notes. */
  AUTO
}
