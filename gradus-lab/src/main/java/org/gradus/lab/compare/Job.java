package org.gradus.lab.compare;

import java.util.Map;

/**
 * One training: a tuning trial or a final run.
 *
 * @param kind which of both
 * @param methodIndex the method's place in the plan
 * @param number the trial's or the seed's number, from 0
 * @param seed decides weights, batch order and the method's draws
 * @param hyperParameters the searched values
 */
record Job(Kind kind, int methodIndex, int number, long seed, Map<String, Double> hyperParameters) {
  /** Kinds of jobs, as files and people name them. */
  enum Kind {
    TRIAL("trial"),
    RUN("run");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /** A name for files, unique within a comparison: {@code trial-2-7}. */
  String key() {
    return key(kind, methodIndex, number);
  }

  static String key(Kind kind, int methodIndex, int number) {
    return kind.word() + "-" + methodIndex + "-" + number;
  }
}
