package org.gradus.convexnet;

import java.util.ArrayDeque;

/** The variables of the block coordinate variant in Java arrays, its inner and outer loops. */
final class BlockDescent implements ConeVariables {
  private static final double LEAST_STEP = 1e-8;

  private final ReluProgram program;
  private final ReluProblem problem;
  private final BlockDescentAdmm.Config config;
  private final BlockDescentAdmm.Draws draws;
  private final int n;
  private final int d;
  private final int gates;
  private final double[] u;
  private final double[] v;
  private final double[] slack;
  private final double[] blockDual;
  private final double[] slackDual;
  private double[] fitted;
  private double rho;
  private double dualStep;
  private double threshold;
  private double step;
  private long count;

  BlockDescent(
      ReluProgram program,
      AdmmState start,
      BlockDescentAdmm.Config config,
      BlockDescentAdmm.Draws draws) {
    this.program = program;
    this.config = config;
    this.draws = draws;
    problem = program.problem();
    n = problem.samples();
    d = problem.width();
    gates = program.gates().count();
    u = start.u().clone();
    v = start.v().clone();
    slack = start.slack().clone();
    blockDual = start.blockDual().clone();
    slackDual = start.slackDual().clone();
    rho = start.penalty();
    count = start.iteration();
    dualStep = config.dualStep();
    threshold = config.threshold();
    step = config.step();
    fitted = fit();
  }

  /** One outer iteration. */
  void iterate() {
    descend();
    fitted = fit();
    double[] image = image(u);
    for (int i = 0; i < u.length; i += d) {
      shrink(i);
    }
    for (int e = 0; e < slack.length; e++) {
      slack[e] = Math.max(0, image[e] + slackDual[e]);
      slackDual[e] += dualStep * (image[e] - slack[e]);
    }
    count++;
    dualStep *= config.dualDecay();
    threshold *= config.thresholdDecay();
    rho += config.penaltyGrowth();
  }

  private void shrink(int block) {
    double square = 0;
    for (int j = block; j < block + d; j++) {
      v[j] = u[j] + blockDual[j];
      square += v[j] * v[j];
    }
    double length = Math.sqrt(square);
    double kept = length == 0 ? 0 : Math.max(0, 1 - problem.decay() / (rho * length));
    for (int j = block; j < block + d; j++) {
      v[j] *= kept;
      blockDual[j] += dualStep * (u[j] - v[j]);
    }
  }

  private void descend() {
    int window = (int) Math.ceil(8 * Math.sqrt((double) gates / config.blockSize()));
    ArrayDeque<Double> last = new ArrayDeque<>();
    double sum = 0;
    for (int i = 0; i < config.maxInnerSteps(); i++) {
      double decrease = -innerStep(draws.next(gates, config.blockSize()));
      last.addLast(decrease);
      sum += decrease;
      if (last.size() > window) {
        sum -= last.removeFirst();
      }
      if (last.size() == window && sum / window < threshold) {
        return;
      }
    }
  }

  /** Steps along the negative gradient of some gates; the change of the Lagrangian. */
  private double innerStep(int[] chosen) {
    double[] derivative = problem.loss().derivative(fitted, problem.targets());
    double[][] directions = new double[2 * chosen.length][];
    double[] move = new double[n];
    double slope = 0;
    double curvature = 0;
    double square = 0;
    for (int b = 0; b < directions.length; b++) {
      int block = chosen[b / 2] + (b % 2) * gates;
      double[] quadratic = quadraticGradient(block);
      double[] direction = lossGradient(block, derivative);
      directions[b] = direction;
      for (int j = 0; j < d; j++) {
        direction[j] = -direction[j] - quadratic[j];
        slope += direction[j] * quadratic[j];
        square += direction[j] * direction[j];
      }
      curvature += addImage(block, direction, move);
    }
    curvature = rho * (curvature + square);
    double before = problem.loss().value(fitted, problem.targets());
    double length = Math.sqrt(square);
    double alpha = step;
    double change = change(alpha, move, slope, curvature, before);
    while (change > -1e-3 * alpha * length && alpha > LEAST_STEP) {
      alpha /= 2.5;
      step /= 1.5;
      change = change(alpha, move, slope, curvature, before);
    }
    apply(chosen, directions, move, alpha);
    step *= 1.05;
    return change;
  }

  private double change(
      double alpha, double[] move, double slope, double curvature, double before) {
    double[] moved = fitted.clone();
    for (int k = 0; k < n; k++) {
      moved[k] += alpha * move[k];
    }
    return problem.loss().value(moved, problem.targets())
        - before
        + alpha * slope
        + 0.5 * alpha * alpha * curvature;
  }

