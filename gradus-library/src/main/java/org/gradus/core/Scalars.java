package org.gradus.core;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;

/**
 * Numbers as libtorch's {@link Scalar}: a native object, freed with the surrounding {@link
 * PointerScope}.
 */
public final class Scalars {
  private Scalars() {}

  /** A floating-point scalar. */
  public static Scalar of(double value) {
    return new Scalar(value);
  }

  /** An integer scalar. */
  public static Scalar of(long value) {
    return new Scalar(value);
  }
}
