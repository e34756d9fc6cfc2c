package org.gradus.lowrank;

import java.util.Arrays;
import org.gradus.core.Check;

/**
 * Quadratic measurements aᵢᵀ X aᵢ, with Aᵢ = aᵢ aᵢᵀ: phase retrieval, covariance sketching.
 *
 * <p>Measuring U Uᵀ takes O(m d r'), the adjoint m d (d + 1)/2 multiply-adds.
 */
public final class RankOneMeasurements implements Measurements.OfFactor {
  private final int dimension;
  private final double[] vectors;

  /**
   * From the vectors.
   *
   * @param vectors m rows of d numbers, row-major; copied
   * @param dimension d
   */
  public RankOneMeasurements(double[] vectors, int dimension) {
    Check.atLeast("dimension", dimension, 1);
    if (vectors.length == 0 || vectors.length % dimension != 0) {
      throw Check.invalid(
          "the number of vector entries", vectors.length, "a multiple of d = " + dimension);
    }
    for (int e = 0; e < vectors.length; e++) {
      Check.finite("an entry of vector " + e / dimension, vectors[e]);
    }
    this.dimension = dimension;
    this.vectors = vectors.clone();
  }

  @Override
  public int count() {
    return vectors.length / dimension;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public void apply(double[] x, double[] out) {
    for (int i = 0; i < count(); i++) {
      double sum = 0;
      for (int a = 0; a < dimension; a++) {
        double row = 0;
        for (int b = 0; b < dimension; b++) {
          row += x[a * dimension + b] * vectors[i * dimension + b];
        }
        sum += vectors[i * dimension + a] * row;
      }
      out[i] = sum;
    }
  }

  @Override
  public void applyToFactor(double[] u, int width, double[] out) {
    double[] image = new double[width];
    for (int i = 0; i < count(); i++) {
      Arrays.fill(image, 0);
      for (int a = 0; a < dimension; a++) {
        double entry = vectors[i * dimension + a];
        for (int c = 0; c < width; c++) {
          image[c] += entry * u[a * width + c];
        }
      }
      double sum = 0;
      for (double value : image) {
        sum += value * value;
      }
      out[i] = sum;
    }
  }

  @Override
  public void adjoint(double[] weights, double[] out) {
    Arrays.fill(out, 0, dimension * dimension, 0);
    for (int i = 0; i < count(); i++) {
      int from = i * dimension;
      for (int a = 0; a < dimension; a++) {
        double scaled = weights[i] * vectors[from + a];
        for (int b = 0; b <= a; b++) {
          out[a * dimension + b] += scaled * vectors[from + b];
        }
      }
    }
    for (int a = 0; a < dimension; a++) {
      for (int b = 0; b < a; b++) {
        out[b * dimension + a] = out[a * dimension + b];
      }
    }
  }
}
