package org.gradus.curvature;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.core.Stateful;
import org.gradus.core.Tensors;

/**
 * The inverse of the damped empirical Fisher matrix of a sliding window of gradients, F = δ I +
 * (1/n) Σ gᵢ gᵢᵀ: M-FAC's dynamic form (Frantar, Kurtic and Alistarh, NeurIPS 2021, arXiv
 * 2107.03356).
 *
 * <p>Held are the window G (a ring of m rows of d entries, zero at first) and K = G Gᵀ. With M = δ
 * n I + K, n the divisor and λ = 1/δ,
 *
 * <pre>
 *   F⁻¹ x  = λ (x − Gᵀ M⁻¹ G x)
 *   F⁻¹ gⱼ = n Gᵀ M⁻¹ eⱼ               for a gradient of the window, free of the cancellation above
 * </pre>
 *
 * the closed form of the paper's recursion, whose matrices D and B are {@link #recursion} and
 * {@link #combination}. The divisor is m from the first gradient on, as in the official code,
 * unless {@link Divisor#COUNT} is chosen.
 *
 * <p>Cost: replacing a gradient 2 d m flops and, at the next product, a Cholesky factorisation of
 * m³/3; a product 4 d m + 2 m², with a gradient of the window 2 d m + 2 m². Rows never filled cost
 * nothing. K and all solves are float64; dot products of float32 gradients are summed in float64
 * over runs of 65536 entries. Memory: m d entries and 16 m² bytes, allocated once.
 */
public final class SlidingInverseFisher implements Stateful {
  /** What the sum of outer products is divided by. */
  public enum Divisor {
    /** The window's length m, also while it fills: the official code. */
    WINDOW,
    /** The number of gradients in the window so far: a mean of those there. */
    COUNT
  }

  private static final Logger LOG = System.getLogger(SlidingInverseFisher.class.getName());

  /** Entries of float32 gradients summed before the sum goes over to float64. */
  private static final long RUN = 1 << 16;

  /** Where K's rounding makes M indefinite, δ n is raised by this share of K's largest entry. */
  private static final double ROUNDING = 1e-10;

  private final int window;
  private final double damping;
  private final Divisor divisor;
  private final Tensor gradients;
  private final Tensor gram;
  private int filled;
  private int next;
  private Tensor factor;
  private boolean warned;

  /**
   * An empty window.
   *
   * @param parameters d, at least 1
   * @param window m, at least 1
   * @param damping δ &gt; 0
   * @param divisor what the sum is divided by
   * @param options type and device of the gradients held
   */
  public SlidingInverseFisher(
      long parameters, int window, double damping, Divisor divisor, TensorOptions options) {
    Check.atLeast("number of parameters", parameters, 1);
    this.window = Check.atLeast("window", window, 1);
    this.damping = Check.positive("damping", damping);
    this.divisor = Objects.requireNonNull(divisor, "divisor");
    gradients = Tensors.keep(torch.zeros(new long[] {window, parameters}, options));
    gram = Tensors.keep(torch.zeros(new long[] {window, window}, doubles()));
  }

  private static TensorOptions doubles() {
    return new TensorOptions(ScalarType.Double);
  }

  /**
   * The memory a window takes.
   *
   * @param parameters d
   * @param window m
   * @param entryBytes bytes an entry: 4 for float32, 8 for float64
   */
  public static long estimatedBytes(long parameters, long window, int entryBytes) {
    return window * parameters * entryBytes + 2 * window * window * Double.BYTES;
  }

  /**
   * Puts a gradient in the place of the oldest.
   *
   * @param gradient a vector of shape [d]
   * @return its slot
   * @throws NonFiniteException if it is not finite; the window stays as it was
   */
  public int insert(Tensor gradient) {
    int slot = next;
    replace(slot, gradient);
    next = (next + 1) % window;
    return slot;
  }

