package org.gradus.lab.model;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.gradus.perexample.LayerRecorder;

/**
 * Linear layers with ReLU between them; without hidden layers, linear (softmax) regression. Inputs
 * of any shape are flattened.
 */
final class Mlp extends Module {
  private final List<LinearImpl> layers = new ArrayList<>();

  Mlp(Layers make, long inputs, List<Integer> hidden, long outputs) {
    long in = inputs;
    for (int width : hidden) {
      layers.add(make.linear(this, "hidden" + (layers.size() + 1), in, width));
      in = width;
    }
    layers.add(make.linear(this, "output", in, outputs));
  }

  Tensor forward(Tensor inputs, LayerRecorder recorder) {
    Tensor x = inputs.dim() > 2 ? inputs.flatten(1, -1) : inputs;
    int last = layers.size() - 1;
    for (LinearImpl layer : layers.subList(0, last)) {
      x = recorder.linear(layer, x).relu_();
    }
    return recorder.linear(layers.get(last), x);
  }
}
