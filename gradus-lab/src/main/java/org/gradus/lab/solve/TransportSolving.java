package org.gradus.lab.solve;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradus.core.Monitor;
import org.gradus.core.Trace;
import org.gradus.lab.data.DataException;
import org.gradus.lab.data.MatrixReader;
import org.gradus.lab.page.Picture;
import org.gradus.transport.Greenkhorn;
import org.gradus.transport.LogSinkhorn;
import org.gradus.transport.NewtonConfig;
import org.gradus.transport.Sinkhorn;
import org.gradus.transport.SinkhornConfig;
import org.gradus.transport.SinkhornNewtonDense;
import org.gradus.transport.SinkhornNewtonSparse;
import org.gradus.transport.TransportCertificate;
import org.gradus.transport.TransportProblem;
import org.gradus.transport.TransportSolution;
import org.gradus.transport.TransportSolver;

/** Entropic optimal transport from files: a cost matrix and two marginals. */
public final class TransportSolving {
  /** Largest plan drawn as a picture, in entries. */
  private static final long DRAWN = 1_000_000;

  /** The solvers by name, the default one first. */
  public enum Method {
    /** Sinkhorn-Newton-Sparse. */
    SNS("Sinkhorn-Newton-Sparse"),
    /** Newton steps with the whole Hessian. */
    NEWTON("Sinkhorn, then dense Newton steps"),
    /** Scalings of the kernel. */
    SINKHORN("Sinkhorn"),
    /** Potentials by sums of exponentials. */
    LOG_SINKHORN("Sinkhorn in the log domain"),
    /** One row or column at a time. */
    GREENKHORN("Greenkhorn");

    private final String title;

    Method(String title) {
      this.title = title;
    }

    /** Its name for people. */
    public String title() {
      return title;
    }

    /** The solver that stops at a marginal error, after at most so many iterations. */
    public TransportSolver solver(double tolerance, Optional<Integer> limit) {
      NewtonConfig newton = NewtonConfig.DEFAULT.withTolerance(tolerance);
      newton = newton.withMaxSteps(limit.orElse(newton.maxSteps()));
      SinkhornConfig sweeps = SinkhornConfig.DEFAULT.withTolerance(tolerance);
      sweeps = sweeps.withMaxSweeps(limit.orElse(sweeps.maxSweeps()));
      Greenkhorn.Config greedy = Greenkhorn.Config.DEFAULT;
      return switch (this) {
        case SNS ->
            new SinkhornNewtonSparse(SinkhornNewtonSparse.Config.DEFAULT.withNewton(newton));
        case NEWTON -> new SinkhornNewtonDense(newton);
        case SINKHORN -> new Sinkhorn(sweeps);
        case LOG_SINKHORN -> new LogSinkhorn(sweeps);
        case GREENKHORN ->
            new Greenkhorn(
                new Greenkhorn.Config(tolerance, limit.orElse(greedy.maxRounds()), greedy.rule()));
      };
    }
  }

  private TransportSolving() {}

  /**
   * Reads a problem.
   *
   * @param cost a matrix, a row a line
   * @param rows masses of the rows, or empty for equal ones
   * @param columns masses of the columns, or empty for equal ones
   * @throws DataException if a file is no matrix or vector of numbers
   * @throws IllegalArgumentException if together they are no transport problem
   */
  public static TransportProblem read(
      Path cost, Optional<Path> rows, Optional<Path> columns, double eta) {
    double[][] matrix = MatrixReader.matrix(cost);
    return TransportProblem.of(
        matrix, marginal(rows, matrix.length), marginal(columns, matrix[0].length), eta);
  }

  private static double[] marginal(Optional<Path> file, int length) {
    if (file.isPresent()) {
      return MatrixReader.vector(file.get());
    }
    double[] equal = new double[length];
    Arrays.fill(equal, 1.0 / length);
    return equal;
  }

  /** Solves and tells. */
  public static Answer solve(
      TransportProblem problem, Method method, TransportSolver solver, Monitor monitor) {
    TransportSolution solution = solver.solve(problem, monitor);
    List<Trace.Point> trace = solution.trace().points();
    double[] plan = new double[problem.rows() * problem.columns()];
    solution.plan().data_ptr_double().get(plan);
    return new Answer(
        "solve-transport",
        "optimal transport, %d x %d, eta = %s"
            .formatted(problem.rows(), problem.columns(), problem.eta()),
        method.title(),
        facts(problem),
        solution.status(),
        solution.message(),
        certificate(solution.certificate()),
        trace,
        new Answer.Details(
            List.of(
                Convergence.overIterations("marginal error", trace, TransportSolving::error),
                Convergence.overSeconds("marginal error", trace, TransportSolving::error)),
            List.of(),
            picture(problem, plan)),
        List.of(
            CsvText.matrix("plan.csv", plan, problem.columns()),
            CsvText.columns(
                "potentials.csv",
                List.of("x", "y"),
                List.of(solution.potentials().x(), solution.potentials().y()))));
  }

  private static double error(Trace.Point point) {
    return point.metric(TransportSolution.MARGINAL_ERROR);
  }

  private static Map<String, String> facts(TransportProblem problem) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("rows", String.valueOf(problem.rows()));
    facts.put("columns", String.valueOf(problem.columns()));
    facts.put("mass", String.valueOf(problem.mass()));
    facts.put("eta", String.valueOf(problem.eta()));
    facts.put("cost range", String.valueOf(problem.costRange()));
    return facts;
  }

  private static Map<String, Double> certificate(TransportCertificate c) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("transport cost", c.transportCost());
    numbers.put("marginal error", c.marginalError());
    numbers.put("duality gap", c.dualityGap());
    numbers.put("cost of a feasible plan nearby", c.feasibleCost());
    numbers.put("lower bound on the unregularised cost", c.costLowerBound());
    return numbers;
  }

  private static List<Picture> picture(TransportProblem problem, double[] plan) {
    if (plan.length > DRAWN) {
      return List.of();
    }
    double largest = Arrays.stream(plan).max().orElse(0);
    double[] shade = Arrays.stream(plan).map(p -> Math.sqrt(p / largest)).toArray();
    return List.of(
        Picture.grey(
            "the plan; brightness is the square root of mass", shade, problem.columns(), 0, 1));
  }
}
