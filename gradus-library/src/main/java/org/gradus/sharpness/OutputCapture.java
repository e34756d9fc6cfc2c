package org.gradus.sharpness;

import org.bytedeco.pytorch.Tensor;
import org.gradus.core.ModelObjective;
import org.gradus.core.Objective;
import org.gradus.core.Tensors;

/** An objective that keeps the outputs its loss was last made of. */
final class OutputCapture implements Objective, AutoCloseable {
  private final ModelObjective batch;
  private Tensor outputs;

  OutputCapture(ModelObjective batch) {
    this.batch = batch;
  }

  @Override
  public Tensor loss() {
    close();
    Tensor fresh = batch.outputs();
    outputs = Tensors.keep(fresh.detach());
    return batch.loss(fresh);
  }

  /** The outputs, without a graph; they live until this is closed. */
  Tensor outputs() {
    return outputs;
  }

  @Override
  public void close() {
    if (outputs != null) {
      outputs.close();
      outputs = null;
    }
  }
}
