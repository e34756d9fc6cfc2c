package org.gradus.curvature;

import org.bytedeco.pytorch.Tensor;

/** The inverse of one or more consecutive diagonal blocks of a matrix; all vectors are float64. */
interface InverseBlocks {
  /** How many rows the blocks have together. */
  long size();

  /** The inverse times a vector of shape [size]. */
  Tensor product(Tensor x);

  /** The inverse's diagonal, of shape [size]. */
  Tensor diagonal();

  /** An entry of the inverse. */
  double entry(long a, long b);
}
