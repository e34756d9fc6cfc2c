package org.gradus.transport;

import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Monitor;

/**
 * Sinkhorn sweeps, then Newton steps with the whole Hessian: the yardstick of {@link
 * SinkhornNewtonSparse}, at O((n + m)³) a step and (n + m)² more memory.
 *
 * <p>The direction is the one of minimum norm: the Hessian's null vector (1, −1), along which the
 * dual does not change, is given the mean curvature of the others, which leaves a gradient
 * orthogonal to it with no part along it. A Cholesky factorisation solves; where rounding leaves
 * the matrix indefinite, the pseudo-inverse by eigenvectors.
 */
public final class SinkhornNewtonDense implements TransportSolver {
  private final NewtonConfig config;

  /** With {@link NewtonConfig#DEFAULT}. */
  public SinkhornNewtonDense() {
    this(NewtonConfig.DEFAULT);
  }

  /** With the given settings. */
  public SinkhornNewtonDense(NewtonConfig config) {
    this.config = config;
  }

  @Override
  public TransportSolution solve(TransportProblem problem, Potentials start, Monitor monitor) {
    Run run = new Run(problem, start, config.tolerance(), monitor);
    try (PointerScope scope = new PointerScope()) {
      GibbsKernel kernel = new GibbsKernel(problem);
      NewtonDirection direction = new DenseDirection(kernel);
      return new DualNewton(config, start, kernel, direction, run).solve();
    }
  }

  private static final class DenseDirection implements NewtonDirection {
    private final GibbsKernel kernel;
    private final int rows;
    private final int length;

    DenseDirection(GibbsKernel kernel) {
      this.kernel = kernel;
      this.rows = kernel.problem().rows();
      this.length = rows + kernel.problem().columns();
    }

    @Override
    public Step solve(DualPoint at, double shift) {
      try (PointerScope scope = new PointerScope()) {
        Tensor hessian = hessian(at, shift);
        Tensor gradient =
            torch
                .cat(new TensorVector(vector(at.rowGradient()), vector(at.columnGradient())))
                .div_(new Scalar(kernel.problem().eta()))
                .unsqueeze(1);
        double[] dz = new double[length];
        solve(hessian, gradient).contiguous().data_ptr_double().get(dz, 0, length);
        return Step.of(dz, rows, Map.of());
      }
    }

    /** H / η, with the mean curvature along (1, −1). */
    private Tensor hessian(DualPoint at, double shift) {
      Tensor null1 = torch.ones(new long[] {length}, doubles());
      null1.narrow(0, rows, length - rows).fill_(new Scalar(-1.0));
      double mean = 2 * Sums.of(at.rowSums()) / length;
      Tensor hessian = torch.outer(null1, null1).mul_(new Scalar(mean / length));
      Tensor upper = hessian.narrow(0, 0, rows).narrow(1, rows, length - rows);
      upper.add_(kernel.plan());
      hessian.narrow(0, rows, length - rows).narrow(1, 0, rows).copy_(upper.t());
      Tensor diagonal = hessian.diagonal();
      diagonal.narrow(0, 0, rows).add_(vector(at.rowSums()));
      diagonal.narrow(0, rows, length - rows).add_(vector(at.columnSums()));
      diagonal.add_(new Scalar(shift));
      return hessian;
    }

    private static Tensor solve(Tensor hessian, Tensor gradient) {
      var factor = torch.linalg_cholesky_ex(hessian);
      if (factor.get1().item_int() == 0) {
        return torch.cholesky_solve(gradient, factor.get0());
      }
      return torch.linalg_pinv(hessian, 1e-15, true).matmul(gradient);
    }

    private static Tensor vector(double[] values) {
      Tensor vector = torch.zeros(new long[] {values.length}, doubles());
      vector.data_ptr_double().put(values, 0, values.length);
      return vector;
    }

    private static TensorOptions doubles() {
      return new TensorOptions(ScalarType.Double);
    }
  }
}
