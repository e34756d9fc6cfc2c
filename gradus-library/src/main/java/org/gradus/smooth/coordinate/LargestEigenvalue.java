package org.gradus.smooth.coordinate;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gradus.core.SymmetricEigen;

/**
 * λ_max of a function's bound H, by Lanczos's method with full orthogonalisation, from products
 * with H alone.
 */
final class LargestEigenvalue {
  private static final int STEPS = 400;
  private static final double ACCURACY = 1e-14;
  private static final int LOOK_EVERY = 10;

  private LargestEigenvalue() {}

  static double of(BlockFunction function) {
    int n = function.dimension();
    List<double[]> basis = new ArrayList<>();
    List<Double> diagonal = new ArrayList<>();
    List<Double> beside = new ArrayList<>();
    double[] v = start(n);
    double value = 0;
    while (true) {
      basis.add(v);
      double[] w = new double[n];
      function.boundProduct(v, w);
      diagonal.add(dot(v, w));
      orthogonalise(w, basis);
      double norm = Math.sqrt(dot(w, w));
      int size = basis.size();
      boolean last = size == Math.min(n, STEPS) || norm <= ACCURACY * Math.abs(diagonal.get(0));
      if (last || size % LOOK_EVERY == 0) {
        double next = largest(diagonal, beside);
        if (last || Math.abs(next - value) <= ACCURACY * next) {
          return next;
        }
        value = next;
      }
      beside.add(norm);
      for (int i = 0; i < n; i++) {
        w[i] /= norm;
      }
      v = w;
    }
  }

  /** Random, to be orthogonal to no eigenvector, and always the same. */
  private static double[] start(int n) {
    SplittableRandom random = new SplittableRandom(1);
    double[] v = new double[n];
    for (int i = 0; i < n; i++) {
      v[i] = random.nextDouble() - 0.5;
    }
    double norm = Math.sqrt(dot(v, v));
    for (int i = 0; i < n; i++) {
      v[i] /= norm;
    }
    return v;
  }

  /** Twice is enough. */
  private static void orthogonalise(double[] w, List<double[]> basis) {
    for (int pass = 0; pass < 2; pass++) {
      for (double[] b : basis) {
        double along = dot(b, w);
        for (int i = 0; i < w.length; i++) {
          w[i] -= along * b[i];
        }
      }
    }
  }

  private static double largest(List<Double> diagonal, List<Double> beside) {
    int size = diagonal.size();
    double[] matrix = new double[size * size];
    for (int i = 0; i < size; i++) {
      matrix[i * size + i] = diagonal.get(i);
      if (i > 0) {
        matrix[i * size + i - 1] = beside.get(i - 1);
      }
    }
    return SymmetricEigen.values(matrix, size)[size - 1];
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
