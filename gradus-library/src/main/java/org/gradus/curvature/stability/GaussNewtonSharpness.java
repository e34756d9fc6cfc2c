package org.gradus.curvature.stability;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.NonFiniteException;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;
import org.gradus.curvature.Estimate;
import org.gradus.curvature.ExtremeEigenvalues;
import org.gradus.curvature.ExtremeEigenvalues.Eigenvalue;
import org.gradus.curvature.Hutchinson;
import org.gradus.curvature.StochasticTrace;
import org.gradus.curvature.SymmetricOperator;

/**
 * Sharpness of a model by its Gauss-Newton matrix G; always λ_max ≤ ‖G‖_F ≤ tr G.
 *
 * @param trace tr G
 * @param frobenius ‖G‖_F
 * @param largest λ_max(G)
 */
public record GaussNewtonSharpness(Estimate trace, Estimate frobenius, Eigenvalue largest) {
  /**
   * From all output gradients, exactly: error bars are 0.
   *
   * @param jacobian of shape [n k, d], as {@link OutputJacobian} gives it
   * @param examples n, at least 1
   */
  public static GaussNewtonSharpness exact(Tensor jacobian, long examples) {
    requireJacobian(jacobian);
    Check.atLeast("examples", examples, 1);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor j = jacobian.to(ScalarType.Double);
      // JJᵀ and JᵀJ have the same eigenvalues but for zeros: take the smaller.
      Tensor gram = j.size(0) <= j.size(1) ? j.mm(j.t()) : j.t().mm(j);
      gram.div_(Scalars.of((double) examples));
      double largest = torch.linalg_eigvalsh(gram, "L").max().item_double();
      return new GaussNewtonSharpness(
          known(gram.trace().item_double()),
          known(gram.norm().item_double()),
          new Eigenvalue(largest, 0));
    }
  }

  private static Estimate known(double value) {
    return new Estimate(value, 0, 1);
  }

  /** Checks that there are gradients, all finite. */
  static void requireJacobian(Tensor jacobian) {
    if (jacobian.dim() != 2 || jacobian.numel() == 0) {
      throw Check.invalid("Jacobian", Tensors.describe(jacobian), "of shape [outputs, parameters]");
    }
    if (!Tensors.allFinite(jacobian)) {
      throw new NonFiniteException("the Jacobian is not finite");
    }
  }

  /**
   * From products alone, for models of any size.
   *
   * @param gaussNewton the matrix G
   * @param probes of signs for trace and Frobenius norm, at least 2
   * @param random where probes and the Lanczos start come from
   * @param monitor hears both measurements
   */
  public static GaussNewtonSharpness estimate(
      SymmetricOperator gaussNewton, int probes, RandomSource random, Monitor monitor) {
    StochasticTrace traces =
        StochasticTrace.estimate(
            gaussNewton,
            Check.atLeast("probes", probes, 2),
            Hutchinson.Probe.RADEMACHER,
            random,
            monitor);
    ExtremeEigenvalues top =
        ExtremeEigenvalues.compute(
            gaussNewton,
            ExtremeEigenvalues.Config.of(1, ExtremeEigenvalues.End.LARGEST),
            random,
            monitor);
    return new GaussNewtonSharpness(traces.trace(), traces.frobenius(), top.first());
  }
}
