package org.gradus.lab.data;

/** Arrays whose first index runs fastest, as Fortran and MATLAB have them. */
final class ColumnMajor {
  private ColumnMajor() {}

  /**
   * The same array with its last index fastest.
   *
   * @param shape two or three lengths
   */
  static double[] toRowMajor(double[] values, int[] shape) {
    int depth = shape.length == 3 ? shape[2] : 1;
    double[] result = new double[values.length];
    for (int i = 0; i < shape[0]; i++) {
      for (int j = 0; j < shape[1]; j++) {
        for (int k = 0; k < depth; k++) {
          result[(i * shape[1] + j) * depth + k] = values[(k * shape[1] + j) * shape[0] + i];
        }
      }
    }
    return result;
  }
}
