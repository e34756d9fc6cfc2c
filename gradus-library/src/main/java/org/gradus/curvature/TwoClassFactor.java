package org.gradus.curvature;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.ParameterVector;
import org.gradus.core.ParameterVector.Slice;
import org.gradus.core.PredictiveObjective;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/**
 * A factor of the Gauss-Newton matrix of a two-class model, and what its largest columns contribute
 * (Pan and Li 2023, arXiv 2306.00204): the Gauss-Newton matrix of the mean loss is GᵀG/n.
 *
 * <pre>
 *   Gₙ = √(p₀ p₁) (∇z₀ − ∇z₁)      one row a sample, one column a coordinate
 * </pre>
 *
 * <p>Memory n × k; cost one backward pass a sample.
 *
 * @param rows G, of shape [n, k]
 */
public record TwoClassFactor(Tensor rows) {

  /**
   * The factor over some parameters.
   *
   * @param objective its outputs are two logits a sample
   * @param chosen which parameters give columns
   * @throws IllegalArgumentException if outputs are not of shape [n, 2], or nothing is chosen
   */
  public static TwoClassFactor of(
      PredictiveObjective objective, ParameterVector theta, Predicate<Slice> chosen) {
    List<Tensor> parameters =
        IntStream.range(0, theta.slices().size())
            .filter(i -> chosen.test(theta.slices().get(i)))
            .mapToObj(i -> theta.parameters().get(i))
            .toList();
    Check.atLeast("number of chosen parameters", parameters.size(), 1);
    try (PointerScope scope = new PointerScope()) {
      Tensor logits = objective.outputs();
      if (logits.dim() != 2 || logits.size(1) != 2) {
        throw Check.invalid("outputs", Tensors.describe(logits), "of shape [n, 2]");
      }
      Tensor margin = logits.select(1, 0).sub(logits.select(1, 1));
      Tensor weight = margin.detach().sigmoid().mul(margin.detach().neg().sigmoid()).sqrt();
      TensorVector inputs = new TensorVector(parameters.toArray(new Tensor[0]));
      TensorVector rows = new TensorVector();
      for (long n = 0; n < margin.size(0); n++) {
        rows.push_back(row(margin.select(0, n), inputs).mul(weight.select(0, n)));
      }
      return new TwoClassFactor(Tensors.keep(torch.stack(rows)));
    }
  }

  private static Tensor row(Tensor margin, TensorVector inputs) {
    TensorVector gradients =
        torch.grad(
            new TensorVector(margin),
            inputs,
            new TensorVector(),
            new BoolOptional(true),
            false,
            true);
    TensorVector flat = new TensorVector();
    for (long i = 0; i < inputs.size(); i++) {
      Tensor gradient = gradients.get(i);
      Tensor part = gradient.defined() ? gradient : torch.zeros_like(inputs.get(i));
      flat.push_back(part.reshape(-1));
    }
    return torch.cat(flat);
  }

  /** ‖G‖₂², the largest eigenvalue of GᵀG. */
  public double squaredNorm() {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      double largest = torch.linalg_svdvals(rows).max().item_double();
      return largest * largest;
    }
  }

  /**
   * This factor without the columns longer than some multiple of the mean column: they are zeroed.
   *
   * @param multiple the paper's is 2
   */
  public TwoClassFactor withoutLongColumns(double multiple) {
    try (PointerScope scope = new PointerScope()) {
      Tensor lengths = rows.norm(new ScalarOptional(Scalars.of(2.0)), 0);
      double limit = multiple * lengths.mean().item_double();
      return keeping(lengths.le(Scalars.of(limit)));
    }
  }

  /** This factor with as many columns zeroed at random as another has lost; the control. */
  public TwoClassFactor withoutRandomColumns(long count, RandomSource random) {
    try (PointerScope scope = new PointerScope()) {
      Tensor ones = torch.ones(new long[] {rows.size(1)}, new TensorOptions(ScalarType.Double));
      Tensor kept = count == 0 ? ones : DirectionMask.withoutRandom(ones, count, random).rest();
      return keeping(kept);
    }
  }

  private TwoClassFactor keeping(Tensor columns) {
    return new TwoClassFactor(Tensors.keep(rows.mul(columns.to(Tensors.type(rows)))));
  }

  /** How many columns are all zero. */
  public long zeroColumns() {
    try (PointerScope scope = new PointerScope()) {
      return rows.size(1) - rows.abs().amax(new long[] {0}, false).count_nonzero().item_long();
    }
  }
}
