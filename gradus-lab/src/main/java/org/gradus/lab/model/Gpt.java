package org.gradus.lab.model;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.LayerNormImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;
import org.gradus.perexample.LayerRecorder;

/**
 * A decoder-only transformer after GPT-2 (Radford et al. 2019), without dropout and with an untied
 * output layer; initial weights as there.
 *
 * <p>Inputs [n, time] tokens with time at most the context, outputs [n, time, vocabulary].
 */
final class Gpt extends Module {
  /** The deviation of GPT-2's initial weights. */
  static final double DEVIATION = 0.02;

  private final long context;
  private final EmbeddingImpl tokens;
  private final EmbeddingImpl positions;
  private final Tensor places;
  private final List<GptBlock> blocks = new ArrayList<>();
  private final LayerNormImpl norm;
  private final LinearImpl output;

  Gpt(Layers make, ModelSpec.Gpt sizes, long vocabulary) {
    context = sizes.context();
    tokens = make.embedding(this, "tokens", vocabulary, sizes.width(), DEVIATION);
    positions = make.embedding(this, "positions", context, sizes.width(), DEVIATION);
    places = Tensors.keep(torch.arange(Scalars.of(context), new TensorOptions(ScalarType.Long)));
    CausalMask mask = new CausalMask(context);
    for (int i = 1; i <= sizes.layers(); i++) {
      GptBlock block = new GptBlock(make, sizes, mask);
      blocks.add(register_module("block" + i, Tensors.keep(block)));
    }
    norm = make.layerNorm(this, "norm", sizes.width());
    output = make.normalLinear(this, "output", sizes.width(), vocabulary, false, DEVIATION);
  }

  Tensor forward(Tensor text, LayerRecorder recorder) {
    long batch = text.size(0);
    long time = text.size(1);
    if (time > context) {
      throw Check.invalid("text length", time, "at most the model's context " + context);
    }
    Tensor at = time == context ? places : places.narrow(0, 0, time);
    Tensor x =
        recorder.embedding(tokens, text, batch).add(recorder.embedding(positions, at, batch));
    for (GptBlock block : blocks) {
      x = block.forward(x, batch, time, recorder);
    }
    return recorder.linear(output, recorder.layerNorm(norm, x));
  }
}
