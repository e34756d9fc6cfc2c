package org.gradus.convexnet;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/**
 * The variables of the alternating direction method in native memory, and one iteration on them.
 */
final class ConeIteration implements ConeVariables {
  private final ReluProgram program;
  private final GateOperators operators;
  private final FitStep fitStep;
  private final double dualStep;
  private final int width;
  private final Tensor u;
  private final Tensor image;
  private final Tensor v;
  private final Tensor slack;
  private final Tensor blockDual;
  private final Tensor slackDual;
  private double rho;
  private long count;

  ConeIteration(ReluProgram program, AdmmState start, double dualStep) {
    this.program = program;
    this.dualStep = dualStep;
    width = program.problem().width();
    int blocks = 2 * program.gates().count();
    int n = program.problem().samples();
    operators = new GateOperators(program);
    fitStep = FitStep.of(operators.coupling(), program.problem());
    u = Tensors.matrix(start.u(), blocks, width);
    v = Tensors.matrix(start.v(), blocks, width);
    slack = Tensors.matrix(start.slack(), blocks, n);
    blockDual = Tensors.matrix(start.blockDual(), blocks, width);
    slackDual = Tensors.matrix(start.slackDual(), blocks, n);
    image = operators.cone(u);
    rho = start.penalty();
    count = start.iteration();
  }

  /**
   * One iteration. Where numbers give out before v, s, λ or ν have changed it throws.
   *
   * @param measure whether the dual residual is wanted
   * @return ρ ‖v − v_old + Gᵀ(s − s_old)‖; NaN if not wanted
   */
  double step(boolean measure) {
    try (PointerScope scope = new PointerScope()) {
      updateFit();
      image.copy_(operators.cone(u));
      Tensor newBlocks = shrunk(u.add(blockDual));
      Tensor newSlack = torch.relu(image.add(slackDual));
      double dualResidual = measure ? dualResidual(newBlocks, newSlack) : Double.NaN;
      v.copy_(newBlocks);
      slack.copy_(newSlack);
      blockDual.add_(u.sub(v), Scalars.of(dualStep));
      slackDual.add_(image.sub(slack), Scalars.of(dualStep));
      count++;
      return dualResidual;
    }
  }

  private void updateFit() {
    Tensor anchor = v.sub(blockDual).add_(operators.coneTransposed(slack.sub(slackDual)));
    Tensor free = operators.scaled(anchor);
    double[] a = fitStep.solve(Tensors.doubles(operators.fit(free)), rho);
    for (double entry : a) {
      if (!Double.isFinite(entry)) {
        throw new NonFiniteException("the fit in iteration " + (count + 1));
      }
    }
    Tensor correction = operators.scaled(operators.fitTransposed(a));
    u.copy_(free.sub_(correction, Scalars.of(1 / rho)));
  }

  /** (1 − β/(ρ ‖yᵢ‖))₊ yᵢ. */
  private Tensor shrunk(Tensor y) {
    Tensor norms = norms(y);
    Tensor kept = norms.sub(Scalars.of(program.problem().decay() / rho)).clamp_min(Scalars.of(0.0));
    return y.mul(kept.div_(norms.clamp_min(Scalars.of(Double.MIN_NORMAL))));
  }

  private static Tensor norms(Tensor blocks) {
    return blocks.square().sum(1).sqrt_().unsqueeze(1);
  }

  private double dualResidual(Tensor newBlocks, Tensor newSlack) {
    Tensor change = newBlocks.sub(v).add_(operators.coneTransposed(newSlack.sub(slack)));
    return rho * Tensors.norm(change);
  }

  /** ‖u − v‖ + ‖Gu − s‖. */
  double primalResidual() {
    try (PointerScope scope = new PointerScope()) {
      return Tensors.norm(u.sub(v)) + Tensors.norm(image.sub(slack));
    }
  }

  /** ρ times a factor, λ and ν to match. */
  void scalePenalty(double factor) {
    try (PointerScope scope = new PointerScope()) {
      rho *= factor;
      blockDual.mul_(Scalars.of(1 / factor));
      slackDual.mul_(Scalars.of(1 / factor));
    }
  }

  @Override
  public Residuals residuals() {
    try (PointerScope scope = new PointerScope()) {
      double[] fitted = Tensors.doubles(operators.fit(u));
      double[] derivative =
          fitStep instanceof FitStep.Kinked kinked
              ? kinked.multipliers()
              : program.problem().loss().derivative(fitted, program.problem().targets());
      Tensor duals = blockDual.add(operators.coneTransposed(slackDual));
      Tensor gradient = operators.fitTransposed(derivative).add_(duals, Scalars.of(rho));
      BlockWeights weights = BlockWeights.ofStacked(Tensors.doubles(v), width);
      double objective = weights.network().objective(program.problem());
      return new Residuals(
          objective, primalResidual(), Tensors.norm(gradient), blockStationarity(), rho);
    }
  }

  /** How far ρ λ is from β times the sub-gradient of the group norms at v. */
  private double blockStationarity() {
    double beta = program.problem().decay();
    Tensor length = norms(v);
    Tensor zero = length.eq(Scalars.of(0.0));
    Tensor direction = v.div(length.clamp_min(Scalars.of(Double.MIN_NORMAL)));
    Tensor scaled = blockDual.mul(Scalars.of(rho));
    Tensor inside = norms(direction.mul(Scalars.of(beta)).sub_(scaled));
    Tensor outside = norms(scaled).sub_(Scalars.of(beta)).clamp_min_(Scalars.of(0.0));
    return Tensors.norm(torch.where(zero, outside, inside));
  }

  @Override
  public double[] multipliers() {
    try (PointerScope scope = new PointerScope()) {
      return fitStep instanceof FitStep.Kinked kinked
          ? negated(kinked.multipliers())
          : DualBound.multipliers(program.problem(), Tensors.doubles(operators.fit(u)));
    }
  }

  private static double[] negated(double[] values) {
    for (int k = 0; k < values.length; k++) {
      values[k] = -values[k];
    }
    return values;
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public AdmmState state() {
    return new AdmmState(
        Tensors.doubles(u),
        Tensors.doubles(v),
        Tensors.doubles(slack),
        Tensors.doubles(blockDual),
        Tensors.doubles(slackDual),
        rho,
        count);
  }
}
