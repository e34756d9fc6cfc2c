package org.gradus.curvature;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Tensors;

/**
 * The inverse of a damped empirical Fisher matrix of m given gradients, F = δ I + (1/m) Σ gᵢ gᵢᵀ,
 * as products, diagonal and entries: M-FAC's static form (Frantar, Kurtic and Alistarh, NeurIPS
 * 2021, arXiv 2107.03356).
 *
 * <p>With λ = 1/δ and the Cholesky factor L of δ m I + G Gᵀ (m × m), W = L⁻¹ G gives
 *
 * <pre>
 *   F⁻¹ x = λ (x − Wᵀ (W x))        diag F⁻¹ = λ (1 − Σⱼ Wⱼ²)        [F⁻¹]ₐᵦ = λ ([a = b] − Σⱼ Wⱼₐ Wⱼᵦ)
 * </pre>
 *
 * which is the paper's Sherman-Morrison chain scaled: its vectors are vⱼ = λ Lⱼⱼ Wⱼ and its
 * divisors qⱼ = λ Lⱼⱼ² ({@link #chainVectors}, {@link #chainDivisors}), so that F⁻¹ x = λ x − Σⱼ
 * (vⱼ·x)/qⱼ vⱼ. Rows are worked on a page at a time, all by matrix products.
 *
 * <p>With a block size B below d, F is block-diagonal over consecutive runs of B entries, the last
 * one shorter: WoodFisher's matrix. Blocks of B ≤ m entries are inverted as dense B × B matrices,
 * larger ones as above.
 *
 * <p>Cost: 2 d m² flops once (d m B for small blocks); a product 4 d m; the diagonal 2 d m; an
 * entry 2 m. Nothing costs d². Memory: 8 m d bytes, or 8 d B for small blocks. All arithmetic is
 * float64, whatever the gradients' type: with δ far below ‖g‖² the condition number is about
 * ‖g‖²/δ.
 */
public final class InverseFisher {
  /** The block size that stands for one block of all entries. */
  public static final long FULL = -1;

  private final List<InverseBlocks> parts;
  private final long size;

  private InverseFisher(List<InverseBlocks> parts) {
    this.parts = parts;
    size = parts.stream().mapToLong(InverseBlocks::size).sum();
  }

  /**
   * The whole matrix's inverse.
   *
   * @param gradients of shape [m, d], any floating-point type; copied
   * @param damping δ &gt; 0
   * @throws NonFiniteException if a gradient is not finite or its square overflows
   */
  public static InverseFisher of(Tensor gradients, double damping) {
    return of(gradients, damping, FULL);
  }

