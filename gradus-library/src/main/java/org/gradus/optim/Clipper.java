package org.gradus.optim;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.ParameterVector;

/** Applies a {@link CoordinateClip} for one optimizer and says once when it zeroes everything. */
final class Clipper {
  private static final Logger LOG = System.getLogger(CoordinateClip.class.getName());

  private final ParameterVector theta;
  private final CoordinateClip clip;
  private boolean warned;

  Clipper(ParameterVector theta, CoordinateClip clip) {
    this.theta = theta;
    this.clip = clip;
  }

  CoordinateClip clip() {
    return clip;
  }

  /** Clips a vector of shape [d] in place. */
  void apply(Tensor vector) {
    double threshold = clip.apply(theta, vector);
    if (threshold == 0 && clip.share() < 1 && !warned) {
      warned = true;
      LOG.log(
          Level.WARNING,
          "CoordinateClip: more than {0} of the entries are 0, so the threshold is 0 and everything"
              + " is zeroed; use ignoreZeros",
          clip.share());
    }
  }
}
