package org.gradus.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.StringTensorDict;
import org.bytedeco.pytorch.StringTensorDictItem;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.NamedTensor;
import org.gradus.core.Tensors;

/** A {@link Module} of libtorch's C++ front end. */
final class ModuleNetwork implements Network {
  private final Module module;
  private final UnaryOperator<Tensor> forward;

  ModuleNetwork(Module module, UnaryOperator<Tensor> forward) {
    this.module = Objects.requireNonNull(module, "module");
    this.forward = Objects.requireNonNull(forward, "forward");
  }

  @Override
  public Tensor forward(Tensor inputs) {
    return forward.apply(inputs);
  }

  @Override
  public List<NamedTensor> parameters() {
    return list(module.named_parameters());
  }

  @Override
  public List<NamedTensor> buffers() {
    return list(module.named_buffers());
  }

  private static List<NamedTensor> list(StringTensorDict dictionary) {
    List<NamedTensor> list = new ArrayList<>();
    for (long i = 0; i < dictionary.size(); i++) {
      StringTensorDictItem item = dictionary.get(i);
      list.add(new NamedTensor(item.key().getString(), Tensors.keep(new Tensor(item.value()))));
    }
    return list;
  }

  @Override
  public void train(boolean training) {
    module.train(training);
  }

  @Override
  public boolean isTraining() {
    return module.is_training();
  }
}
