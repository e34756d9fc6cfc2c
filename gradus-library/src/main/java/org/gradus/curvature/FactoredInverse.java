package org.gradus.curvature;

import org.bytedeco.javacpp.PointerScope;
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
 * <p>W is made a page of rows at a time, as in a left-looking Cholesky factorisation: with Gᵢ the
 * page's gradients and Wⱼ the pages before, Cⱼ = Gᵢ Wⱼᵀ is the page's part of L, δ m I + Gᵢ Gᵢᵀ −
 * Σⱼ Cⱼ Cⱼᵀ = Lᵢ Lᵢᵀ, and Wᵢ = Lᵢ⁻¹ (Gᵢ − Σⱼ Cⱼ Wⱼ).
 */
final class FactoredInverse implements InverseBlocks {
  /** Entries of the largest temporary of the diagonal: it stays in a cache of 512 KiB. */
  private static final long CHUNK = 1 << 15;

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
    Tensor pivots = torch.zeros(new long[] {pages.read(i).size(0)}, doubles());
    try (PointerScope scope = new PointerScope()) {
      Tensor gradients = pages.read(i);
      Tensor schur = gradients.mm(gradients.t());
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
      Tensor lower = torch.linalg_cholesky(schur);
      pages.write(i, torch.linalg_solve_triangular(lower, rows, false));
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
    long width = Math.max(1, CHUNK / rows.size(0));
    for (long from = 0; from < size(); from += width) {
      try (PointerScope scope = new PointerScope()) {
        long n = Math.min(width, size() - from);
        Tensor squares = rows.narrow(1, from, n).square();
        result.narrow(0, from, n).sub_(squares.sum(0));
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
