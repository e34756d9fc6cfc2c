package org.gradus.curvature;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Check;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;

/**
 * Mini-batches that together are a data set, each weighted by its share n_b/n of the examples: with
 * equal weights a short last batch would count too much.
 *
 * @param <T> the kind of objective
 */
record WeightedObjectives<T extends Objective>(List<T> parts, List<Double> shares) {
  /** The product of one part's matrix with a vector. */
  @FunctionalInterface
  interface Product<T> {
    Tensor of(T part, Tensor v);
  }

  static <T extends Objective> WeightedObjectives<T> of(List<? extends T> parts, long... sizes) {
    Check.atLeast("number of mini-batches", parts.size(), 1);
    if (sizes.length != parts.size()) {
      throw Check.invalid(
          "number of batch sizes", sizes.length, "that of batches, " + parts.size());
    }
    for (long size : sizes) {
      Check.atLeast("batch size", size, 1);
    }
    double all = Arrays.stream(sizes).sum();
    List<Double> shares = Arrays.stream(sizes).mapToObj(n -> n / all).toList();
    return new WeightedObjectives<>(List.copyOf(parts), shares);
  }

  static <T extends Objective> WeightedObjectives<T> of(T objective) {
    return new WeightedObjectives<>(List.of(objective), Collections.singletonList(1.0));
  }

  /** Σ (n_b/n) A_b v, one part after another in the memory of one. */
  Tensor times(ParameterVector theta, Tensor v, Product<? super T> product) {
    Tensor sum = torch.zeros_like(theta.values());
    for (int i = 0; i < parts.size(); i++) {
      try (PointerScope scope = new PointerScope()) {
        Tensor part = product.of(parts.get(i), v);
        try (NoGradGuard guard = new NoGradGuard()) {
          sum.add_(part, Scalars.of(shares.get(i)));
        }
      }
    }
    return sum;
  }
}
