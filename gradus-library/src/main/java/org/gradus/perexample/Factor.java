package org.gradus.perexample;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The gradients of n examples with respect to one parameter tensor of p entries, in the form a
 * layer leaves them in.
 *
 * <p>Each kind of layer writes out rows of gradients for a range of examples; what can be had with
 * less than that, it overrides. Here everything is computed from rows, a range at a time.
 */
abstract class Factor {
  /** Entries of the temporary tensors of a range: 1 MiB of float32, which a cache can hold. */
  private static final long RANGE_ENTRIES = 1 << 18;

  private final Tensor parameter;
  private final long examples;

  Factor(Tensor parameter, long examples) {
    this.parameter = parameter;
    this.examples = examples;
  }

  /** The parameter tensor. */
  final Tensor parameter() {
    return parameter;
  }

  final long examples() {
    return examples;
  }

  /** The gradients of examples from to from + count, of shape [count, p]. */
  abstract Tensor rows(long from, long count);

  /** Entries of temporaries an example needs while its row is made. */
  long entriesPerExample() {
    return parameter.numel();
  }

  /**
   * Adds Σᵢ gᵢ.
   *
   * @param sum of the parameter's shape
   */
  void addSum(Tensor sum) {
    overRanges((from, count) -> sum.view(-1).add_(rows(from, count).sum(0)));
  }

  /** ‖gᵢ‖², float64 of shape [n]. */
  Tensor squaredNorms() {
    return eachRange((from, count) -> sumEach(rows(from, count).square()));
  }

  /**
   * ⟨gᵢ, v⟩, float64 of shape [n].
   *
   * @param v of the parameter's shape
   */
  Tensor innerProducts(Tensor v) {
    Tensor flat = v.reshape(-1);
    return eachRange((from, count) -> rows(from, count).mv(flat).to(ScalarType.Double));
  }

  /**
   * Adds Σᵢ gᵢ ∘ gᵢ.
   *
   * @param sum of the parameter's shape
   */
  void addSquares(Tensor sum) {
    overRanges((from, count) -> sum.view(-1).add_(rows(from, count).square().sum(0)));
  }

  /** Adds the inner products of all pairs to a matrix of shape [n, n]. */
  void addGram(Tensor gram) {
    Tensor all = rows(0, examples);
    gram.addmm_(all, all.t());
  }

  /** Makes something of a range of examples. */
  @FunctionalInterface
  interface OfRange {
    Tensor apply(long from, long count);
  }

  /** Values of all examples, put together from ranges of bounded memory. */
  final Tensor eachRange(OfRange values) {
    TensorVector parts = new TensorVector();
    long step = range();
    for (long from = 0; from < examples; from += step) {
      parts.push_back(values.apply(from, Math.min(step, examples - from)));
    }
    return parts.size() == 1 ? parts.get(0) : torch.cat(parts);
  }

  /** Runs over ranges of bounded memory. */
  final void overRanges(OfRange action) {
    long step = range();
    for (long from = 0; from < examples; from += step) {
      try (PointerScope scope = new PointerScope()) {
        action.apply(from, Math.min(step, examples - from));
      }
    }
  }

  private long range() {
    return Math.max(1, RANGE_ENTRIES / Math.max(1, entriesPerExample()));
  }

  /** Sums over all axes but the first, in float64. */
  static Tensor sumEach(Tensor perExample) {
    return perExample.reshape(perExample.size(0), -1).sum(1).to(ScalarType.Double);
  }
}
