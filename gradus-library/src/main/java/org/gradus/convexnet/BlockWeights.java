package org.gradus.convexnet;

import java.util.Arrays;
import org.gradus.core.Check;

/**
 * The variables of a convex program: a pair of vectors for each gate.
 *
 * @param positive vᵢ, whose neurons count with weight +, [P, d] row-major; copied
 * @param negative wᵢ, whose neurons count with weight −, the same shape; copied
 * @param width d
 */
@SuppressWarnings("ArrayRecordComponent") // copied in; compared by nobody
public record BlockWeights(double[] positive, double[] negative, int width) {
  /** Validates and copies. */
  public BlockWeights {
    Check.atLeast("width", width, 1);
    if (positive.length != negative.length || positive.length % width != 0) {
      throw Check.invalid(
          "the number of weights",
          positive.length + " and " + negative.length,
          "the same multiple of " + width);
    }
    positive = positive.clone();
    negative = negative.clone();
  }

  /** All 0. */
  public static BlockWeights zero(ReluProgram program) {
    int length = program.gates().count() * program.problem().width();
    return new BlockWeights(new double[length], new double[length], program.problem().width());
  }

  /** From the solvers' layout: all v blocks, then all w blocks. */
  static BlockWeights ofStacked(double[] stacked, int width) {
    int half = stacked.length / 2;
    return new BlockWeights(
        Arrays.copyOf(stacked, half), Arrays.copyOfRange(stacked, half, stacked.length), width);
  }

  /** P. */
  public int gates() {
    return positive.length / width;
  }

  /** Σ ‖vᵢ‖₂ + ‖wᵢ‖₂. */
  public double groupNorm() {
    return Arrays.stream(ReluNetwork.norms(positive, width)).sum()
        + Arrays.stream(ReluNetwork.norms(negative, width)).sum();
  }

  /** The network whose neurons these are. Its outputs are the program's where the cones hold. */
  public ReluNetwork network() {
    return ReluNetwork.ofBlocks(positive, negative, width);
  }

  /** Each block projected onto its cone. */
  public BlockWeights projected(ReluProgram program) {
    program.require(this);
    ReluProblem problem = program.problem();
    ConeProjection cone = new ConeProjection(problem.inputs(), width);
    return new BlockWeights(
        projected(positive, cone, program.gates()),
        projected(negative, cone, program.gates()),
        width);
  }

  private double[] projected(double[] blocks, ConeProjection cone, Gates gates) {
    double[] projected = new double[blocks.length];
    for (int i = 0; i < gates(); i++) {
      double[] block = Arrays.copyOfRange(blocks, i * width, (i + 1) * width);
      System.arraycopy(cone.project(gates, i, block), 0, projected, i * width, width);
    }
    return projected;
  }
}
