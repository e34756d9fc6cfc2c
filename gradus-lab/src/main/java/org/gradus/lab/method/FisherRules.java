package org.gradus.lab.method;

import java.util.List;
import org.gradus.optim.MFac;

/** Update rules that precondition by a Fisher matrix over all parameters. */
final class FisherRules {
  /**
   * The paper has 1024: a window as long costs 4 KiB a parameter. Steps grow with the window, so
   * its learning rate of 1e-3 is where this one starts too, with room to either side.
   */
  private static final int WINDOW = 256;

  private FisherRules() {}

  static List<Method> all() {
    return List.of(mFac());
  }

  private static Method mFac() {
    return Method.of(
        "mfac",
        "M-FAC",
        "each gradient times the inverse empirical Fisher matrix of the last ones",
        "sgd",
        "one gradient and two passes over a window of past gradients a step; the window is as many"
            + " state vectors",
        Form.of(MFac.Config.of(1e-3).withWindow(WINDOW).withDamping(1e-4))
            .search("learningRate", 1e-4, 3e-2)
            .search("damping", 1e-6, 1e-2),
        (theta, c, seed) -> new MFac(theta, c));
  }
}
