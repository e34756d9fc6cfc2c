package org.gradus.transport;

import java.util.Arrays;
import java.util.Map;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.Solution.Status;

/**
 * Greenkhorn (Altschuler, Weed, Rigollet, arXiv 1705.09634): Sinkhorn's method one row or column at
 * a time, always the one that is most wrong.
 *
 * <p>An update costs O(n + m), and n + m of them, a round, count as one sweep in the solution and
 * its trace. After each round the potentials are absorbed and the kernel made anew, so that
 * rounding does not pile up. It holds the kernel and its transpose beside C. Fewer lines are
 * updated than by Sinkhorn, but each is read alone: in seconds {@link Sinkhorn} is faster.
 */
public final class Greenkhorn implements TransportSolver {
  private static final double LARGEST_SUM = 1e100;
  private static final int PATIENCE = 20;
  private static final double SERIES = 1e-4;

  /** Which line is most wrong: that of the largest violation. */
  public enum Rule {
    /** ρ(a, b) = b − a + a log(a/b) for target a and sum b, as the paper has it. */
    DIVERGENCE {
      @Override
      double violation(double target, double sum) {
        double excess = (sum - target) / target;
        // The difference cancels near 0, where rho is a second-order quantity: its series there.
        return Math.abs(excess) < SERIES
            ? target * excess * excess * (0.5 - excess / 3 + excess * excess / 4)
            : target * (excess - Math.log1p(excess));
      }
    },
    /** |a − b|, as the POT library has it: no logarithms, so several times cheaper an update. */
    ABSOLUTE {
      @Override
      double violation(double target, double sum) {
        return Math.abs(target - sum);
      }
    };

    abstract double violation(double target, double sum);
  }

  /**
   * Settings.
   *
   * @param tolerance stop when the L1 error of both marginals, examined after each round, is at
   *     most this
   * @param maxRounds stop after this many rounds of n + m updates
   * @param rule which line is next
   */
  public record Config(double tolerance, int maxRounds, Rule rule) {
    /** To 10⁻⁹ in at most 10 000 rounds, by the paper's rule. */
    public static final Config DEFAULT = new Config(1e-9, 10_000, Rule.DIVERGENCE);

    /** Validates. */
    public Config {
      Check.nonNegative("tolerance", tolerance);
      Check.atLeast("maxRounds", maxRounds, 0);
    }
  }

  private final Config config;

  /** With {@link Config#DEFAULT}. */
  public Greenkhorn() {
    this(Config.DEFAULT);
  }

  /** With the given settings. */
  public Greenkhorn(Config config) {
    this.config = config;
  }

  @Override
  public TransportSolution solve(TransportProblem problem, Potentials start, Monitor monitor) {
    Run run = new Run(problem, start, config.tolerance(), monitor);
    AccuracyFloor floor = new AccuracyFloor(problem, PATIENCE);
    try (PointerScope scope = new PointerScope()) {
      GibbsKernel kernel = new GibbsKernel(problem);
      DualPoint at = beginning(kernel, start);
      run.record(0, at, Map.of());
      for (long round = 0; ; round++) {
        Run.Counts counts = new Run.Counts(round, 0);
        if (at.error() <= config.tolerance()) {
          return run.finish(
              Status.CONVERGED, run.converged(at.error()), kernel, at.x(), at.y(), counts);
        }
        if (floor.reached(at.error())) {
          String message = floor.message(config.tolerance());
          return run.finish(Status.BREAKDOWN, message, kernel, at.x(), at.y(), counts);
        }
        if (run.cancelled()) {
          String message = "cancelled after " + round + " rounds";
          return run.finish(Status.CANCELLED, message, kernel, at.x(), at.y(), counts);
        }
        if (round >= config.maxRounds()) {
          String message = round + " rounds did not reach the tolerance";
          return run.finish(Status.LIMIT_REACHED, message, kernel, at.x(), at.y(), counts);
        }
        at = round(kernel, at);
        run.record(round + 1, at, Map.of());
      }
    }
  }

  /** The start, or one exact sweep from it where its sums are beyond what scalings can mend. */
  private static DualPoint beginning(GibbsKernel kernel, Potentials start) {
    DualPoint at = kernel.fill(start.x(), start.y());
    if (moderate(at.rowSums()) && moderate(at.columnSums())) {
      return at;
    }
    new LogSumExp(kernel.problem()).sweep(at.x(), at.y());
    return kernel.fill(at.x(), at.y());
  }

  private static boolean moderate(double[] sums) {
    for (double sum : sums) {
      if (!(sum >= 1 / LARGEST_SUM && sum <= LARGEST_SUM)) {
        return false;
      }
    }
    return true;
  }

  /** n + m updates, then the kernel at the new potentials. */
  private DualPoint round(GibbsKernel kernel, DualPoint at) {
    TransportProblem problem = kernel.problem();
    try (PointerScope scope = new PointerScope()) {
      Side rows = new Side(kernel.plan(), problem.rowMarginal(), at.rowSums());
      Side columns =
          new Side(kernel.plan().t().contiguous(), problem.columnMarginal(), at.columnSums());
      for (int update = problem.rows() + problem.columns(); update > 0; update--) {
        if (rows.worst(config.rule()) >= columns.worst(config.rule())) {
          rows.update(columns);
        } else {
          columns.update(rows);
        }
      }
      return kernel.fill(
          rows.potentials(at.x(), problem.eta()), columns.potentials(at.y(), problem.eta()));
    }
  }

  /** The rows or the columns of diag(u) K diag(v), with their targets, sums and scalings. */
  private static final class Side {
    private final DoublePointer lines;
    private final double[] target;
    private final double[] sums;
    private final double[] scaling;
    private int worst;

    Side(Tensor lines, double[] target, double[] sums) {
      this.lines = lines.data_ptr_double();
      this.target = target;
      this.sums = sums.clone();
      this.scaling = new double[target.length];
      Arrays.fill(scaling, 1);
    }

    /** Finds the line of the largest violation. */
    double worst(Rule rule) {
      double largest = -1;
      for (int i = 0; i < target.length; i++) {
        double violation = rule.violation(target[i], sums[i]);
        if (violation > largest) {
          largest = violation;
          worst = i;
        }
      }
      return largest;
    }

    /** Scales the worst line to its target, and brings the sums across it up to date. */
    void update(Side across) {
      int width = across.target.length;
      double[] line = new double[width];
      lines.position((long) worst * width).get(line, 0, width);
      double before = scaling[worst];
      scaling[worst] *= target[worst] / sums[worst];
      sums[worst] = target[worst];
      double change = scaling[worst] - before;
      for (int j = 0; j < width; j++) {
        across.sums[j] += change * line[j] * across.scaling[j];
      }
    }

    double[] potentials(double[] before, double eta) {
      double[] result = before.clone();
      for (int i = 0; i < result.length; i++) {
        result[i] += Math.log(scaling[i]) / eta;
      }
      return result;
    }
  }
}
