package org.gradus.curvature;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/**
 * One block's inverse λ (I − Wᵀ W) by the rows W = L⁻¹ G that replaced its gradients.
 *
 * <p>In memory there is one page. More are worked on as in a left-looking Cholesky factorisation:
 * with Gᵢ the page's gradients and Wⱼ the pages before, Cⱼ = Gᵢ Wⱼᵀ is the page's part of L, δ m I
 * + Gᵢ Gᵢᵀ − Σⱼ Cⱼ Cⱼᵀ = Lᵢ Lᵢᵀ, and Wᵢ = Lᵢ⁻¹ (Gᵢ − Σⱼ Cⱼ Wⱼ).
 */
final class FactoredInverse implements InverseBlocks {
  /** Entries of the diagonal summed up at once: 128 KiB stay in the cache while rows go by. */
  private static final long CHUNK = 1 << 14;

  private final GradientPages pages;
  private final double damping;
  private final Tensor pivots;

  private FactoredInverse(GradientPages pages, double damping, Tensor pivots) {
    this.pages = pages;
    this.damping = damping;
    this.pivots = Tensors.keep(pivots);
  }

  static FactoredInverse of(GradientPages pages, double damping) {
    TensorVector pivots = new TensorVector();
    double shift = damping * pages.rows();
    for (int i = 0; i < pages.count(); i++) {
      pivots.push_back(factor(pages, i, shift));
    }
    return new FactoredInverse(pages, damping, torch.cat(pivots));
  }

  /** Turns page i from gradients into rows of W; returns its part of L's diagonal. */
  private static Tensor factor(GradientPages pages, int i, double shift) {
    Tensor gradients = pages.read(i);
    Tensor pivots = torch.zeros(new long[] {gradients.size(0)}, doubles());
    try (PointerScope scope = new PointerScope()) {
      Tensor schur = torch.zeros(new long[] {gradients.size(0), gradients.size(0)}, doubles());
      Blas.gram(gradients, schur);
      schur.diagonal().add_(Scalars.of(shift));
      Tensor rows = i == 0 ? gradients : gradients.clone();
      for (int j = 0; j < i; j++) {
        try (PointerScope inner = new PointerScope()) {
          Tensor before = pages.read(j);
          Tensor part = gradients.mm(before.t());
          schur.addmm_(part, part.t(), Scalars.of(1.0), Scalars.of(-1.0));
          rows.addmm_(part, before, Scalars.of(1.0), Scalars.of(-1.0));
        }
      }
      Tensor lower = torch.linalg_cholesky(schur).contiguous();
      Blas.solve(lower, rows);
      pages.write(i, rows);
      pivots.copy_(lower.diagonal());
    }
    return pivots;
  }

  private static TensorOptions doubles() {
    return new TensorOptions(ScalarType.Double);
  }

  @Override
  public long size() {
    return pages.columns();
  }

  @Override
  public Tensor product(Tensor x) {
    Tensor result = x.clone();
    for (int i = 0; i < pages.count(); i++) {
      try (PointerScope scope = new PointerScope()) {
        Tensor rows = pages.read(i);
        result.addmv_(rows.t(), rows.mv(x), Scalars.of(1.0), Scalars.of(-1.0));
      }
    }
    return result.mul_(Scalars.of(1 / damping));
  }

  @Override
  public Tensor diagonal() {
    Tensor result = torch.ones(new long[] {size()}, doubles());
    for (int i = 0; i < pages.count(); i++) {
      try (PointerScope scope = new PointerScope()) {
        subtractSquares(pages.read(i), result);
      }
    }
    return result.mul_(Scalars.of(1 / damping));
  }

  private void subtractSquares(Tensor rows, Tensor result) {
    for (long from = 0; from < size(); from += CHUNK) {
      try (PointerScope scope = new PointerScope()) {
        long n = Math.min(CHUNK, size() - from);
        Tensor columns = rows.narrow(1, from, n);
        Tensor sums = result.narrow(0, from, n);
        Scalar minus = Scalars.of(-1.0);
        for (long row = 0; row < rows.size(0); row++) {
          Tensor entries = columns.select(0, row);
          sums.addcmul_(entries, entries, minus);
        }
      }
    }
  }

  @Override
  public double entry(long a, long b) {
    double sum = a == b ? 1 : 0;
    for (int i = 0; i < pages.count(); i++) {
      try (PointerScope scope = new PointerScope()) {
        Tensor rows = pages.read(i);
        sum -= rows.select(1, a).dot(rows.select(1, b)).item_double();
      }
    }
    return sum / damping;
  }

  /** vⱼ = λ Lⱼⱼ Wⱼ. */
  Tensor chainVectors() {
    TensorVector all = new TensorVector();
    for (int i = 0; i < pages.count(); i++) {
      all.push_back(pages.read(i));
    }
    return torch.cat(all).mul_(pivots.unsqueeze(1)).mul_(Scalars.of(1 / damping));
  }

  /** qⱼ = λ Lⱼⱼ². */
  Tensor chainDivisors() {
    return pivots.square().mul_(Scalars.of(1 / damping));
  }
}