  private void apply(int[] chosen, double[][] directions, double[] move, double alpha) {
    for (int b = 0; b < directions.length; b++) {
      int block = chosen[b / 2] + (b % 2) * gates;
      for (int j = 0; j < d; j++) {
        u[block * d + j] += alpha * directions[b][j];
      }
    }
    for (int k = 0; k < n; k++) {
      fitted[k] += alpha * move[k];
    }
  }

  /** ± Xᵀ Dᵢ l′. */
  private double[] lossGradient(int block, double[] derivative) {
    double[] gradient = new double[d];
    for (int k = 0; k < n; k++) {
      if (program.gates().active(block % gates, k)) {
        addRow(gradient, k, block < gates ? derivative[k] : -derivative[k]);
      }
    }
    return gradient;
  }

  /** ρ (uᵢ − vᵢ + λᵢ + XᵀX uᵢ − Xᵀ Eᵢ (sᵢ − νᵢ)). */
  private double[] quadraticGradient(int block) {
    double[] gradient = new double[d];
    for (int k = 0; k < n; k++) {
      double sign = program.gates().active(block % gates, k) ? 1 : -1;
      int e = block * n + k;
      addRow(gradient, k, product(k, u, block * d) - sign * (slack[e] - slackDual[e]));
    }
    for (int j = 0; j < d; j++) {
      int e = block * d + j;
      gradient[j] = rho * (gradient[j] + u[e] - v[e] + blockDual[e]);
    }
    return gradient;
  }

  /** Adds ± Dᵢ X du to the move of the fit; ‖X du‖². */
  private double addImage(int block, double[] direction, double[] move) {
    double square = 0;
    for (int k = 0; k < n; k++) {
      double product = product(k, direction, 0);
      square += product * product;
      if (program.gates().active(block % gates, k)) {
        move[k] += block < gates ? product : -product;
      }
    }
    return square;
  }

  private double product(int k, double[] vector, int offset) {
    double[] inputs = problem.inputs();
    double sum = 0;
    for (int j = 0; j < d; j++) {
      sum += inputs[k * d + j] * vector[offset + j];
    }
    return sum;
  }

  private void addRow(double[] to, int k, double scale) {
    double[] inputs = problem.inputs();
    for (int j = 0; j < d; j++) {
      to[j] += scale * inputs[k * d + j];
    }
  }

  private double[] fit() {
    return program.fitted(BlockWeights.ofStacked(u, d));
  }

  /** G u. */
  private double[] image(double[] blocks) {
    double[] image = problem.products(blocks);
    for (int e = 0; e < image.length; e++) {
      image[e] = program.gates().active(e / n % gates, e % n) ? image[e] : -image[e];
    }
    return image;
  }

  @Override
  public Residuals residuals() {
    double[] image = image(u);
    double blocks = 0;
    double slacks = 0;
    for (int e = 0; e < u.length; e++) {
      blocks += (u[e] - v[e]) * (u[e] - v[e]);
    }
    for (int e = 0; e < slack.length; e++) {
      slacks += (image[e] - slack[e]) * (image[e] - slack[e]);
    }
    double objective = BlockWeights.ofStacked(v, d).network().objective(problem);
    double primal = Math.sqrt(blocks) + Math.sqrt(slacks);
    return new Residuals(objective, primal, fitStationarity(), blockStationarity(), rho);
  }

  private double fitStationarity() {
    double[] derivative = problem.loss().derivative(fitted, problem.targets());
    double sum = 0;
    for (int block = 0; block < 2 * gates; block++) {
      double[] gradient = lossGradient(block, derivative);
      for (int k = 0; k < n; k++) {
        double sign = program.gates().active(block % gates, k) ? rho : -rho;
        addRow(gradient, k, sign * slackDual[block * n + k]);
      }
      for (int j = 0; j < d; j++) {
        double entry = gradient[j] + rho * blockDual[block * d + j];
        sum += entry * entry;
      }
    }
    return Math.sqrt(sum);
  }

  private double blockStationarity() {
    double[] lengths = ReluNetwork.norms(v, d);
    double[] duals = ReluNetwork.norms(blockDual, d);
    double sum = 0;
    for (int block = 0; block < lengths.length; block++) {
      if (lengths[block] == 0) {
        double outside = Math.max(0, rho * duals[block] - problem.decay());
        sum += outside * outside;
        continue;
      }
      for (int e = block * d; e < (block + 1) * d; e++) {
        double entry = problem.decay() * v[e] / lengths[block] - rho * blockDual[e];
        sum += entry * entry;
      }
    }
    return Math.sqrt(sum);
  }

  @Override
  public double[] multipliers() {
    return DualBound.multipliers(problem, fitted);
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public AdmmState state() {
    return new AdmmState(
        u.clone(), v.clone(), slack.clone(), blockDual.clone(), slackDual.clone(), rho, count);
  }
}