  /**
   * Puts a gradient into a slot; the ring's position stays.
   *
   * @param slot at least 0 and below the window's length
   * @param gradient a vector of shape [d]
   * @throws NonFiniteException if it is not finite or its square overflows; the window stays as it
   *     was
   */
  public void replace(int slot, Tensor gradient) {
    requireSlot(slot);
    Tensors.requireLength("gradient", gradient, parameters());
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor entry = gradient.to(Tensors.type(gradients));
      if (!Double.isFinite(Tensors.norm(entry))) {
        throw new NonFiniteException("the gradient is not finite: the window does not take it");
      }
      gradients.select(0, slot).copy_(entry);
      filled = Math.max(filled, slot + 1);
      Tensor products = dots(rows(), entry);
      gram.select(0, slot).narrow(0, 0, filled).copy_(products);
      gram.select(1, slot).narrow(0, 0, filled).copy_(products);
    }
    forget();
  }

  /**
   * Takes a gradient out; the divisor stays.
   *
   * @param slot at least 0 and below the window's length
   */
  public void remove(int slot) {
    requireSlot(slot);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      gradients.select(0, slot).zero_();
      gram.select(0, slot).zero_();
      gram.select(1, slot).zero_();
    }
    forget();
  }

  private void requireSlot(int slot) {
    if (slot < 0 || slot >= window) {
      throw Check.invalid("slot", slot, "at least 0 and below the window's length " + window);
    }
  }

  /** Rows · x in float64. */
  private static Tensor dots(Tensor rows, Tensor x) {
    if (Tensors.type(x) == ScalarType.Double) {
      return rows.mv(x);
    }
    Tensor sums = torch.zeros(new long[] {rows.size(0)}, doubles());
    for (long from = 0; from < x.numel(); from += RUN) {
      try (PointerScope scope = new PointerScope()) {
        long n = Math.min(RUN, x.numel() - from);
        sums.add_(rows.narrow(1, from, n).mv(x.narrow(0, from, n)).to(ScalarType.Double));
      }
    }
    return sums;
  }

  /** The rows that ever held a gradient; the others are zero and change nothing. */
  private Tensor rows() {
    return gradients.narrow(0, 0, filled);
  }

  private void forget() {
    if (factor != null) {
      factor.close();
      factor = null;
    }
  }

  /** The lower Cholesky factor of M over the filled rows. */
  private Tensor factor() {
    if (factor == null) {
      factor = Tensors.keep(factorise());
    }
    return factor;
  }

  private Tensor factorise() {
    Tensor inner = gram.narrow(0, 0, filled).narrow(1, 0, filled);
    double shift = damping * divisor();
    while (true) {
      Tensor shifted = inner.clone();
      shifted.diagonal().add_(Scalars.of(shift));
      T_TensorTensor_T attempt = torch.linalg_cholesky_ex(shifted);
      if (attempt.get1().item_int() == 0) {
        return new Tensor(attempt.get0());
      }
      double largest = inner.diagonal().max().item_double();
      shift = shift < ROUNDING * largest ? ROUNDING * largest : 10 * shift;
      warnOnce(shift / divisor());
    }
  }

  private void warnOnce(double raised) {
    if (!warned) {
      LOG.log(
          Level.WARNING,
          "M-FAC raises its damping from {0} to {1}: at the rounding of these gradients'' type"
              + " it is too little for their length",
          damping,
          raised);
      warned = true;
    }
  }

  /**
   * F⁻¹ x.
   *
   * @param x a vector of shape [d]; for one of the window {@link #productWith} is more accurate and
   *     costs half
   * @return a new vector of x's type
   */
  public Tensor product(Tensor x) {
    Tensors.requireLength("vector", x, parameters());
    Tensor result = x.detach().clone();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      if (filled > 0) {
        Tensor entry = x.to(Tensors.type(gradients));
        Tensor weights = solve(dots(rows(), entry).unsqueeze(1));
        add(result, weights, -1);
      }
      result.mul_(Scalars.of(1 / damping));
    }
    return result;
  }

  /**
   * F⁻¹ gⱼ for a gradient of the window.
   *
   * @param slot j, where {@link #insert} put it
   * @return a new vector of the gradients' type
   */
  public Tensor productWith(int slot) {
    requireSlot(slot);
    Tensor result = torch.zeros(new long[] {parameters()}, gradients.options());
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      if (slot < filled) {
        Tensor unit = torch.zeros(new long[] {filled, 1}, doubles());
        unit.narrow(0, slot, 1).fill_(Scalars.of((double) divisor()));
        add(result, solve(unit), 1);
      }
    }
    return result;
  }

  private Tensor solve(Tensor right) {
    return torch.cholesky_solve(right, factor()).squeeze(1);
  }

  /** result ← result + sign Gᵀ weights. */
  private void add(Tensor result, Tensor weights, double sign) {
    Tensor typed = weights.to(Tensors.type(result));
    Tensor columns = rows().to(Tensors.type(result)).t();
    result.addmv_(columns, typed, Scalars.of(1.0), Scalars.of(sign));
  }

  /** The diagonal of F⁻¹, a new float64 vector of shape [d]: d m² flops. */
  public Tensor diagonal() {
    Tensor result = torch.ones(new long[] {parameters()}, doubles());
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      for (long from = 0; filled > 0 && from < parameters(); from += RUN) {
        try (PointerScope inner = new PointerScope()) {
          long n = Math.min(RUN, parameters() - from);
          Tensor columns = rows().narrow(1, from, n).to(ScalarType.Double);
          Tensor whitened = torch.linalg_solve_triangular(factor(), columns, false);
          result.narrow(0, from, n).sub_(whitened.square_().sum(0));
        }
      }
      result.mul_(Scalars.of(1 / damping));
    }
    return result;
  }

  /**
   * The paper's D, [m, m] upper triangular: Dᵢⱼ = gᵢ·Fᵢ₋₁⁻¹ gⱼ, which is the upper factor of the
   * unpivoted LU of λ K + n I, less n on the diagonal. For checks from outside.
   */
  public Tensor recursion() {
    Tensor result = torch.zeros_like(gram);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      if (filled > 0) {
        Tensor scaled = pivots().unsqueeze(1).mul(factor().t());
        result.narrow(0, 0, filled).narrow(1, 0, filled).copy_(scaled);
        result
            .diagonal()
            .narrow(0, 0, filled)
            .sub_(Scalars.of((double) divisor()), Scalars.of(1.0));
      }
    }
    return result;
  }

  /**
   * The paper's B, [m, m] lower triangular: vᵢ = Fᵢ₋₁⁻¹ gᵢ = Σⱼ Bᵢⱼ gⱼ. For checks from outside.
   */
  public Tensor combination() {
    Tensor result = torch.eye(window, doubles()).mul_(Scalars.of(1 / damping));
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      if (filled > 0) {
        Tensor identity = torch.eye(filled, doubles());
        Tensor inverse = torch.linalg_solve_triangular(factor(), identity, false);
        result.narrow(0, 0, filled).narrow(1, 0, filled).copy_(pivots().unsqueeze(1).mul(inverse));
      }
    }
    return result;
  }

  /** λ times the Cholesky factor's diagonal. */
  private Tensor pivots() {
    return factor().diagonal().mul(Scalars.of(1 / damping));
  }

  /** n, what the sum is divided by now. */
  public int divisor() {
    return divisor == Divisor.WINDOW ? window : Math.max(1, filled);
  }

  /** The number of parameters d. */
  public long parameters() {
    return gradients.size(1);
  }

  /** The window's length m. */
  public int window() {
    return window;
  }

  /** G, of shape [m, d], slots never filled 0; do not write to it. */
  public Tensor gradients() {
    return gradients;
  }

  /** K = G Gᵀ, float64 of shape [m, m]; do not write to it. */
  public Tensor gram() {
    return gram;
  }

  @Override
  public void save(State state) {
    state.put("gradients", gradients);
    state.put("gram", gram);
    state.put("filled", filled);
    state.put("next", next);
  }

  @Override
  public void load(State state) {
    state.copyInto("gradients", gradients);
    state.copyInto("gram", gram);
    filled = (int) state.whole("filled");
    next = (int) state.whole("next");
    forget();
  }
}
