package org.gradus.convexnet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.gradus.core.Check;

/**
 * The cones {u : σₖ xₖ u ≥ ε ‖u‖* for all k} of a robust problem: margins, interior directions and
 * repair.
 */
public final class RobustCones {
  private final RobustProblem problem;
  private final Gates gates;
  private final int width;

  /** For some gates. */
  public RobustCones(RobustProblem problem, Gates gates) {
    this.problem = problem;
    this.gates = gates;
    width = problem.nominal().width();
  }

  /** min over k of σₖ xₖ u − ε ‖u‖*: at least 0 inside. */
  public double margin(int gate, double[] u) {
    return margin(gate, u, new int[1]);
  }

  private double margin(int gate, double[] u, int[] tightest) {
    double[] inputs = problem.nominal().inputs();
    double least = Double.POSITIVE_INFINITY;
    for (int k = 0; k < gates.samples(); k++) {
      double product = 0;
      for (int j = 0; j < width; j++) {
        product += inputs[k * width + j] * u[j];
      }
      double inside = gates.active(gate, k) ? product : -product;
      if (inside < least) {
        least = inside;
        tightest[0] = k;
      }
    }
    return least - problem.radius() * problem.dualNorm(u, 0);
  }

  /**
   * A direction strictly inside, by the robust perceptron: add the worst-case version of the
   * tightest row until all rows hold. Ends within (R/γ)² additions where the cone has a margin γ
   * for unit vectors and rows of length at most R.
   *
   * @param additions the limit
   * @return empty where none was found: the cone is {0}, has no interior, or a margin below
   *     R/√limit
   */
  public Optional<double[]> interior(int gate, int additions) {
    Check.atLeast("additions", additions, 1);
    double[] u = new double[width];
    int[] tightest = new int[1];
    for (int i = 0; i < additions; i++) {
      if (margin(gate, u, tightest) > 0) {
        return Optional.of(u);
      }
      double[] worst = worstRow(gate, tightest[0], u);
      for (int j = 0; j < width; j++) {
        u[j] += worst[j];
      }
    }
    return Optional.empty();
  }

  /** σₖ xₖ as the adversary would have it against u. */
  private double[] worstRow(int gate, int k, double[] u) {
    double sign = gates.active(gate, k) ? 1 : -1;
    double[] row = new double[width];
    double norm = problem.dualNorm(u, 0);
    int largest = -1;
    for (int j = 0; j < width; j++) {
      row[j] = sign * problem.nominal().inputs()[k * width + j];
      if (j != problem.biasColumn() && (largest < 0 || Math.abs(u[j]) > Math.abs(u[largest]))) {
        largest = j;
      }
    }
    for (int j = 0; j < width && norm > 0; j++) {
      double direction =
          switch (problem.ball()) {
            case L_INFINITY -> Math.signum(u[j]);
            case L2 -> u[j] / norm;
            case L1 -> j == largest ? Math.signum(u[j]) : 0;
          };
      row[j] -= j == problem.biasColumn() ? 0 : problem.radius() * direction;
    }
    return row;
  }

  /** The gates whose cone has a known interior: what {@link #interior} does not find is dropped. */
  public List<Integer> nonTrivial(int additions) {
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < gates.count(); i++) {
      if (interior(i, additions).isPresent()) {
        kept.add(i);
      }
    }
    return kept;
  }

  /** The largest violation of any row by any block, 0 if all are inside. */
  public double violation(BlockWeights weights) {
    double worst = 0;
    for (int i = 0; i < gates.count(); i++) {
      worst = Math.max(worst, -margin(i, block(weights.positive(), i)));
      worst = Math.max(worst, -margin(i, block(weights.negative(), i)));
    }
    return worst;
  }

  /**
   * The block moved into its cone along an interior direction c: v + t c with the t that the margin
   * of c makes enough, margin(v + t c) ≥ margin(v) + t margin(c); empty where no c is known.
   */
  Optional<double[]> repaired(int gate, double[] block, int additions) {
    double margin = margin(gate, block);
    if (margin >= 0) {
      return Optional.of(block);
    }
    return interior(gate, additions)
        .map(
            c -> {
              double t = -margin / margin(gate, c);
              double[] moved = new double[width];
              // A little more than needed, for rounding.
              Arrays.setAll(moved, j -> block[j] + t * (1 + 1e-9) * c[j]);
              return moved;
            });
  }

  double[] block(double[] blocks, int gate) {
    return Arrays.copyOfRange(blocks, gate * width, (gate + 1) * width);
  }
}
