package org.gradus.curvature;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.Monitor;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;
import org.gradus.core.Trace;

/**
 * Lanczos tridiagonalisation with full re-orthogonalisation (Lanczos 1950; as in arXiv 2006.09092).
 *
 * <pre>
 *   v₁ = start / ‖start‖,  β₀ = 0
 *   for j = 1 … m:
 *     w = A v_j;   α_j = ⟨v_j, w⟩;   w ← w − α_j v_j − β_{j−1} v_{j−1}
 *     w ← w − VᵀV w, twice, V the vectors so far
 *     β_j = ‖w‖;   stop if β_j ≤ ε · max(|α|, β);   v_{j+1} = w / β_j
 *   T = tridiag(β, α, β) = S diag(θ) Sᵀ;   weights S₁ᵢ²,  errors |β_m S_mᵢ|
 * </pre>
 *
 * <p>ε is 1e-12 in float64 and 1e-6 in narrower types, whose products are no better. α, β and the
 * eigenvalues of T are computed in float64 whatever the vectors' type; without the
 * re-orthogonalisation the top eigenvalues would appear several times.
 *
 * <p>Cost: one product a step, and 4 j d additions and multiplications at step j; memory m d
 * entries, freed by {@link #close()}.
 */
public final class Lanczos implements AutoCloseable {
  /** A larger coefficient on a vector that symmetry makes orthogonal, relative to the matrix. */
  private static final double LARGEST_ASYMMETRY = 0.01;

  private final Products products;
  private final KrylovBasis basis;
  private final double[] alphas;
  private final double[] betas;
  private final double breakdown;
  private double asymmetry;
  private RitzValues ritz;
  private SmallEigen eigen;

  private Lanczos(SymmetricOperator operator, int steps) {
    Check.atLeast("dimension of the operator", operator.dimension(), 1);
    Check.atLeast("Lanczos steps", steps, 1);
    int capacity = (int) Math.min(steps, operator.dimension());
    products = new Products(operator);
    basis = new KrylovBasis(capacity, operator);
    alphas = new double[capacity];
    betas = new double[capacity];
    breakdown = basis.type() == ScalarType.Double ? 1e-12 : 1e-6;
  }

  /**
   * The Ritz values alone; frees the vectors.
   *
   * @param steps m, at least 1; more than the dimension d counts as d
   * @param start a vector of shape [d], not 0
   */
  public static RitzValues run(SymmetricOperator operator, int steps, Tensor start) {
    try (Lanczos lanczos = decompose(operator, steps, start, Monitor.SILENT)) {
      return lanczos.ritz();
    }
  }

  /**
   * Runs and keeps the vectors; the caller closes the result.
   *
   * @param steps m, at least 1; more than the dimension d counts as d
   * @param start a vector of shape [d], not 0; its length does not matter
   * @param monitor hears α and β of each step, and may stop: the result then has fewer steps, at
   *     least one
   * @throws NonFiniteException if a product is not finite, naming which
   * @throws IllegalArgumentException if the start is 0, or a length is wrong, or the operator is
   *     not symmetric
   */
  public static Lanczos decompose(
      SymmetricOperator operator, int steps, Tensor start, Monitor monitor) {
    Lanczos lanczos = new Lanczos(operator, steps);
    try (PointerScope scope = new PointerScope()) {
      lanczos.iterate(lanczos.checked(start, operator), monitor);
      return lanczos;
    } catch (RuntimeException | Error e) {
      lanczos.close();
      throw e;
    }
  }

  private Tensor checked(Tensor start, SymmetricOperator operator) {
    Tensors.requireLength("starting vector", start, operator.dimension());
    double norm = Products.norm(start);
    if (!(norm > 0) || !Double.isFinite(norm)) {
      throw Check.invalid("norm of the starting vector", norm, "finite and > 0");
    }
    return start;
  }

