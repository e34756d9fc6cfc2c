package org.gradus.perexample;

import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.LayerNormImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;

/**
 * Through which a model's forward pass calls every layer that has parameters.
 *
 * <p>Each method returns the layer's output. A layer is called once in a pass; what happens between
 * layers (activations, pooling, dropout, sums, attention) is the model's own and needs no recorder,
 * as long as it mixes no two examples.
 */
public interface LayerRecorder {
  /**
   * x Wᵀ + b.
   *
   * @param x of shape [n, in] or [n, …, in]
   */
  Tensor linear(LinearImpl layer, Tensor x);

  /**
   * A convolution padded with zeros.
   *
   * @param x of shape [n, channels, height, width]
   */
  Tensor convolution(Conv2dImpl layer, Tensor x);

  /**
   * Rows of a table.
   *
   * @param ids of shape [n, …], or of shape [time] where all examples look up the same rows
   *     (positions)
   * @param examples n
   * @return of shape [ids, width], or [n, time, width] while recording the same rows for all
   */
  Tensor embedding(EmbeddingImpl layer, Tensor ids, long examples);

  /**
   * Layer normalization with scale and shift.
   *
   * @param x of shape [n, …, normalized axes]
   */
  Tensor layerNorm(LayerNormImpl layer, Tensor x);

  /**
   * Batch normalization with scale and shift. In training mode its statistics mix the examples and
   * no example has a gradient of its own: a recording refuses it.
   *
   * @param x of shape [n, channels, height, width]
   */
  Tensor batchNorm(BatchNorm2dImpl layer, Tensor x);

  /** Calls the layers and records nothing. */
  static LayerRecorder none() {
    return Plain.INSTANCE;
  }

  /** The layers' own forward passes. */
  enum Plain implements LayerRecorder {
    /** The only one. */
    INSTANCE;

    @Override
    public Tensor linear(LinearImpl layer, Tensor x) {
      return layer.forward(x);
    }

    @Override
    public Tensor convolution(Conv2dImpl layer, Tensor x) {
      return layer.forward(x);
    }

    @Override
    public Tensor embedding(EmbeddingImpl layer, Tensor ids, long examples) {
      return layer.forward(ids);
    }

    @Override
    public Tensor layerNorm(LayerNormImpl layer, Tensor x) {
      return layer.forward(x);
    }

    @Override
    public Tensor batchNorm(BatchNorm2dImpl layer, Tensor x) {
      return layer.forward(x);
    }
  }
}
