package org.gradus.lab.data;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.gradus.core.SparseMatrix;

/**
 * Real data as sparse rows for solvers.
 *
 * @param features one row an example
 * @param classes class of each example, from 0
 */
public record SparseData(SparseMatrix features, int[] classes) {

  /** A set of vectors known by name, such as {@code a9a}. */
  public static SparseData vectors(String name) {
    return of((VectorData) NamedData.standard().open(name));
  }

  private static SparseData of(VectorData data) {
    return new SparseData(
        sparse(doubles(data.values()), data.width()), ((Targets.Classes) data.targets()).indices());
  }

  /**
   * A user's classification: vectors (LIBSVM files) as they are, so that zeros stay zeros; tables
   * with their columns encoded and scaled as for training.
   *
   * @throws DataException if it is no classification
   */
  public static SparseData of(RawData raw) {
    if (raw instanceof VectorData vectors && vectors.targets() instanceof Targets.Classes) {
      return of(vectors);
    }
    int[] all = IntStream.range(0, raw.rows()).toArray();
    Dataset data = Preprocessing.fit(raw, all).apply(raw);
    if (data.kind() != TaskKind.CLASSIFICATION) {
      throw new DataException(data.name() + " is no classification; name a target with classes");
    }
    return new SparseData(sparse(doubles(data.inputs()), data.exampleSize()), data.classes());
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int k = 0; k < doubles.length; k++) {
      doubles[k] = values[k];
    }
    return doubles;
  }

  /** The first digits, pixels scaled to [0, 1]. */
  public static SparseData digits(int count) {
    ImageData data = (ImageData) NamedData.standard().open("digits");
    int width = data.height() * data.width();
    double[] dense = new double[count * width];
    int brightest = 0;
    for (byte pixel : data.pixels()) {
      brightest = Math.max(brightest, pixel & 0xff);
    }
    for (int k = 0; k < dense.length; k++) {
      dense[k] = (data.pixels()[k] & 0xff) / (double) brightest;
    }
    return new SparseData(sparse(dense, width), Arrays.copyOf(data.targets().indices(), count));
  }

  /** Labels −1 for class 0 and +1 for class 1. */
  public double[] signs() {
    return Arrays.stream(classes).mapToDouble(c -> c == 1 ? 1 : -1).toArray();
  }

  /** The non-zeros of a row-major matrix. */
  public static SparseMatrix sparse(double[] dense, int width) {
    int rows = dense.length / width;
    int entries = (int) Arrays.stream(dense).filter(v -> v != 0).count();
    int[] starts = new int[rows + 1];
    int[] columns = new int[entries];
    double[] values = new double[entries];
    int at = 0;
    for (int k = 0; k < dense.length; k++) {
      if (dense[k] != 0) {
        columns[at] = k % width;
        values[at++] = dense[k];
      }
      starts[k / width + 1] = at;
    }
    return new SparseMatrix(rows, width, starts, columns, values);
  }
}