  private void iterate(Tensor start, Monitor monitor) {
    long from = System.nanoTime();
    basis.append(start, Products.norm(start));
    boolean more = true;
    while (more) {
      int j = basis.size() - 1;
      try (PointerScope scope = new PointerScope()) {
        Tensor w = remainder(j);
        betas[j] = Products.norm(w);
        more = basis.size() < alphas.length && betas[j] > breakdown * scale(j);
        monitor.report(
            new Trace.Point(
                j + 1L,
                (System.nanoTime() - from) * 1e-9,
                Double.NaN,
                Double.NaN,
                Map.of("alpha", alphas[j], "beta", betas[j])));
        more = more && !monitor.cancelled();
        if (more) {
          basis.append(w, betas[j]);
        }
      }
    }
  }

  /** A v_j without its part in the span of v₁ … v_j. */
  private Tensor remainder(int j) {
    Tensor v = basis.vector(j);
    Tensor w = products.times(v);
    alphas[j] = Products.dot(v, w);
    try (NoGradGuard guard = new NoGradGuard()) {
      w = w.sub(v, Scalars.of(alphas[j]));
      if (j > 0) {
        w.sub_(basis.vector(j - 1), Scalars.of(betas[j - 1]));
      }
    }
    double[] overlap = basis.orthogonalise(w);
    basis.orthogonalise(w);
    requireSymmetric(overlap, j);
    return w;
  }

  private void requireSymmetric(double[] overlap, int j) {
    double scale = scale(j);
    double largest = Arrays.stream(overlap).map(Math::abs).max().orElse(0);
    asymmetry = scale > 0 ? Math.max(asymmetry, largest / scale) : asymmetry;
    if (asymmetry > LARGEST_ASYMMETRY) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the operator is not symmetric, or changes between products: at Lanczos step %d the"
                  + " product overlaps an earlier vector by %.2g of its size",
              j + 1,
              largest / scale));
    }
  }

  /** A lower estimate of ‖A‖: the largest |α| and β up to this step. */
  private double scale(int j) {
    double scale = 0;
    for (int i = 0; i <= j; i++) {
      scale = Math.max(scale, Math.max(Math.abs(alphas[i]), i < j ? betas[i] : 0));
    }
    return scale;
  }

  /** Steps made: fewer than asked for if an invariant subspace was found or the monitor stopped. */
  public int steps() {
    return basis.size();
  }

  /** The diagonal α₁ … α_k of T. */
  public double[] alphas() {
    return Arrays.copyOf(alphas, steps());
  }

  /** β₁ … β_k; the last is not in T but the norm of what is left. */
  public double[] betas() {
    return Arrays.copyOf(betas, steps());
  }

  /**
   * The largest coefficient found where symmetry makes 0, relative to the matrix: rounding, or a
   * sign that the operator is not quite symmetric.
   */
  public double asymmetry() {
    return asymmetry;
  }

  /** Ritz values, quadrature weights and error bounds. */
  public RitzValues ritz() {
    if (ritz == null) {
      ritz = quadrature(eigen());
    }
    return ritz;
  }

  private SmallEigen eigen() {
    if (eigen == null) {
      int k = steps();
      double[][] t = new double[k][k];
      for (int i = 0; i < k; i++) {
        t[i][i] = alphas[i];
        if (i > 0) {
          t[i][i - 1] = betas[i - 1];
        }
      }
      eigen = SmallEigen.of(t, k);
    }
    return eigen;
  }

  private RitzValues quadrature(SmallEigen t) {
    int k = t.size();
    double[] weights = new double[k];
    double[] errors = new double[k];
    for (int i = 0; i < k; i++) {
      double[] s = t.vectors()[i];
      weights[i] = s[0] * s[0];
      errors[i] = Math.abs(betas[k - 1] * s[k - 1]);
    }
    return new RitzValues(t.values(), weights, errors);
  }

  /**
   * The unit Ritz vector of {@code ritz().values()[i]}.
   *
   * @return a new vector of shape [d], which belongs to the caller's {@link PointerScope}
   */
  public Tensor ritzVector(int i) {
    return basis.combine(eigen().vectors()[i]);
  }

  /** Frees the vectors; {@link #ritz()} stays. */
  @Override
  public void close() {
    basis.close();
  }
}
