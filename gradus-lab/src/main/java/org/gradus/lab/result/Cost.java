package org.gradus.lab.result;

/**
 * What a method costs on this machine.
 *
 * @param millisecondsPerStep wall-clock time of a whole step (forward, backward, update), the
 *     median over steps or as the protocol says
 * @param peakMemoryBytes greatest resident memory of the process during the runs; {@code null} if
 *     not measured
 */
public record Cost(double millisecondsPerStep, Long peakMemoryBytes) {
  /** Checks that neither is negative. */
  public Cost {
    Require.notNegative("cost.millisecondsPerStep", millisecondsPerStep);
    if (peakMemoryBytes != null) {
      Require.atLeast("cost.peakMemoryBytes", peakMemoryBytes, 0);
    }
  }
}
