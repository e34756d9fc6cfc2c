package org.gradus.smooth.logistic;

import java.util.Map;
import java.util.Objects;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.Solution.Status;
import org.gradus.core.Trace;

/**
 * Logistic regression with L1, L2, both or no penalty, on sparse data, to a certified duality gap:
 * the method to take.
 *
 * <p>Newton's method on F: a quadratic model of the losses with the penalties kept as they are is
 * minimised roughly, more exactly as the iteration converges; then Armijo's rule along the segment.
 * With few features the model has the Hessian in full, else its products ({@link Form}). A step
 * costs two passes over the data, and the Hessian or about five products of two passes each.
 *
 * <p>It stops when primal − dual ≤ {@code gapTolerance} · primal; without any penalty, which has no
 * dual bound, when the gradient has fallen by that factor.
 */
public final class LogisticRegression implements LogisticSolver {
  /** How the Hessian is used. */
  public enum Form {
    /** By an estimate of the cost. */
    AUTOMATIC,
    /** In full: n² memory; Cholesky, and coordinate descent for λ₁. */
    DENSE,
    /** By products: conjugate gradients and two-metric projection. */
    PRODUCTS
  }

  /**
   * Settings.
   *
   * @param gapTolerance relative duality gap to reach
   * @param maxIterations stop after this many Newton steps
   * @param form how the Hessian is used
   */
  public record Config(double gapTolerance, int maxIterations, Form form) {
    /** To 10⁻⁸ in at most 200 steps. */
    public static final Config DEFAULT = new Config(1e-8, 200, Form.AUTOMATIC);

    /** Validates. */
    public Config {
      Check.nonNegative("gapTolerance", gapTolerance);
      Check.atLeast("maxIterations", maxIterations, 0);
      Objects.requireNonNull(form, "form");
    }

    /** The same with another tolerance. */
    public Config withGapTolerance(double tolerance) {
      return new Config(tolerance, maxIterations, form);
    }

    /** The same with another limit. */
    public Config withMaxIterations(int limit) {
      return new Config(gapTolerance, limit, form);
    }

    /** The same with another form. */
    public Config withForm(Form newForm) {
      return new Config(gapTolerance, maxIterations, newForm);
    }
  }

  private static final double ARMIJO = 1e-4;
  private static final int HALVINGS = 40;
  private static final double ROUNDING = 16;

  /** How exactly the first model is minimised; later ones by the fall of the subgradient. */
  private static final double LOOSEST = 0.3;

  /** Operations on the Hessian in full that cost as much as the products of a step, by entry. */
  private static final double DENSE_OPERATIONS = 60;

  private final Config config;

  /** With {@link Config#DEFAULT}. */
  public LogisticRegression() {
    this(Config.DEFAULT);
  }

  /** With the given settings. */
  public LogisticRegression(Config config) {
    this.config = config;
  }

  @Override
  public LogisticSolution solve(LogisticProblem problem, double[] start, Monitor monitor) {
    if (start.length != problem.dimension()) {
      throw Check.invalid(
          "the length of the start", start.length, problem.dimension() + ", the features");
    }
    for (int j = 0; j < start.length; j++) {
      Check.finite("start[" + j + "]", start[j]);
    }
    return new Run(problem, start, monitor).solve();
  }

  private ModelStep step(LogisticProblem problem) {
    double n = problem.dimension();
    double operations = n * n * n / 3;
    int[] starts = problem.features().rowStarts();
    for (int i = 0; i < problem.features().rows(); i++) {
      double entries = starts[i + 1] - starts[i];
      operations += entries * entries;
    }
    boolean dense =
        switch (config.form) {
          case AUTOMATIC ->
              operations <= DENSE_OPERATIONS * Math.max(n, problem.features().entries());
          case DENSE -> true;
          case PRODUCTS -> false;
        };
    return dense ? new DenseModelStep(problem.dimension()) : new TruncatedModelStep();
  }

  /** One run. */
  private final class Run {
    private final LogisticProblem problem;
    private final Monitor monitor;
    private final Trace trace = new Trace();
    private final long started = System.nanoTime();
    private final LossState state;
    private final ModelStep step;
    private final double[] w;
    private final double[] gradient;
    private final double[] diagonal;
    private final double[] subgradient;
    private long paused;
    private int iterations;
    private double value;
    private double gap;
    private double norm;
    private double firstNorm = Double.NaN;

    Run(LogisticProblem problem, double[] start, Monitor monitor) {
      this.problem = problem;
      this.monitor = monitor;
      w = start.clone();
      state = new LossState(problem, w);
      step = step(problem);
      gradient = new double[w.length];
      diagonal = new double[w.length];
      subgradient = new double[w.length];
    }

