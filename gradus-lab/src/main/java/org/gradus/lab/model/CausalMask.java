package org.gradus.lab.model;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/**
 * Hides the future: entry (i, j) of the attention scores is −∞ for j &gt; i.
 *
 * <p>Made once for the longest text. It is a constant of the model, not one of its buffers: those
 * are saved, and put back after every repeated pass.
 */
final class CausalMask {
  private static final Scalar MINUS_INFINITY = Tensors.keep(Scalars.of(Double.NEGATIVE_INFINITY));

  private final long context;
  private final Tensor future;

  CausalMask(long context) {
    this.context = context;
    long[] square = {context, context};
    future = Tensors.keep(torch.ones(square, new TensorOptions(ScalarType.Bool)).triu(1));
  }

  /** Hides in place; scores are of shape [n, heads, time, time]. */
  Tensor hideFuture(Tensor scores, long time) {
    Tensor mask = time == context ? future : future.narrow(0, 0, time).narrow(1, 0, time);
    return scores.masked_fill_(mask, MINUS_INFINITY);
  }
}
