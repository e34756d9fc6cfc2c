package org.gradus.lab.data;

/** Checks shared by the kinds of {@link RawData}. */
final class Parts {

  private Parts() {}

  static int requireTestStart(int testStart, int rows) {
    if (testStart < 1 || testStart > rows) {
      throw new IllegalArgumentException(
          "testStart is " + testStart + ", must be from 1 to the number of rows, " + rows);
    }
    return testStart;
  }

  static void requireLength(String what, long found, long expected) {
    if (found != expected) {
      throw new IllegalArgumentException(what + " has length " + found + ", must be " + expected);
    }
  }
}
