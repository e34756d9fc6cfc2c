package org.gradus.lab.result;

/**
 * What was trained.
 *
 * @param name such as {@code mlp 64-128-10}
 * @param parameters number of trained scalars (unknowns, for a solver)
 * @param tensors number of trained tensors
 */
public record ModelInfo(String name, long parameters, int tensors) {
  /** Checks that the name is there and that no count is negative. */
  public ModelInfo {
    Require.text("model.name", name);
    Require.atLeast("model.parameters", parameters, 0);
    Require.atLeast("model.tensors", tensors, 0);
  }
}
