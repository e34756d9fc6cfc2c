package org.gradus.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.named_buffer_iterator;
import org.bytedeco.pytorch.named_buffer_list;
import org.bytedeco.pytorch.named_parameter_iterator;
import org.bytedeco.pytorch.named_parameter_list;
import org.gradus.core.NamedTensor;
import org.gradus.core.Tensors;

/** A TorchScript model, trained in place. */
final class TorchScriptNetwork implements Network {
  private final JitModule module;
  private final List<NamedTensor> parameters;
  private final List<NamedTensor> buffers;

  private TorchScriptNetwork(JitModule module) {
    this.module = module;
    parameters = parameters(module);
    buffers = buffers(module);
  }

  static TorchScriptNetwork load(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("there is no TorchScript file " + file);
    }
    try {
      return new TorchScriptNetwork(Tensors.keep(torch.load(file.toString())));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          file + " is no TorchScript model (make one with torch.jit.script(model).save(path))", e);
    }
  }

  // The lists' end iterators fail an assertion when compared: walk by size instead.
  private static List<NamedTensor> parameters(JitModule module) {
    List<NamedTensor> list = new ArrayList<>();
    named_parameter_list entries = module.named_parameters();
    named_parameter_iterator at = entries.begin();
    for (long i = 0; i < entries.size(); i++, at.increment()) {
      list.add(named(at.multiply()));
    }
    return list;
  }

  private static List<NamedTensor> buffers(JitModule module) {
    List<NamedTensor> list = new ArrayList<>();
    named_buffer_list entries = module.named_buffers();
    named_buffer_iterator at = entries.begin();
    for (long i = 0; i < entries.size(); i++, at.increment()) {
      list.add(named(at.multiply()));
    }
    return list;
  }

  private static NamedTensor named(org.bytedeco.pytorch.NamedTensor entry) {
    return new NamedTensor(entry.name().getString(), Tensors.keep(new Tensor(entry.value())));
  }

  @Override
  public Tensor forward(Tensor inputs) {
    IValue result = module.forward(new IValueVector(new IValue(inputs)));
    if (!result.isTensor()) {
      throw new IllegalStateException(
          "the TorchScript model's forward returns "
              + result.tagKind().getString()
              + "; it must"
              + " return one tensor");
    }
    return result.toTensor();
  }

  @Override
  public List<NamedTensor> parameters() {
    return parameters;
  }

  @Override
  public List<NamedTensor> buffers() {
    return buffers;
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
