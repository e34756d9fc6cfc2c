package org.gradus.core;

import java.util.Objects;
import org.bytedeco.pytorch.Tensor;

/**
 * A tensor and the name it goes by in messages, checkpoints and weight files.
 *
 * @param name dotted path, for example {@code layer1.weight}
 * @param tensor the tensor, of any shape
 */
public record NamedTensor(String name, Tensor tensor) {
  /** Checks that both are there. */
  public NamedTensor {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(tensor, "tensor");
  }
}
