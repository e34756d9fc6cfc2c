package org.gradus.convexnet;

import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/**
 * The convex adversarial objective, its cones and a sub-gradient of both, on blocks [2P, d] (all v,
 * then all w).
 */
final class RobustObjective {
  private final RobustProblem problem;
  private final int gates;
  private final int n;
  private final Tensor inputs;
  private final Tensor mask;
  private final Tensor signs;
  private final Tensor movable;

  RobustObjective(RobustProblem problem, Gates gates) {
    this.problem = problem;
    this.gates = gates.count();
    n = problem.nominal().samples();
    inputs = problem.nominal().inputTensor();
    mask = gates.mask();
    double[] free = new double[problem.nominal().width()];
    Arrays.setAll(free, j -> j == problem.biasColumn() ? 0 : 1);
    movable = Tensors.matrix(free, 1, free.length);
    try (PointerScope scope = new PointerScope()) {
      Tensor once = mask.mul(Scalars.of(2.0)).sub(Scalars.of(1.0));
      signs = Tensors.keep(torch.cat(new TensorVector(once, once)));
    }
  }

  /** What one evaluation gives. */
  record Value(double objective, double penalty, double violation) {}

  /**
   * Evaluates objective + μ Σ (ε ‖vᵢ‖* − (2Dᵢ − I) X vᵢ)₊ and writes a sub-gradient.
   *
   * @param gradient overwritten
   */
  Value evaluate(Tensor blocks, double mu, Tensor gradient) {
    try (PointerScope scope = new PointerScope()) {
      Tensor difference = blocks.narrow(0, 0, gates).sub(blocks.narrow(0, gates, gates));
      Tensor fitted = mask.mul(difference.mm(inputs.t())).sum(0);
      Tensor weights = mask.t().mm(difference);
      double[] norms = dualNorms(weights);
      double[] byFit = new double[n];
      double[] byNorm = new double[n];
      double loss = losses(Tensors.doubles(fitted), norms, byFit, byNorm);
      Tensor direction =
          inputs.mul(column(byFit)).add_(dualDirections(weights).mul(column(byNorm)));
      Tensor positive = mask.mm(direction);
      gradient.copy_(torch.cat(new TensorVector(positive, positive.neg())));
      double groups = addGroups(blocks, gradient);
      double[] cones = addCones(blocks, mu, gradient);
      return new Value(loss + groups, cones[0], cones[1]);
    }
  }

  private double addGroups(Tensor blocks, Tensor gradient) {
    double beta = problem.nominal().decay();
    Tensor lengths = blocks.square().sum(1).sqrt_().unsqueeze(1);
    gradient.add_(blocks.div(lengths.clamp_min(Scalars.of(Double.MIN_NORMAL))), Scalars.of(beta));
    return beta * lengths.sum().item_double();
  }

  /** The sum of violations and the largest. */
  private double[] addCones(Tensor blocks, double mu, Tensor gradient) {
    Tensor needed = column(dualNorms(blocks)).mul_(Scalars.of(problem.radius()));
    Tensor violations = needed.sub(signs.mul(blocks.mm(inputs.t()))).clamp_min_(Scalars.of(0.0));
    Tensor active = violations.gt(Scalars.of(0.0)).to(inputs.scalar_type());
    gradient.sub_(active.mul(signs).mm(inputs), Scalars.of(mu));
    Tensor counts = active.sum(1).unsqueeze(1);
    gradient.add_(dualDirections(blocks).mul_(counts), Scalars.of(mu * problem.radius()));
    return new double[] {violations.sum().item_double(), violations.max().item_double()};
  }

  private static Tensor column(double[] values) {
    return Tensors.matrix(values, values.length, 1);
  }

  private double[] dualNorms(Tensor rows) {
    double[] values = Tensors.doubles(rows);
    int d = problem.nominal().width();
    double[] norms = new double[values.length / d];
    for (int i = 0; i < norms.length; i++) {
      norms[i] = problem.dualNorm(values, i * d);
    }
    return norms;
  }

  /** A sub-gradient of the dual norm at each row; 0 at 0. */
  private Tensor dualDirections(Tensor rows) {
    Tensor free = rows.mul(movable);
    return switch (problem.ball()) {
      case L_INFINITY -> free.sign();
      case L2 ->
          free.div(
              free.square().sum(1).sqrt_().clamp_min_(Scalars.of(Double.MIN_NORMAL)).unsqueeze(1));
      case L1 -> {
        Tensor place = free.abs().argmax(new LongOptional(1), true);
        yield torch.zeros_like(free).scatter(1, place, free.gather(1, place).sign());
      }
    };
  }

  /** The loss; its derivatives by z and by ‖b‖* go to the arrays. */
  private double losses(double[] fitted, double[] norms, double[] byFit, double[] byNorm) {
    double sum = 0;
    for (int k = 0; k < n; k++) {
      sum += loss(k, fitted[k], problem.radius() * norms[k], byFit, byNorm);
    }
    return sum;
  }

  private double loss(int k, double z, double loss, double[] byFit, double[] byNorm) {
    ReluProblem data = problem.nominal();
    double y = data.targets()[k];
    if (data.loss() == ReluLoss.SQUARED) {
      double error = Math.abs(z - y) + loss;
      byFit[k] = error * Math.signum(z - y);
      byNorm[k] = error * problem.radius();
      return 0.5 * error * error;
    }
    // A margin loss: the adversary lowers y z by ε ‖b‖*.
    double sign = data.loss().sign(y);
    double derivative = data.loss().derivative(z - sign * loss, y, n);
    byFit[k] = derivative;
    byNorm[k] = -sign * derivative * problem.radius();
    return data.loss().value(z - sign * loss, y, n);
  }
}
