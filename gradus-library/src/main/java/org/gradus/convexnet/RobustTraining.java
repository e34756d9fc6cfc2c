package org.gradus.convexnet;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.Scalars;
import org.gradus.core.Solution.Status;
import org.gradus.core.Tensors;
import org.gradus.core.Trace;

/**
 * Convex adversarial training by a penalty method (arXiv 2201.01965 for the program; the method is
 * ours).
 *
 * <p>Adam (β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸) minimises objective + μ Σ cone violations, its rate
 * falling linearly to 0 within each stage; after a stage μ grows. The end is repaired if wanted: a
 * block outside its cone moves in along an interior direction, or is dropped where none is known or
 * where the objective is lower without it. A step costs O(n d P).
 */
public final class RobustTraining {
  /**
   * Settings. The defaults are ours; tune μ on validation data.
   *
   * @param penalty μ of the first stage; 0 ignores the cones
   * @param growth factor of μ from stage to stage
   * @param stages at least 1
   * @param steps of Adam in a stage
   * @param learningRate of Adam at the start of a stage
   * @param repair whether to move the blocks into their cones at the end
   */
  public record Config(
      double penalty, double growth, int stages, int steps, double learningRate, boolean repair) {
    /** μ = 0.1, 0.3, 0.9, 500 steps each with rate 0.01, repaired. */
    public static final Config DEFAULT = new Config(0.1, 3, 3, 500, 0.01, true);

    /** Validates. */
    public Config {
      Check.nonNegative("penalty", penalty);
      Check.positive("growth", growth);
      Check.atLeast("stages", stages, 1);
      Check.atLeast("steps", steps, 1);
      Check.positive("learningRate", learningRate);
    }
  }

  /** Additions the search for an interior direction may take. */
  private static final int ADDITIONS = 5000;

  private final Config config;

  /** With these settings. */
  public RobustTraining(Config config) {
    this.config = Objects.requireNonNull(config, "config");
  }

  /** Trains from all zeros. */
  public RobustSolution solve(RobustProblem problem, Gates gates, Monitor monitor) {
    ReluProgram program = new ReluProgram(problem.nominal(), gates);
    return solve(problem, gates, BlockWeights.zero(program), monitor);
  }

  /** Trains from a start: a warm start, or recorded weights. */
  public RobustSolution solve(
      RobustProblem problem, Gates gates, BlockWeights start, Monitor monitor) {
    new ReluProgram(problem.nominal(), gates).require(start);
    return new Run(problem, gates, start, monitor).solve();
  }

  private final class Run {
    private final RobustObjective objective;
    private final RobustCones cones;
    private final Gates gates;
    private final Monitor monitor;
    private final int width;
    private final Tensor blocks;
    private final Tensor gradient;
    private final Tensor first;
    private final Tensor second;
    private final Trace trace = new Trace();
    private final long begin = System.nanoTime();
    private int dropped;
    private int done;

    Run(RobustProblem problem, Gates gates, BlockWeights start, Monitor monitor) {
      this.gates = gates;
      this.monitor = monitor;
      width = problem.nominal().width();
      objective = new RobustObjective(problem, gates);
      cones = new RobustCones(problem, gates);
      try (PointerScope scope = new PointerScope()) {
        Tensor positive = Tensors.matrix(start.positive(), gates.count(), width);
        Tensor negative = Tensors.matrix(start.negative(), gates.count(), width);
        blocks = Tensors.keep(torch.cat(new TensorVector(positive, negative)));
      }
      gradient = torch.zeros_like(blocks);
      first = torch.zeros_like(blocks);
      second = torch.zeros_like(blocks);
    }

    RobustSolution solve() {
      Status status = train();
      if (config.repair && status != Status.BREAKDOWN) {
        repair();
      }
      double value = value();
      BlockWeights weights = BlockWeights.ofStacked(Tensors.doubles(blocks), width);
      double violation = cones.violation(weights);
      String message =
          "%s after %d steps: objective %.6g, largest cone violation %.3g, %d blocks dropped"
              .formatted(status, done, value, violation, dropped);
      return new RobustSolution(
          weights, weights.network(), value, violation, dropped, status, message, trace);
    }

    private double value() {
      return objective.evaluate(blocks, 0, gradient).objective();
    }

    private Status train() {
      double mu = config.penalty;
      for (int stage = 0; stage < config.stages; stage++) {
        first.zero_();
        second.zero_();
        for (int step = 0; step < config.steps; step++) {
          if (monitor.cancelled()) {
            return Status.CANCELLED;
          }
          RobustObjective.Value value = objective.evaluate(blocks, mu, gradient);
          if (!Double.isFinite(value.objective())) {
            return Status.BREAKDOWN;
          }
          if (done % 10 == 0) {
            record(value);
          }
          adam(step);
          done++;
        }
        mu *= config.growth;
      }
      // A fixed schedule: there is no stopping rule to meet.
      return Status.LIMIT_REACHED;
    }

    private void record(RobustObjective.Value value) {
      Map<String, Double> metrics =
          Map.of(
              RobustSolution.PENALTY, value.penalty(), RobustSolution.VIOLATION, value.violation());
      double seconds = (System.nanoTime() - begin) * 1e-9;
      trace.add(
          new Trace.Point(done, seconds, value.objective(), Tensors.norm(gradient), metrics),
          monitor);
    }

    private void adam(int step) {
      try (PointerScope scope = new PointerScope()) {
        double rate = config.learningRate * (config.steps - step) / config.steps;
        double correction = Math.sqrt(1 - Math.pow(0.999, step + 1));
        first.mul_(Scalars.of(0.9)).add_(gradient, Scalars.of(1 - 0.9));
        second.mul_(Scalars.of(0.999)).addcmul_(gradient, gradient, Scalars.of(1 - 0.999));
        Tensor size = second.sqrt().div_(Scalars.of(correction)).add_(Scalars.of(1e-8));
        blocks.addcdiv_(first, size, Scalars.of(-rate / (1 - Math.pow(0.9, step + 1))));
      }
    }

    private void repair() {
      for (int i = 0; i < 2 * gates.count(); i++) {
        double[] now = Tensors.doubles(blocks.select(0, i));
        int gate = i % gates.count();
        if (cones.margin(gate, now) >= 0) {
          continue;
        }
        Optional<double[]> moved = cones.repaired(gate, now, ADDITIONS);
        set(i, new double[width]);
        double without = value();
        if (moved.isPresent()) {
          set(i, moved.get());
        }
        if (moved.isEmpty() || value() > without) {
          set(i, new double[width]);
          dropped++;
        }
      }
    }

    private void set(int block, double[] values) {
      try (PointerScope scope = new PointerScope()) {
        blocks.narrow(0, block, 1).copy_(Tensors.matrix(values, 1, width));
      }
    }
  }
}
