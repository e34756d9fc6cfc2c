package org.gradus.core;

/**
 * A contiguous range of the parameter vector that an update treats alike.
 *
 * @param name what the group is, for example {@code weights} or {@code biases and norms}
 * @param offset first entry of the group in the flat vector
 * @param length number of entries
 * @param learningRateScale factor on the learning rate, at least 0
 * @param weightDecayScale factor on the weight decay, at least 0 (0: none)
 */
public record ParameterGroup(
    String name, long offset, long length, double learningRateScale, double weightDecayScale) {
  /** Checks the ranges. */
  public ParameterGroup {
    Check.atLeast("offset of group " + name, offset, 0);
    Check.atLeast("length of group " + name, length, 1);
    Check.nonNegative("learningRateScale of group " + name, learningRateScale);
    Check.nonNegative("weightDecayScale of group " + name, weightDecayScale);
  }
}
