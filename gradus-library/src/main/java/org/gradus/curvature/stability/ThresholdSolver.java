package org.gradus.curvature.stability;

import java.util.Locale;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.Solution.Status;
import org.gradus.core.Solver;
import org.gradus.core.Trace;
import org.gradus.curvature.ExtremeEigenvalues;
import org.gradus.curvature.SymmetricOperator;

/**
 * The exact stability threshold of SGD near an interpolating minimum.
 *
 * <p>The second moment M = E δδᵀ evolves by a positive, self-adjoint map
 *
 * <pre>
 *   T(M) = M − η A(M) + η² C(M),   A(M) = G M + M G
 *   C(M) = s (1/n) Σ (gᵢᵀM gᵢ) gᵢ gᵢᵀ + (1 − s) G M G,   s = 1/B
 * </pre>
 *
 * <p>whose spectral radius is therefore its largest eigenvalue; on the span of the gradients, where
 * A is positive definite, it is at most 1 iff η C ≤ A. So the threshold needs no search over η: it
 * is 1/λ_max(A^{−1/2} C A^{−1/2}), and in the eigenbasis of G, with eigenvalues λᵢ, A is the
 * diagonal λᵢ + λⱼ.
 *
 * <p>Cost with r the rank: dense O(n r⁴ + r⁶/8), matrix-free O(n r²) a product.
 */
public final class ThresholdSolver implements Solver<StabilityProblem, StabilityThreshold> {
  /** How the largest eigenvalue is found. */
  public enum Form {
    /** All symmetric matrices M as one dense matrix: rank at most 40. */
    DENSE,
    /** By Lanczos, to a relative error of 1e-8. */
    MATRIX_FREE
  }

  private static final int LARGEST_DENSE_RANK = 40;
  private static final double RANK_TOLERANCE = 1e-12;

  private final Form form;
  private final RandomSource random;

  /** A solver that forms the matrix. */
  public static ThresholdSolver dense() {
    return new ThresholdSolver(Form.DENSE, RandomSource.seeded(0));
  }

  /**
   * A solver that uses products alone.
   *
   * @param random where Lanczos starts
   */
  public static ThresholdSolver matrixFree(RandomSource random) {
    return new ThresholdSolver(Form.MATRIX_FREE, random);
  }

