package org.gradus.train;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Check;
import org.gradus.core.Tensors;

/** Windows of a token sequence, with the next tokens as targets. */
final class SequenceData implements TrainingData {
  private final Tensor tokens;
  private final int context;

  SequenceData(Tensor tokens, int context) {
    this.context = Check.atLeast("context", context, 1);
    if (tokens.dim() != 1 || tokens.numel() <= context) {
      throw Check.invalid(
          "tokens", Tensors.describe(tokens), "a vector longer than the context " + context);
    }
    this.tokens = Tensors.keep(tokens);
  }

  @Override
  public long size() {
    return tokens.numel() - context;
  }

  @Override
  public Batch batch(long[] rows) {
    TensorVector inputs = new TensorVector();
    TensorVector targets = new TensorVector();
    for (long row : rows) {
      inputs.push_back(tokens.narrow(0, row, context));
      targets.push_back(tokens.narrow(0, row + 1, context));
    }
    return new Batch(torch.stack(inputs, 0), torch.stack(targets, 0), rows);
  }
}
