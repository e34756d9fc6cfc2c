package org.gradus.prune;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.ParameterVector;
import org.gradus.core.ParameterVector.Slice;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.core.Stateful;
import org.gradus.core.Tensors;

/**
 * Which weights of a network may be pruned, and which are.
 *
 * <p>Weights that are exactly 0 when a mask is made and may be pruned count as pruned, so that a
 * pruned model's mask is found again from its weights.
 */
public final class PruningMask implements Stateful {
  /** Kernels of linear and convolutional layers: what has two dimensions or more. */
  public static final Predicate<Slice> KERNELS = slice -> slice.rank() >= 2;

  private final ParameterVector theta;
  private final List<Slice> prunable;
  private final long total;
  private final Tensor surviving;

  private PruningMask(ParameterVector theta, List<Slice> prunable) {
    this.theta = theta;
    this.prunable = List.copyOf(prunable);
    total = prunable.stream().mapToLong(Slice::length).sum();
    Check.atLeast("number of prunable weights", total, 1);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor alive = torch.zeros(new long[] {theta.size()}, new TensorOptions(ScalarType.Bool));
      for (Slice slice : prunable) {
        Tensor weights = theta.values().narrow(0, slice.offset(), slice.length());
        alive.narrow(0, slice.offset(), slice.length()).copy_(weights.ne(Scalars.of(0.0)));
      }
      surviving = Tensors.keep(alive);
    }
  }

  /** The mask over the kernels of linear and convolutional layers. */
  public static PruningMask of(ParameterVector theta) {
    return of(theta, KERNELS);
  }

  /**
   * The mask over chosen parameters.
   *
   * @param prunable which parameters may lose weights; biases and normalisation usually may not
   * @throws IllegalArgumentException if none may
   */
  public static PruningMask of(ParameterVector theta, Predicate<Slice> prunable) {
    Objects.requireNonNull(prunable, "prunable");
    return new PruningMask(theta, theta.slices().stream().filter(prunable).toList());
  }

  /** The parameters masked. */
  public ParameterVector parameters() {
    return theta;
  }

  /** The number of weights that may be pruned, pruned ones included. */
  public long prunable() {
    return total;
  }

  /** The number of pruned weights. */
  public long pruned() {
    try (PointerScope scope = new PointerScope()) {
      return total - surviving.sum().item_long();
    }
  }

  /** The share of prunable weights that are pruned. */
  public double sparsity() {
    return (double) pruned() / total;
  }

  /** How many weights are gone at a sparsity: ⌊n s + 1e-9⌋. */
  long target(double sparsity) {
    return (long) Math.floor(total * sparsity + 1e-9);
  }

  /** Indices into θ of the weights that may still be pruned, ascending. */
  public Tensor survivors() {
    return surviving.nonzero().squeeze(1);
  }

  /**
   * Prunes weights: takes them out of the survivors and sets them to 0.
   *
   * @param indices into θ
   */
  void drop(Tensor indices) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      surviving.index_fill_(0, indices, Scalars.of(0L));
      theta.values().index_fill_(0, indices, Scalars.of(0.0));
    }
  }

  /** Sets pruned weights to 0 again. */
  public void apply() {
    zero(theta.values());
  }

  /** Sets a vector's entries at pruned weights to 0; a tensor of shape [d]. */
  public void zero(Tensor vector) {
    Tensors.requireLength("vector", vector, theta.size());
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      for (Slice slice : prunable) {
        vector
            .narrow(0, slice.offset(), slice.length())
            .mul_(surviving.narrow(0, slice.offset(), slice.length()));
      }
    }
  }

  /** Names of the prunable parameters of which no weight is left. */
  public List<String> emptied() {
    try (PointerScope scope = new PointerScope()) {
      return prunable.stream()
          .filter(s -> !surviving.narrow(0, s.offset(), s.length()).any().item_bool())
          .map(Slice::name)
          .toList();
    }
  }

  @Override
  public void save(State state) {
    state.put("surviving", surviving.to(ScalarType.Byte));
  }

  @Override
  public void load(State state) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor stored = state.tensor("surviving");
      Tensors.requireLength("state 'surviving'", stored, theta.size());
      surviving.copy_(stored);
    }
  }
}
