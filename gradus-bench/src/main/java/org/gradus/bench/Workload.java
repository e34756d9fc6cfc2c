package org.gradus.bench;

/**
 * A piece of work to be timed.
 *
 * @param units how many updates or steps one run makes; times are given per unit
 * @param body the work; what it needs is already prepared
 */
record Workload(int units, Runnable body) {
  static Workload of(Runnable body) {
    return new Workload(1, body);
  }

  void run() {
    body.run();
  }
}
