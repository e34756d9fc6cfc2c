package org.gradus.constrained;

import java.util.Arrays;
import org.gradus.core.SparseMatrix;
import org.gradus.core.SymmetricEigen;

/**
 * What decides about a step: the smallest eigenvalue of G Gᵀ and that of H on the null space of G.
 */
interface Geometry {
  /** Up to this many variables eigenvalues are computed, above it factorisations decide. */
  int DENSE = 400;

  /** ξ_G = λ_min(G Gᵀ). */
  double leastEigenvalue();

  /** Whether the constraints, linearised, contradict each other: no d has G d = −c. */
  boolean inconsistent(double[] c);

  /** Whether the smallest eigenvalue of Zᵀ H Z, Z a basis of the null space, is at least this. */
  boolean curved(SparseMatrix hessian, double least);

  static Geometry of(SparseMatrix jacobian) {
    return jacobian.columns() <= DENSE
        ? new Dense(
            jacobian, SymmetricEigen.of(SparseRows.dense(normal(jacobian)), jacobian.columns()))
        : new Sparse(jacobian);
  }

  /** Gᵀ G. */
  private static SparseMatrix normal(SparseMatrix jacobian) {
    return SparseRows.product(jacobian.transposed(), jacobian);
  }

  /**
   * By the eigenvectors of Gᵀ G, of which the first n − m span the null space.
   *
   * @param eigen of Gᵀ G, ascending
   */
  record Dense(SparseMatrix jacobian, SymmetricEigen eigen) implements Geometry {
    private static final double RANK = 1e-12;

    @Override
    public double leastEigenvalue() {
      return Math.max(0, eigen.values()[jacobian.columns() - jacobian.rows()]);
    }

    @Override
    public boolean inconsistent(double[] c) {
      int n = jacobian.columns();
      double[] rest = c.clone();
      for (int k = n - jacobian.rows(); k < n; k++) {
        double value = eigen.values()[k];
        if (value > RANK * eigen.values()[n - 1]) {
          double[] left = SparseRows.product(jacobian, vector(k));
          Vectors.add(rest, -Vectors.dot(left, c) / value, left);
        }
      }
      return Vectors.norm(rest) > 1e-6 * Vectors.norm(c);
    }

    @Override
    public boolean curved(SparseMatrix hessian, double least) {
      int free = jacobian.columns() - jacobian.rows();
      if (free == 0) {
        return true;
      }
      double[] reduced = new double[free * free];
      for (int j = 0; j < free; j++) {
        double[] product = SparseRows.product(hessian, vector(j));
        for (int i = j; i < free; i++) {
          reduced[i * free + j] = Vectors.dot(vector(i), product);
          reduced[j * free + i] = reduced[i * free + j];
        }
      }
      return SymmetricEigen.values(reduced, free)[0] >= least;
    }

    private double[] vector(int k) {
      int n = jacobian.columns();
      return Arrays.copyOfRange(eigen.vectors(), k * n, (k + 1) * n);
    }
  }

  /**
   * By sparse factorisations. Zᵀ H Z − τ I is positive definite if and only if H − τ I + ρ Gᵀ G is
   * so for all large ρ (Finsler): the first ρ with a Cholesky factor proves it.
   */
  record Sparse(SparseMatrix jacobian) implements Geometry {
    private static final int INVERSE_STEPS = 30;
    private static final double[] WEIGHTS = {0, 1, 1e3, 1e6};

    /** By inverse iteration: an estimate from above, usually to several digits. */
    @Override
    public double leastEigenvalue() {
      SparseMatrix gram = SparseRows.product(jacobian, jacobian.transposed());
      return SparseFactor.cholesky(gram).map(f -> leastEigenvalue(f, gram.rows())).orElse(0.0);
    }

    private static double leastEigenvalue(SparseFactor factor, int m) {
      double[] v = new double[m];
      for (int i = 0; i < m; i++) {
        v[i] = 1 + (i * 0.618033988749895) % 1;
      }
      double length = Vectors.norm(v);
      for (int k = 0; k < INVERSE_STEPS; k++) {
        v = factor.solve(Vectors.scaled(1 / length, v));
        length = Vectors.norm(v);
      }
      return 1 / length;
    }

    @Override
    public boolean inconsistent(double[] c) {
      return false;
    }

    @Override
    public boolean curved(SparseMatrix hessian, double least) {
      SparseMatrix shifted = SparseRows.shifted(hessian, -least);
      SparseMatrix normal = normal(jacobian);
      double unit =
          Math.max(1, Vectors.norm(hessian.values()))
              / Vectors.dot(jacobian.values(), jacobian.values())
              * jacobian.rows();
      for (double weight : WEIGHTS) {
        if (SparseFactor.cholesky(SparseRows.sum(1, shifted, weight * unit, normal)).isPresent()) {
          return true;
        }
      }
      return false;
    }
  }
}
