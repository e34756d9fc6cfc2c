package org.gradus.core;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A predictive objective that shows the model and the mini-batch behind it: what methods need that
 * keep a record for each example (SAF), evaluate the model at other inputs (TRAM's input noise) or
 * compare it with an earlier self (TRAM, MESA).
 *
 * <p>{@code org.gradus.train.BatchObjective} is one.
 */
public interface ModelObjective extends PredictiveObjective {
  /** Which examples these are: their rows in the training data, one id an example. */
  long[] ids();

  /** The model's input, first axis the examples. */
  Tensor inputs();

  /**
   * The same objective at other inputs: same targets, ids and dropout masks. Of all passes through
   * this objective and those made of it, the first alone updates running statistics.
   *
   * @param inputs a tensor of the shape of {@link #inputs()}
   */
  ModelObjective withInputs(Tensor inputs);

  /**
   * One forward pass in evaluation mode: no dropout, running statistics used and left as they are.
   * No graph is made.
   *
   * @return outputs of the shape of {@link #outputs()}
   */
  Tensor evaluationOutputs();

  /** What is not trained but belongs to the model: batch norm's running statistics. */
  List<NamedTensor> buffers();
}