  private ThresholdSolver(Form form, RandomSource random) {
    this.form = form;
    this.random = Objects.requireNonNull(random, "random");
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the rank is above 40 and the form dense
   */
  @Override
  public StabilityThreshold solve(StabilityProblem problem, Monitor monitor) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Moments moments = Moments.of(problem);
      if (moments.rank() == 0) {
        return new StabilityThreshold(
            Double.POSITIVE_INFINITY,
            0,
            Double.POSITIVE_INFINITY,
            0,
            Status.CONVERGED,
            "all gradients are 0: every learning rate is stable",
            new Trace());
      }
      return form == Form.DENSE ? dense(moments) : matrixFree(moments, monitor);
    }
  }

  private static StabilityThreshold dense(Moments moments) {
    if (moments.rank() > LARGEST_DENSE_RANK) {
      throw Check.invalid(
          "rank of the gradients",
          moments.rank(),
          "at most " + LARGEST_DENSE_RANK + " for the dense form; use ThresholdSolver.matrixFree");
    }
    double largest = torch.linalg_eigvalsh(moments.dense(), "L").max().item_double();
    return moments.threshold(1 / largest, 0, Status.CONVERGED, "solved exactly", new Trace());
  }

  private StabilityThreshold matrixFree(Moments moments, Monitor monitor) {
    Trace trace = new Trace();
    Monitor recording =
        monitor.and(
            new Monitor() {
              @Override
              public void report(Trace.Point point) {
                trace.add(point, Monitor.SILENT);
              }
            });
    ExtremeEigenvalues top =
        ExtremeEigenvalues.compute(
            moments,
            new ExtremeEigenvalues.Config(1, ExtremeEigenvalues.End.LARGEST, 22, 2000, 1e-8),
            random,
            recording);
    double value = top.first().value();
    double error = top.first().error() / (value * value);
    String message =
        String.format(
            Locale.ROOT, "%d products, relative error %.1e", top.products(), error * value);
    return moments.threshold(1 / value, error, top.status(), message, trace);
  }

  /**
   * A^{−1/2} C A^{−1/2} on matrices M of the span, flattened row by row.
   *
   * @param rows the gradients in the eigenbasis of G, of shape [n, r]
   * @param eigenvalues λ, of shape [r]
   * @param scale 1/√(λᵢ + λⱼ), of shape [r, r]
   */
  private record Moments(Tensor rows, Tensor eigenvalues, Tensor scale, double single)
      implements SymmetricOperator {

    static Moments of(StabilityProblem problem) {
      Tensor j = problem.gradients();
      double n = (double) problem.examples();
      boolean wide = j.size(0) < j.size(1);
      T_TensorTensor_T eigen =
          torch.linalg_eigh((wide ? j.mm(j.t()) : j.t().mm(j)).div_(Scalars.of(n)), "L");
      double floor = RANK_TOLERANCE * Math.max(0, eigen.get0().max().item_double());
      long rank = eigen.get0().gt(Scalars.of(floor)).sum().item_long();
      long all = eigen.get0().numel();
      Tensor eigenvalues = eigen.get0().narrow(0, all - rank, rank);
      Tensor vectors = eigen.get1().narrow(1, all - rank, rank);
      // J Jᵀ u = n λ u: the coordinates J v of v = Jᵀu/√(n λ) are √(n λ) u.
      Tensor rows = wide ? vectors.mul(eigenvalues.mul(Scalars.of(n)).sqrt()) : j.mm(vectors);
      Tensor sums = eigenvalues.unsqueeze(0).add(eigenvalues.unsqueeze(1));
      return new Moments(rows, eigenvalues, sums.rsqrt(), problem.single());
    }

    int rank() {
      return (int) eigenvalues.numel();
    }

    @Override
    public long dimension() {
      return (long) rank() * rank();
    }

    @Override
    public TensorOptions options() {
      return new TensorOptions(ScalarType.Double);
    }

    @Override
    public Tensor times(Tensor v) {
      Tensor m = v.view(rank(), rank()).mul(scale);
      Tensor quadratic = rows.mm(m).mul(rows).sum(1).unsqueeze(1);
      Tensor single = rows.t().mm(rows.mul(quadratic)).mul(Scalars.of(single() / rows.size(0)));
      Tensor mean = m.mul(both()).mul(Scalars.of(1 - single()));
      return single.add(mean).mul(scale).reshape(-1);
    }

    private static Tensor one() {
      return torch.ones(new long[] {1}, new TensorOptions(ScalarType.Double));
    }

    /** λᵢ λⱼ. */
    private Tensor both() {
      return eigenvalues.unsqueeze(0).mul(eigenvalues.unsqueeze(1));
    }

    /** The same on symmetric matrices, in the basis eᵢeᵢᵀ, (eᵢeⱼᵀ + eⱼeᵢᵀ)/√2. */
    Tensor dense() {
      Tensor upper = torch.triu_indices(rank(), rank());
      Tensor i = upper.select(0, 0);
      Tensor j = upper.select(0, 1);
      Tensor twice = i.ne(j).to(ScalarType.Double).mul(Scalars.of(Math.sqrt(2) - 1)).add_(one());
      Tensor weights = scale.reshape(-1).index_select(0, i.mul(Scalars.of((long) rank())).add(j));
      Tensor products = rows.index_select(1, i).mul(rows.index_select(1, j));
      Tensor w = products.mul(twice).mul(weights);
      Tensor single = w.t().mm(w).mul(Scalars.of(single() / rows.size(0)));
      Tensor mean = eigenvalues.index_select(0, i).mul(eigenvalues.index_select(0, j));
      Tensor diagonal = mean.mul(weights).mul(weights).mul(Scalars.of(1 - single()));
      return single.add(torch.diag(diagonal));
    }

    StabilityThreshold threshold(
        double rate, double error, Status status, String message, Trace trace) {
      double descent = 2 / eigenvalues.max().item_double();
      return new StabilityThreshold(rate, error, descent, rank(), status, message, trace);
    }
  }
}
