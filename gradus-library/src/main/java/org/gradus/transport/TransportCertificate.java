package org.gradus.transport;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * How good a plan and its potentials are, computed from the problem and them alone.
 *
 * <p>Upper bounds come from a feasible plan near P (its rows and columns scaled down to the
 * marginals, the missing mass added as a matrix of rank one: Altschuler, Weed, Rigollet, arXiv
 * 1705.09634), lower bounds from weak duality; both hold whatever the solver did, up to rounding.
 *
 * @param rowError ‖P 1 − r‖₁
 * @param columnError ‖Pᵀ 1 − c‖₁
 * @param transportCost ⟨C, P⟩ of the plan as it is
 * @param feasibleCost ⟨C, P'⟩ of the feasible plan P' near it: at least the cost of the
 *     unregularised optimum
 * @param primalValue ⟨C, P'⟩ + (1/η) Σ P' log P': at least the regularised optimum
 * @param dualValue f(x, y): at most the regularised optimum
 * @param costLowerBound ⟨r, x⟩ + ⟨c, y'⟩ with y'ⱼ = minᵢ (Cᵢⱼ − xᵢ): at most the cost of the
 *     unregularised optimum
 */
public record TransportCertificate(
    double rowError,
    double columnError,
    double transportCost,
    double feasibleCost,
    double primalValue,
    double dualValue,
    double costLowerBound) {

  /** Entries handled at once: temporaries stay this small. */
  private static final long BLOCK_ENTRIES = 1 << 18;

  /** E = ‖P 1 − r‖₁ + ‖Pᵀ 1 − c‖₁. */
  public double marginalError() {
    return rowError + columnError;
  }

  /** primalValue − dualValue: how far the regularised value can be from its optimum. */
  public double dualityGap() {
    return primalValue - dualValue;
  }

  /** feasibleCost − costLowerBound: how far the cost can be from the unregularised optimum. */
  public double unregularisedGap() {
    return feasibleCost - costLowerBound;
  }

  /**
   * Examines a plan and potentials.
   *
   * @param plan [n, m], float64, ≥ 0, every row and column with some mass
   */
  public static TransportCertificate of(
      TransportProblem problem, Tensor plan, Potentials potentials) {
    try (PointerScope scope = new PointerScope()) {
      return new Examination(problem, plan, potentials).certificate();
    }
  }

  /** The vectors a certificate is made from; native memory of the enclosing scope. */
  private static final class Examination {
    private final TransportProblem problem;
    private final Tensor plan;
    private final Tensor r;
    private final Tensor c;
    private final Tensor x;
    private final Tensor y;
    private final long height;

    Examination(TransportProblem problem, Tensor plan, Potentials potentials) {
      this.problem = problem;
      this.plan = plan;
      r = vector(problem.rowMarginal());
      c = vector(problem.columnMarginal());
      x = vector(potentials.x());
      y = vector(potentials.y());
      height = Math.max(1, BLOCK_ENTRIES / problem.columns());
    }

    TransportCertificate certificate() {
      Tensor rowSums = plan.sum(1);
      Tensor columnSums = plan.sum(0);
      Rounding rounding = rounding(rowSums);
      Sums cost = new Sums();
      Sums feasibleCost = new Sums();
      Sums entropy = new Sums();
      Sums mass = new Sums();
      Tensor cheapest = torch.full_like(c, new Scalar(Double.POSITIVE_INFINITY));
      for (long from = 0; from < problem.rows(); from += height) {
        try (PointerScope scope = new PointerScope()) {
          long count = Math.min(height, problem.rows() - from);
          Tensor costs = problem.cost().narrow(0, from, count);
          Tensor feasible = rounding.rows(plan, from, count);
          cost.add(costs.mul(plan.narrow(0, from, count)).sum().item_double());
          feasibleCost.add(costs.mul(feasible).sum().item_double());
          entropy.add(torch.special_xlogy(feasible, feasible).sum().item_double());
          Tensor reduced = costs.sub(x.narrow(0, from, count).unsqueeze(1));
          torch.minimum_out(cheapest, cheapest, reduced.amin(new long[] {0}, false));
          Tensor exponents = y.sub(reduced).mul_(new Scalar(problem.eta())).sub_(new Scalar(1.0));
          mass.add(exponents.exp_().sum().item_double());
        }
      }
      return new TransportCertificate(
          rowSums.sub(r).abs().sum().item_double(),
          columnSums.sub(c).abs().sum().item_double(),
          cost.value(),
          feasibleCost.value(),
          feasibleCost.value() + entropy.value() / problem.eta(),
          r.dot(x).item_double() + c.dot(y).item_double() - mass.value() / problem.eta(),
          r.dot(x).item_double() + c.dot(cheapest).item_double());
    }

    /** P' = diag(a) P diag(b) + s tᵀ / Σ s: rows scaled down, then columns, the rest added. */
    private Rounding rounding(Tensor rowSums) {
      Tensor a = r.div(rowSums).clamp_max(new Scalar(1.0));
      Tensor columnsLeft = plan.t().mv(a);
      Tensor b = c.div(columnsLeft).clamp_max(new Scalar(1.0));
      Tensor rowsMissing = r.sub(a.mul(plan.mv(b))).clamp_min(new Scalar(0.0));
      Tensor columnsMissing = c.sub(b.mul(columnsLeft)).clamp_min(new Scalar(0.0));
      double missing = rowsMissing.sum().item_double();
      Tensor share = missing > 0 ? columnsMissing.div(new Scalar(missing)) : columnsMissing;
      return new Rounding(a, b, rowsMissing, share);
    }

    private static Tensor vector(double[] values) {
      Tensor vector = torch.zeros(new long[] {values.length}, new TensorOptions(ScalarType.Double));
      vector.data_ptr_double().put(values, 0, values.length);
      return vector;
    }
  }

  /** The feasible plan near P, computed by rows when asked. */
  private record Rounding(Tensor a, Tensor b, Tensor rowsMissing, Tensor columnShare) {
    Tensor rows(Tensor plan, long from, long count) {
      return plan.narrow(0, from, count)
          .mul(a.narrow(0, from, count).unsqueeze(1))
          .mul_(b)
          .add_(rowsMissing.narrow(0, from, count).unsqueeze(1).mul(columnShare));
    }
  }
}
