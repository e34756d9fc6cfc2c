package org.gradus.lab.model;

import org.bytedeco.pytorch.LayerNormImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;
import org.gradus.perexample.LayerRecorder;

/** A pre-norm transformer block: x += attention(norm(x)); x += mlp(norm(x)). */
final class GptBlock extends Module {
  private final long width;
  private final long heads;
  private final CausalMask mask;
  private final Scalar scale;
  private final LayerNormImpl attentionNorm;
  private final LinearImpl queryKeyValue;
  private final LinearImpl projection;
  private final LayerNormImpl mlpNorm;
  private final LinearImpl expand;
  private final LinearImpl contract;

  GptBlock(Layers make, ModelSpec.Gpt sizes, CausalMask mask) {
    this.mask = mask;
    width = sizes.width();
    heads = sizes.heads();
    scale = Tensors.keep(Scalars.of(1 / Math.sqrt((double) width / heads)));
    double deviation = Gpt.DEVIATION;
    // GPT-2: what adds to the residual stream starts smaller, the deeper the model.
    double residual = deviation / Math.sqrt(2.0 * sizes.layers());
    attentionNorm = make.layerNorm(this, "attentionNorm", width);
    queryKeyValue = make.normalLinear(this, "queryKeyValue", width, 3 * width, true, deviation);
    projection = make.normalLinear(this, "projection", width, width, true, residual);
    mlpNorm = make.layerNorm(this, "mlpNorm", width);
    expand = make.normalLinear(this, "expand", width, 4 * width, true, deviation);
    contract = make.normalLinear(this, "contract", 4 * width, width, true, residual);
  }

  Tensor forward(Tensor x, long batch, long time, LayerRecorder recorder) {
    Tensor attended = x.add(attention(recorder.layerNorm(attentionNorm, x), batch, time, recorder));
    Tensor hidden = torch.gelu(recorder.linear(expand, recorder.layerNorm(mlpNorm, attended)));
    return attended.add(recorder.linear(contract, hidden));
  }

  /** softmax(Q Kᵀ / √(head width), causal) V, per head. */
  private Tensor attention(Tensor x, long batch, long time, LayerRecorder recorder) {
    TensorVector parts = recorder.linear(queryKeyValue, x).split(width, 2);
    Tensor query = perHead(parts.get(0), batch, time);
    Tensor key = perHead(parts.get(1), batch, time);
    Tensor value = perHead(parts.get(2), batch, time);
    Tensor scores = query.matmul(key.transpose(-2, -1)).mul_(scale);
    Tensor weights = mask.hideFuture(scores, time).softmax(-1);
    Tensor mixed = weights.matmul(value).transpose(1, 2).reshape(batch, time, width);
    return recorder.linear(projection, mixed);
  }

  /** [n, time, width] as [n, heads, time, width / heads]. */
  private Tensor perHead(Tensor x, long batch, long time) {
    return x.view(batch, time, heads, width / heads).transpose(1, 2);
  }
}
