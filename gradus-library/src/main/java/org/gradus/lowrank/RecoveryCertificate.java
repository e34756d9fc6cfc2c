package org.gradus.lowrank;

import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Check;
import org.gradus.core.Tensors;

/**
 * How a factor fits the measurements, computed from both alone.
 *
 * <p>With outliers the mean residual stays large at the truth: look at the median and at the share
 * that fits.
 *
 * @param meanResidual (1/m) Σ |⟨Aᵢ, X⟩ − yᵢ|
 * @param medianResidual the median of |⟨Aᵢ, X⟩ − yᵢ|
 * @param fitting share of measurements whose residual is at most 10⁻⁶ times the median |yᵢ|: near 1
 *     − p where a share p is corrupted and X is exact; 0 with dense noise
 * @param gradientNorm ‖2 G U‖_F of the absolute loss
 * @param eigenvalues the r' largest eigenvalues of X, descending: where they drop is its rank
 */
public record RecoveryCertificate(
    double meanResidual,
    double medianResidual,
    double fitting,
    double gradientNorm,
    double[] eigenvalues) {
  private static final double FITS = 1e-6;

  /** Examines a factor U [d, r'], in two passes over the measurements. */
  public static RecoveryCertificate of(RecoveryProblem problem, Tensor factor) {
    if (factor.dim() != 2
        || factor.size(0) != problem.dimension()
        || factor.size(1) != problem.width()) {
      throw Check.invalid(
          "factor",
          Tensors.describe(factor),
          "of shape [" + problem.dimension() + ", " + problem.width() + "]");
    }
    double[] u = Tensors.doubles(factor);
    MeasurementLoss.Value value = MeasurementLoss.ABSOLUTE.at(problem, u);
    double[] sizes = absolute(new LossEvaluation(problem, MeasurementLoss.ABSOLUTE).residuals(u));
    double threshold = FITS * median(absolute(problem.values()));
    long fitting = Arrays.stream(sizes).filter(size -> size <= threshold).count();
    return new RecoveryCertificate(
        value.loss(),
        median(sizes),
        (double) fitting / sizes.length,
        Math.sqrt(SubgradientMethod.squares(value.gradient())),
        eigenvalues(factor));
  }

  private static double[] eigenvalues(Tensor factor) {
    try (PointerScope scope = new PointerScope()) {
      return Tensors.doubles(torch.linalg_svdvals(factor).square());
    }
  }

  private static double[] absolute(double[] values) {
    return Arrays.stream(values).map(Math::abs).toArray();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