    LogisticSolution solve() {
      while (true) {
        evaluate();
        record();
        if (converged()) {
          return end(
              Status.CONVERGED, "relative duality gap " + gap / value + ", |subgradient| " + norm);
        }
        if (iterations >= config.maxIterations) {
          return end(Status.LIMIT_REACHED, iterations + " steps did not reach the tolerance");
        }
        if (monitor.cancelled()) {
          return end(Status.CANCELLED, "cancelled after " + iterations + " steps");
        }
        double accuracy = Math.min(LOOSEST, Math.sqrt(norm / firstNorm));
        double[] target =
            step.minimise(
                new ModelStep.Model(problem, state, w, gradient, diagonal, subgradient, accuracy));
        if (!advance(target)) {
          return end(Status.BREAKDOWN, "no step lowers F: its rounding is reached at gap " + gap);
        }
        iterations++;
      }
    }

    /** Value, derivatives and gap at w. */
    private void evaluate() {
      double loss = state.derivatives(gradient, diagonal);
      double[] z = new double[w.length];
      norm = 0;
      double squared = 0;
      value = loss;
      for (int j = 0; j < w.length; j++) {
        z[j] = -gradient[j];
        gradient[j] += problem.l2() * w[j];
        subgradient[j] = Penalty.subgradient(problem.l1(), w[j], gradient[j]);
        squared += subgradient[j] * subgradient[j];
        norm = Math.max(norm, Math.abs(subgradient[j]));
        value += problem.l1() * Math.abs(w[j]) + problem.l2() / 2 * w[j] * w[j];
      }
      Check.finite("F", value);
      // With a strongly convex penalty and no λ₁ this is the gap exactly, without cancellation.
      gap = problem.l1() == 0 ? squared / (2 * problem.l2()) : value - dual(loss, z);
      firstNorm = iterations == 0 ? norm : firstNorm;
    }

    private double dual(double loss, double[] z) {
      double scale = Penalty.dualScale(problem, z);
      return state.entropy(scale, loss) - Penalty.conjugate(problem, z, scale);
    }

    private boolean converged() {
      boolean bounded = problem.l1() > 0 || problem.l2() > 0;
      return norm == 0
          || (bounded
              ? gap <= config.gapTolerance * value
              : norm <= config.gapTolerance * firstNorm);
    }

    /** Armijo's rule on the segment from w to the target. */
    private boolean advance(double[] target) {
      double[] d = new double[w.length];
      double slope = 0;
      double linear = 0;
      double quadratic = 0;
      for (int j = 0; j < w.length; j++) {
        d[j] = target[j] - w[j];
        slope += gradient[j] * d[j] + problem.l1() * (Math.abs(target[j]) - Math.abs(w[j]));
        linear += w[j] * d[j];
        quadratic += d[j] * d[j];
      }
      double[] along = state.signedProduct(d);
      double slack = ROUNDING * Math.ulp(value);
      double alpha = 1;
      for (int halving = 0; halving <= HALVINGS && slope < 0; halving++) {
        double penalty = problem.l2() * alpha * (linear + alpha * quadratic / 2);
        double next = state.loss(along, alpha) + penalty + l1At(alpha, d);
        double start = value - l2Value();
        if (next <= start + ARMIJO * alpha * slope + slack) {
          state.move(along, alpha);
          for (int j = 0; j < w.length; j++) {
            w[j] = alpha == 1 ? target[j] : w[j] + alpha * d[j];
          }
          return true;
        }
        alpha /= 2;
      }
      return false;
    }

    private double l2Value() {
      double sum = 0;
      for (double v : w) {
        sum += v * v;
      }
      return problem.l2() / 2 * sum;
    }

    private double l1At(double alpha, double[] d) {
      if (problem.l1() == 0) {
        return 0;
      }
      double sum = 0;
      for (int j = 0; j < w.length; j++) {
        sum += Math.abs(w[j] + alpha * d[j]);
      }
      return problem.l1() * sum;
    }

    private void record() {
      long before = System.nanoTime();
      double seconds = (before - started - paused) * 1e-9;
      Map<String, Double> metrics =
          Map.of(
              LogisticSolution.GAP, gap, LogisticSolution.INNER, (double) step.innerIterations());
      trace.add(new Trace.Point(iterations, seconds, value, norm, metrics), monitor);
      paused += System.nanoTime() - before;
    }

    private LogisticSolution end(Status status, String message) {
      return new LogisticSolution(
          w.clone(), LogisticCertificate.of(problem, w), iterations, status, message, trace);
    }
  }
}
