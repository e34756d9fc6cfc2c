package org.gradus.train;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Check;
import org.gradus.core.Tensors;

/** Examples as rows of two tensors. */
final class TensorData implements TrainingData {
  private final Tensor inputs;
  private final Tensor targets;

  TensorData(Tensor inputs, Tensor targets) {
    if (inputs.dim() == 0 || targets.dim() == 0 || inputs.size(0) != targets.size(0)) {
      throw new IllegalArgumentException(
          "inputs (%s) and targets (%s) must have as many rows as each other"
              .formatted(Tensors.describe(inputs), Tensors.describe(targets)));
    }
    Check.atLeast("number of examples", inputs.size(0), 1);
    this.inputs = Tensors.keep(inputs);
    this.targets = Tensors.keep(targets);
  }

  @Override
  public long size() {
    return inputs.size(0);
  }

  @Override
  public Batch batch(long[] rows) {
    Tensor index = torch.tensor(rows).to(inputs.device(), torch.ScalarType.Long);
    return new Batch(inputs.index_select(0, index), targets.index_select(0, index), rows);
  }
}
