package org.gradus.curvature;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.Differentiation;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.Tensors;

/**
 * What a function does along a direction d, to second order (Pan and Li 2023, arXiv 2306.00204).
 *
 * <pre>
 *   v = d/‖d‖₂,   f(θ + η v) ≈ f(θ) + η ⟨g, v⟩ + ½ η² vᵀ H v
 * </pre>
 *
 * <p>d is a displacement, new weights minus old, so that a descent direction has a negative
 * correlation. The sharpness vᵀ H v is a Rayleigh quotient: it lies between the extreme eigenvalues
 * of H and changes neither with the length nor with the sign of d.
 *
 * <p>Measure in evaluation mode: dropout and batch statistics are noise here. Parameters that are
 * not in θ count neither in d nor in H.
 *
 * @param correlation ⟨g, v⟩
 * @param sharpness vᵀ H v
 * @param norm ‖d‖₂
 */
public record DirectionalSharpness(double correlation, double sharpness, double norm) {

  /**
   * The measure on one objective.
   *
   * @param direction d, a vector of shape [d], not zero
   * @throws IllegalArgumentException if the direction is zero or not finite
   */
  public static DirectionalSharpness of(
      Objective objective, ParameterVector theta, Tensor direction) {
    return of(List.of(objective), theta, List.of(direction)).get(0);
  }

  /**
   * The measure of several directions at one point, the mean over several batches.
   *
   * <p>Cost, for each batch: one gradient with its graph, shared by all directions, and one
   * Hessian-vector product a direction. The gradient in {@code theta} is overwritten.
   *
   * @param batches at least one; equally weighted
   * @param directions vectors of shape [d], none zero
   * @return one measure a direction, in their order
   * @throws IllegalArgumentException if there is no batch, or a direction is zero or not finite
   */
  public static List<DirectionalSharpness> of(
      List<? extends Objective> batches, ParameterVector theta, List<Tensor> directions) {
    Check.atLeast("number of batches", batches.size(), 1);
    double[] norms = directions.stream().mapToDouble(d -> requireDirection(d, theta)).toArray();
    double[] correlations = new double[norms.length];
    double[] sharpness = new double[norms.length];
    for (Objective batch : batches) {
      try (PointerScope scope = new PointerScope();
          Differentiation derivatives = batch.differentiate(theta)) {
        Tensor gradient = theta.gradient().clone();
        for (int i = 0; i < norms.length; i++) {
          Tensor d = directions.get(i);
          correlations[i] += dot(gradient, d) / norms[i] / batches.size();
          double curvature = dot(derivatives.hessianVectorProduct(d), d);
          sharpness[i] += curvature / norms[i] / norms[i] / batches.size();
        }
      }
    }
    List<DirectionalSharpness> measures = new ArrayList<>();
    for (int i = 0; i < norms.length; i++) {
      measures.add(new DirectionalSharpness(correlations[i], sharpness[i], norms[i]));
    }
    return measures;
  }

  /** In float64: float32 sums over millions of entries lose digits. */
  private static double dot(Tensor a, Tensor b) {
    return a.to(ScalarType.Double).dot(b.to(ScalarType.Double)).item_double();
  }

  /** The norm of a direction that can be normalised. */
  static double requireDirection(Tensor direction, ParameterVector theta) {
    Tensors.requireLength("direction", direction, theta.size());
    double norm = Tensors.norm(direction);
    if (!(norm > 0) || !Double.isFinite(norm)) {
      throw Check.invalid("norm of the direction", norm, "a finite number > 0");
    }
    return norm;
  }

  /**
   * The step length η along v that is best to second order, −⟨g, v⟩/(vᵀ H v); infinite where the
   * function does not curve upwards.
   */
  public double bestStep() {
    return sharpness > 0 ? -correlation / sharpness : Double.POSITIVE_INFINITY;
  }

  /**
   * The decrease of that step, ⟨g, v⟩²/(2 vᵀ H v); infinite where the function does not curve
   * upwards.
   */
  public double bestDecrease() {
    return sharpness > 0 ? correlation * correlation / (2 * sharpness) : Double.POSITIVE_INFINITY;
  }
}
