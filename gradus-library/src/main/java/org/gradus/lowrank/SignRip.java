package org.gradus.lowrank;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Check;
import org.gradus.core.PortableRandom;
import org.gradus.core.Seeds;
import org.gradus.core.Tensors;

/**
 * The sign restricted isometry property, probed on a few directions: how well measured signs point
 * back at X.
 *
 * <p>D(X) = sym((1/m) Σ sign(⟨Aᵢ, X⟩ − sᵢ) Aᵢ) should be near ψ X/‖X‖_F. For Gaussian Aᵢ: ψ =
 * √(2/π) without noise, √(2/π) ‖X‖_F/√(‖X‖²_F + ν²) with noise of variance ν², about √(2/π) (1 − p)
 * with a share p of enormous outliers.
 */
public final class SignRip {
  private final Measurements measurements;
  private final double[] noise;

  /**
   * What one direction, or the worst of several, shows.
   *
   * @param psi ⟨D(X), X/‖X‖_F⟩; over several directions their mean
   * @param spectral ‖D(X) − ψ X/‖X‖_F‖₂ / ψ: δ as it acts on directions of rank one
   * @param frobenius ‖D(X) − ψ X/‖X‖_F‖_F / ψ
   */
  public record Estimate(double psi, double spectral, double frobenius) {}

  /**
   * A probe.
   *
   * @param noise s, length m: zeros, or what the measurements are wrong by
   */
  public SignRip(Measurements measurements, double[] noise) {
    if (noise.length != measurements.count()) {
      throw Check.invalid("the length of noise", noise.length, "" + measurements.count());
    }
    this.measurements = measurements;
    this.noise = noise.clone();
  }

  /**
   * At one direction.
   *
   * @param x X, symmetric, row-major [d, d], not 0
   */
  public Estimate at(double[] x) {
    int d = measurements.dimension();
    double[] signs = new double[noise.length];
    measurements.apply(x, signs);
    for (int i = 0; i < signs.length; i++) {
      signs[i] = Math.signum(signs[i] - noise[i]) / signs.length;
    }
    double[] image = new double[d * d];
    measurements.adjoint(signs, image);
    try (PointerScope scope = new PointerScope()) {
      Tensor unit = Tensors.matrix(x, d, d);
      unit.div_(new Scalar(Tensors.norm(unit)));
      Tensor raw = Tensors.matrix(image, d, d);
      Tensor symmetric = raw.add(raw.t()).mul_(new Scalar(0.5));
      double psi = symmetric.mul(unit).sum().item_double();
      Tensor error = symmetric.sub_(unit.mul(new Scalar(psi)));
      double spectral = torch.linalg_eigvalsh(error).abs().max().item_double();
      return new Estimate(psi, spectral / psi, Tensors.norm(error) / psi);
    }
  }

  /**
   * The worst of several random directions X = B C Bᵀ, B [d, rank] and the symmetric C Gaussian,
   * scaled to a given size; deviations are largest values, ψ is the mean.
   *
   * @param rank of the directions, in [1, d]
   * @param size ‖X‖_F, which matters against the noise
   * @param samples number of directions
   */
  public Estimate worst(int rank, double size, int samples, long seed) {
    int d = measurements.dimension();
    if (rank < 1 || rank > d) {
      throw Check.invalid("rank", rank, "in [1, " + d + "]");
    }
    Check.positive("size", size);
    Check.atLeast("samples", samples, 1);
    double psi = 0;
    double spectral = 0;
    double frobenius = 0;
    for (int s = 0; s < samples; s++) {
      Estimate estimate = at(direction(rank, size, Seeds.derive(seed, "direction", s)));
      psi += estimate.psi / samples;
      spectral = Math.max(spectral, estimate.spectral);
      frobenius = Math.max(frobenius, estimate.frobenius);
    }
    return new Estimate(psi, spectral, frobenius);
  }

  private double[] direction(int rank, double size, long seed) {
    int d = measurements.dimension();
    double[] z = PortableRandom.normal(seed, d * rank + rank * rank);
    try (PointerScope scope = new PointerScope()) {
      Tensor all = Tensors.matrix(z, 1, z.length).reshape(-1);
      Tensor b = all.narrow(0, 0, (long) d * rank).view(d, rank);
      Tensor c = all.narrow(0, (long) d * rank, (long) rank * rank).view(rank, rank);
      Tensor x = b.mm(c.add(c.t())).mm(b.t());
      return Tensors.doubles(x.mul_(new Scalar(size / Tensors.norm(x))));
    }
  }
}
