package org.gradus.lowrank;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Check;
import org.gradus.core.PortableRandom;
import org.gradus.core.Tensors;

/** Where {@link SubgradientMethod} starts. */
public sealed interface FactorStart {
  /** U₀, row-major [d, r']. */
  double[] factor(RecoveryProblem problem);

  /**
   * U₀ = α B with B Bᵀ the best positive semidefinite approximation of rank r' to C/‖C‖_F, C =
   * sym((1/m) Σ sign(yᵢ) Aᵢ): the r' algebraically largest eigenpairs, negative eigenvalues set to
   * 0, in descending order. Columns that are 0 here stay 0 for ever.
   *
   * @param alpha α > 0; 0 would never move
   */
  record Spectral(double alpha) implements FactorStart {
    /** Validates. */
    public Spectral {
      Check.positive("alpha", alpha);
    }

    @Override
    public double[] factor(RecoveryProblem problem) {
      int d = problem.dimension();
      int width = problem.width();
      // At U = 0 the residuals are −y: C is minus the matrix gradient there.
      double[] g = MeasurementLoss.ABSOLUTE.at(problem, new double[d * width]).matrixGradient();
      double norm = Math.sqrt(SubgradientMethod.squares(g));
      double[] u = new double[d * width];
      if (norm == 0) {
        return u;
      }
      try (PointerScope scope = new PointerScope()) {
        Tensor c = Tensors.matrix(g, d, d).div_(new Scalar(-norm));
        T_TensorTensor_T pairs = torch.linalg_eigh(c);
        double[] eigenvalues = Tensors.doubles(pairs.get0());
        double[] vectors = Tensors.doubles(pairs.get1());
        for (int k = 0; k < width; k++) {
          int from = d - 1 - k;
          double scale = alpha * Math.sqrt(Math.max(0, eigenvalues[from]));
          for (int i = 0; i < d; i++) {
            u[i * width + k] = scale * vectors[i * d + from];
          }
        }
      }
      return u;
    }
  }

  /**
   * U₀ = (α/√d) Z, Z of independent standard normal entries.
   *
   * @param alpha α > 0
   * @param seed of {@link PortableRandom#normal}, row-major
   */
  record Gaussian(double alpha, long seed) implements FactorStart {
    /** Validates. */
    public Gaussian {
      Check.positive("alpha", alpha);
    }

    @Override
    public double[] factor(RecoveryProblem problem) {
      int d = problem.dimension();
      double[] u = PortableRandom.normal(seed, d * problem.width());
      for (int i = 0; i < u.length; i++) {
        u[i] *= alpha / Math.sqrt(d);
      }
      return u;
    }
  }

  /**
   * A given U₀, for warm starts and replays.
   *
   * @param u [d, r'], finite, not all 0
   */
  record Given(Tensor u) implements FactorStart {
    @Override
    public double[] factor(RecoveryProblem problem) {
      int d = problem.dimension();
      int width = problem.width();
      if (!u.defined() || u.dim() != 2 || u.size(0) != d || u.size(1) != width) {
        throw Check.invalid(
            "start",
            u.defined() ? Tensors.describe(u) : "undefined",
            "of shape [" + d + ", " + width + "]");
      }
      double norm = Tensors.norm(u);
      if (!(norm > 0) || Double.isInfinite(norm)) {
        throw Check.invalid("the norm of the start", norm, "a finite number > 0");
      }
      return Tensors.doubles(u);
    }
  }
}
