package org.gradus.lab.solve.compare;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.gradus.convexnet.BlockDescentAdmm;
import org.gradus.convexnet.ConeAdmm;
import org.gradus.convexnet.FeatureLasso;
import org.gradus.convexnet.FeatureProgram;
import org.gradus.convexnet.FeatureSolution;
import org.gradus.convexnet.Gates;
import org.gradus.convexnet.ReluLoss;
import org.gradus.convexnet.ReluProblem;
import org.gradus.convexnet.ReluProgram;
import org.gradus.convexnet.ReluSolution;
import org.gradus.core.Monitor;
import org.gradus.core.PortableRandom;
import org.gradus.core.RandomSource;

/** Two-layer ReLU networks: the splitting method and its variant against the sampled lasso. */
final class ConvexReluTask implements SolverTask {
  private static final double DECAY = 0.05;
  private static final int NEURONS = 1000;

  @Override
  public String id() {
    return "convexnet";
  }

  @Override
  public String title() {
    return "convex training of ReLU networks";
  }

  @Override
  public String description() {
    return "Two-layer networks with squared loss and weight decay, judged by the network's own objective;"
        + " the splitting methods work on the same activation patterns, the lasso on 1000 random"
        + " neurons, so that their optima differ a little.";
  }

  @Override
  public List<Case> cases() {
    return List.of(problem(20, 2, true), problem(200, 20, false));
  }

  private static Case problem(int n, int d, boolean all) {
    double[] x = PortableRandom.normal(5000 + n, n * d);
    double[] y = PortableRandom.normal(6000 + n, n);
    for (int k = 0; k < n; k++) {
      y[k] = Math.abs(x[k * d]) - 0.7 * Math.max(0, x[k * d + d - 1]) + 0.2 * y[k];
    }
    ReluProblem problem = new ReluProblem(x, d, y, ReluLoss.SQUARED, DECAY);
    Gates gates =
        all ? Gates.enumerated(problem) : Gates.sampled(problem, 40, RandomSource.seeded(1));
    ReluProgram program = new ReluProgram(problem, gates);
    return new Case(
        "relu-%dx%d".formatted(n, d),
        "%d samples of %d Gaussian inputs, noisy targets of two kinks; %s.".formatted(n, d, gates),
        Case.Sense.MINIMISE,
        OptionalDouble.empty(),
        List.of(
            new Entrant("ADMM", monitor -> admm(program, monitor)),
            new Entrant("ADMM by block descent", monitor -> blocks(program, monitor)),
            lasso(problem, FeatureLasso.Method.COORDINATE_DESCENT),
            lasso(problem, FeatureLasso.Method.FISTA)));
  }

  private static Entrant.Result admm(ReluProgram program, Monitor monitor) {
    ConeAdmm.Config config = ConeAdmm.Config.DEFAULT.withLimits(1e-5, 5000);
    return result(new ConeAdmm(config).solve(program, monitor));
  }

  private static Entrant.Result blocks(ReluProgram program, Monitor monitor) {
    return result(new BlockDescentAdmm(BlockDescentAdmm.Config.DEFAULT, 1).solve(program, monitor));
  }

  private static Entrant.Result result(ReluSolution solution) {
    return new Entrant.Result(
        solution,
        Map.of(
            "network objective", solution.certificate().objective(),
            "lower bound", solution.certificate().bound().value(),
            "cone violation", solution.certificate().violation()));
  }

  private static Entrant lasso(ReluProblem problem, FeatureLasso.Method method) {
    String name = method == FeatureLasso.Method.FISTA ? "lasso, FISTA" : "lasso, coordinates";
    return new Entrant(
        name,
        monitor -> {
          FeatureProgram program = FeatureProgram.sampled(problem, NEURONS, RandomSource.seeded(2));
          FeatureSolution solution =
              new FeatureLasso(
                      FeatureLasso.Config.DEFAULT.withMethod(method).withLimits(1e-6, 5000))
                  .solve(program, monitor);
          return new Entrant.Result(
              solution,
              Map.of(
                  "network objective", solution.network().objective(problem),
                  "lower bound", solution.bound().value()));
        });
  }
}
