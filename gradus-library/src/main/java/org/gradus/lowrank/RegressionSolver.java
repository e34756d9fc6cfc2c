package org.gradus.lowrank;

/** Solves one regression after another in its own buffers: one a thread. */
final class RegressionSolver {
  private static final double REDUCTION = 0.1;
  private static final double LEAST_REDUCTION = 1e-12;

  private final Regression method;
  private final CompletionDraws draws;
  private final int halfStep;
  private final double relativeResidual;
  private final TallSystem system;
  private final DirectSolver direct;
  private final IterativeSolver iterative;
  private final TriangularPreconditioner preconditioner;
  private int[] buckets = new int[0];
  private double[] signs = new double[0];

  /**
   * A solver for the regressions of one half-step.
   *
   * @param relativeResidual of the half-step before, for adaptive stopping
   */
  RegressionSolver(
      Regression method, CompletionDraws draws, int width, int halfStep, double relativeResidual) {
    this.method = method;
    this.draws = draws;
    this.halfStep = halfStep;
    this.relativeResidual = relativeResidual;
    system = new TallSystem(width);
    direct = new DirectSolver(width);
    iterative = new IterativeSolver(width);
    preconditioner = new TriangularPreconditioner(width);
  }

  /** To be filled before {@link #solve}; holds the answer after it. */
  TallSystem system() {
    return system;
  }

  /**
   * Solves the system.
   *
   * @param index the column or row, for its sketch
   * @param observed rows of the system that are observations, not ridge
   */
  void solve(int index, int observed) {
    if (system.rows() < system.width()) {
      direct.minimumNorm(system);
    } else if (method instanceof Regression.PreconditionedCg cg) {
      if (precondition(index, observed, cg.sketchFactor())) {
        iterative.conjugateGradients(
            system, preconditioner, cg.rounds(), cg.adaptive() ? reduction() : 0);
      }
    } else if (method instanceof Regression.SketchedGradient gradient) {
      if (precondition(index, observed, gradient.sketchFactor())) {
        iterative.gradientSteps(system, preconditioner, gradient.rounds(), gradient.damped());
      }
    } else if (method instanceof Regression.WarmCg warm) {
      system.updateResidual();
      iterative.conjugateGradients(system, warm.rounds());
    } else {
      direct.normalEquations(system);
    }
  }

  private double reduction() {
    return Math.max(LEAST_REDUCTION, REDUCTION * relativeResidual);
  }

  /** Sketches and starts there; or solves directly and returns false, when that is better. */
  private boolean precondition(int index, int observed, int sketchFactor) {
    int sketchRows = Math.multiplyExact(sketchFactor, system.width());
    int length = system.rows();
    if (observed > sketchRows) {
      if (buckets.length < length) {
        buckets = new int[length];
        signs = new double[length];
      }
      draws.countSketch(halfStep, index, length, sketchRows, buckets, signs);
      if (preconditioner.sketch(system, buckets, signs, sketchRows)) {
        preconditioner.start(system);
        return true;
      }
    }
    direct.qr(system);
    return false;
  }
}
