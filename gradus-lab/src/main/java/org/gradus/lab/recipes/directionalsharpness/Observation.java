package org.gradus.lab.recipes.directionalsharpness;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was seen at one step of a trajectory.
 *
 * @param step the step, from 1
 * @param sharpness directional sharpness by direction
 * @param rest of SGD's direction without some entries: sharpness over that of the whole, by what
 *     was removed
 * @param share of the same: the part of ‖d‖² that is left
 * @param decrease how far a scan of the loss falls along a direction; empty if none was made
 */
record Observation(
    int step,
    Map<String, Double> sharpness,
    Map<String, Double> rest,
    Map<String, Double> share,
    Map<String, Double> decrease) {
  Observation(int step) {
    this(
        step,
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        new LinkedHashMap<>());
  }

  /** Sharpness over the magnitude of SGD's. */
  double ratio(String direction) {
    return sharpness.get(direction) / Math.abs(sharpness.get(Candidates.SGD));
  }
}
