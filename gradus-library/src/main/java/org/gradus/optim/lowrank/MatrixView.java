package org.gradus.optim.lowrank;

import org.bytedeco.pytorch.Tensor;
import org.gradus.core.ParameterVector.Slice;

/**
 * A parameter of two axes or more as a matrix that is at least as tall as wide: the first axis
 * against all others, transposed if that is wider than tall. So a low-rank method only ever
 * projects from the right, in the smaller dimension; which side that is is decided here, once.
 *
 * @param slice the parameter
 * @param out R, its first axis
 * @param rest K, the product of the others
 */
record MatrixView(Slice slice, long out, long rest) {
  static MatrixView of(Slice slice) {
    long out = slice.shape().get(0);
    return new MatrixView(slice, out, slice.length() / out);
  }

  /** Whether a parameter has two axes at least and is smaller than the limit on both sides. */
  static boolean applies(Slice slice, long maxSide) {
    if (slice.rank() < 2) {
      return false;
    }
    MatrixView view = of(slice);
    return view.out < maxSide && view.rest < maxSide;
  }

  boolean transposed() {
    return out < rest;
  }

  /** The larger side m. */
  long rows() {
    return Math.max(out, rest);
  }

  /** The smaller side n. */
  long columns() {
    return Math.min(out, rest);
  }

  /** The parameter's part of a flat vector as such a matrix; writes go through. */
  Tensor of(Tensor flat) {
    return turn(flat.narrow(0, slice.offset(), slice.length()).view(out, rest));
  }

  /** Between the parameter's own orientation and the tall one, either way. */
  Tensor turn(Tensor matrix) {
    return transposed() ? matrix.t() : matrix;
  }
}