  /**
   * The block-diagonal matrix's inverse.
   *
   * @param gradients of shape [m, d], any floating-point type; copied
   * @param damping δ &gt; 0
   * @param blockSize B ≥ 1 entries a block, or {@link #FULL}
   * @throws NonFiniteException if a gradient is not finite or its square overflows
   */
  public static InverseFisher of(Tensor gradients, double damping, long blockSize) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      return overwriting(
          Tensors.keep(gradients.detach().cpu().to(ScalarType.Double).contiguous().clone()),
          damping,
          blockSize);
    }
  }

  /**
   * As {@link #of(Tensor, double, long)} without a copy: the tensor becomes this object's and is
   * overwritten with what replaces the gradients.
   *
   * @param gradients contiguous float64 of shape [m, d], in main memory
   */
  public static InverseFisher overwriting(Tensor gradients, double damping, long blockSize) {
    if (gradients.dim() != 2
        || Tensors.type(gradients) != ScalarType.Double
        || !gradients.is_contiguous()
        || !gradients.is_cpu()) {
      throw Check.invalid(
          "gradients", Tensors.describe(gradients), "contiguous Double of shape [m, d] on cpu");
    }
    long m = Check.atLeast("number of gradients", gradients.size(0), 1);
    long d = Check.atLeast("length of the gradients", gradients.size(1), 1);
    Check.positive("damping", damping);
    if (blockSize != FULL) {
      Check.atLeast("blockSize", blockSize, 1);
    }
    long block = blockSize == FULL ? d : Math.min(blockSize, d);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      return new InverseFisher(
          block <= m && block < d
              ? dense(gradients, damping, block)
              : factored(gradients, damping, block));
    }
  }

  /**
   * The whole matrix's inverse, its gradients in slow memory and worked on a page at a time; the
   * result is that of {@link #of(Tensor, double)}. Three pages are in memory at once, and a product
   * reads each page once.
   *
   * @param gradients the pages, overwritten; they must stay there while this object is used
   * @param damping δ &gt; 0
   */
  public static InverseFisher paged(GradientPages gradients, double damping) {
    Check.positive("damping", damping);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      return new InverseFisher(List.of(FactoredInverse.of(gradients, damping)));
    }
  }

  private static List<InverseBlocks> factored(Tensor gradients, double damping, long block) {
    List<InverseBlocks> parts = new ArrayList<>();
    long d = gradients.size(1);
    for (long from = 0; from < d; from += block) {
      Tensor columns = Tensors.keep(gradients.narrow(1, from, Math.min(block, d - from)));
      parts.add(FactoredInverse.of(new OnePage(columns), damping));
    }
    return parts;
  }

  private static List<InverseBlocks> dense(Tensor gradients, double damping, long block) {
    List<InverseBlocks> parts = new ArrayList<>();
    long d = gradients.size(1);
    long whole = d / block * block;
    parts.add(DenseInverse.of(gradients.narrow(1, 0, whole), damping, block));
    if (whole < d) {
      parts.add(DenseInverse.of(gradients.narrow(1, whole, d - whole), damping, d - whole));
    }
    return parts;
  }

  /**
   * What {@link #of} needs in memory.
   *
   * @param gradients m
   * @param parameters d
   * @param blockSize as given to {@link #of(Tensor, double, long)}
   * @return bytes, the copy of the gradients included
   */
  public static long estimatedBytes(long gradients, long parameters, long blockSize) {
    long copy = Double.BYTES * gradients * parameters;
    boolean small = blockSize != FULL && blockSize <= gradients && blockSize < parameters;
    return small ? copy + Double.BYTES * blockSize * parameters : copy;
  }

  /** The number of parameters d. */
  public long size() {
    return size;
  }

  /**
   * F⁻¹ x.
   *
   * @param x a vector of shape [d]
   * @return a new vector of x's type
   */
  public Tensor product(Tensor x) {
    Tensors.requireLength("vector", x, size);
    Tensor result = torch.zeros_like(x);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor exact = x.to(ScalarType.Double);
      long from = 0;
      for (InverseBlocks part : parts) {
        result.narrow(0, from, part.size()).copy_(part.product(exact.narrow(0, from, part.size())));
        from += part.size();
      }
    }
    return result;
  }

  /** The diagonal of F⁻¹, a new float64 vector of shape [d]; every entry is in (0, λ]. */
  public Tensor diagonal() {
    Tensor result;
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      TensorVector diagonals = new TensorVector();
      parts.forEach(part -> diagonals.push_back(part.diagonal()));
      result = Tensors.keep(torch.cat(diagonals));
    }
    return result;
  }

  /**
   * One entry of F⁻¹.
   *
   * @param a its row, at least 0 and below d
   * @param b its column, likewise
   */
  public double entry(long a, long b) {
    requireIndex("row", a);
    requireIndex("column", b);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      long from = 0;
      for (InverseBlocks part : parts) {
        if (a < from + part.size()) {
          return b >= from && b < from + part.size() ? part.entry(a - from, b - from) : 0;
        }
        from += part.size();
        if (b < from) {
          return 0;
        }
      }
      throw new AssertionError("the blocks do not cover " + a);
    }
  }

  private void requireIndex(String name, long index) {
    if (index < 0 || index >= size) {
      throw Check.invalid(name, index, "at least 0 and below " + size);
    }
  }

  /**
   * The Sherman-Morrison chain's vectors vⱼ = Fⱼ₋₁⁻¹ gⱼ, of shape [m, d]: for checks from outside.
   *
   * @throws IllegalStateException if the matrix has several blocks
   */
  public Tensor chainVectors() {
    return chain().chainVectors();
  }

  /** The chain's divisors qⱼ = m + gⱼ·vⱼ, of shape [m]; see {@link #chainVectors}. */
  public Tensor chainDivisors() {
    return chain().chainDivisors();
  }

  private FactoredInverse chain() {
    if (parts.size() == 1 && parts.get(0) instanceof FactoredInverse factored) {
      return factored;
    }
    throw new IllegalStateException("only the inverse of one block has a single chain");
  }
}
