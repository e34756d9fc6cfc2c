package org.gradus.convexnet;

import org.gradus.core.Check;

/**
 * Where the alternating direction method stands: its start, its end and its door for recorded
 * trajectories.
 *
 * <p>All matrices are row-major with the v blocks of all gates first, then the w blocks.
 *
 * @param u [2P, d], the copy that fits
 * @param v [2P, d], the copy with the group norms
 * @param slack s, [2P, n], the copy of Gu that is ≥ 0
 * @param blockDual λ, [2P, d], scaled
 * @param slackDual ν, [2P, n], scaled
 * @param penalty ρ
 * @param iteration iterations done
 */
@SuppressWarnings("ArrayRecordComponent") // handed over; compared by nobody
public record AdmmState(
    double[] u,
    double[] v,
    double[] slack,
    double[] blockDual,
    double[] slackDual,
    double penalty,
    long iteration) {
  /** Validates. */
  public AdmmState {
    Check.positive("penalty", penalty);
    Check.atLeast("iteration", iteration, 0);
    if (u.length != v.length || v.length != blockDual.length || slack.length != slackDual.length) {
      throw Check.invalid(
          "the lengths of u, v, slack, blockDual, slackDual",
          u.length
              + ", "
              + v.length
              + ", "
              + slack.length
              + ", "
              + blockDual.length
              + ", "
              + slackDual.length,
          "equal among u, v, blockDual and among slack, slackDual");
    }
  }

  /** All 0, as the method starts. */
  public static AdmmState zero(ReluProgram program, double penalty) {
    int blocks = 2 * program.gates().count();
    int d = blocks * program.problem().width();
    int n = blocks * program.problem().samples();
    return new AdmmState(
        new double[d], new double[d], new double[n], new double[d], new double[n], penalty, 0);
  }

  /** v in the words of the program. */
  BlockWeights weights(int width) {
    return BlockWeights.ofStacked(v, width);
  }

  void require(ReluProgram program) {
    int blocks = 2 * program.gates().count();
    if (v.length != (long) blocks * program.problem().width()
        || slack.length != (long) blocks * program.problem().samples()) {
      throw Check.invalid(
          "the lengths of v and slack",
          v.length + " and " + slack.length,
          "2 P d and 2 P n of the program");
    }
  }
}
