package org.gradus.train;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.NamedTensor;

/** A model as training sees it: a forward pass, parameters, buffers, and the two modes. */
public interface Network {
  /**
   * The forward pass.
   *
   * @param inputs a batch, of the shape the model takes
   * @return the outputs, as {@link org.gradus.core.PredictiveObjective#outputs()} describes them
   */
  Tensor forward(Tensor inputs);

  /** All parameters with their names, trainable or frozen. */
  List<NamedTensor> parameters();

  /** What is not trained but belongs to the model: batch norm's running statistics. */
  List<NamedTensor> buffers();

  /** Switches between training mode (dropout, batch statistics) and evaluation mode. */
  void train(boolean training);

  /** Whether it is in training mode. */
  boolean isTraining();

  /**
   * A libtorch module and its forward pass.
   *
   * @param module whatever holds the parameters
   * @param forward its forward pass, for example {@code net::forward}
   */
  static Network of(Module module, UnaryOperator<Tensor> forward) {
    return new ModuleNetwork(module, forward);
  }

  /**
   * A TorchScript model, made with {@code torch.jit.script} or {@code torch.jit.trace} and saved.
   *
   * @param file the saved model
   * @throws IllegalArgumentException naming the file if it is no TorchScript model
   */
  static Network torchScript(Path file) {
    return TorchScriptNetwork.load(file);
  }
}
