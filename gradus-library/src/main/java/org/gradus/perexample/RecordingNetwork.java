package org.gradus.perexample;

import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.NamedTensor;
import org.gradus.train.Network;

/**
 * A network whose layers can be listened to.
 *
 * <p>The forward pass takes the recorder its layers are called through:
 *
 * <pre>{@code
 * Tensor forward(Tensor x, LayerRecorder layers) {
 *   return layers.linear(output, layers.linear(hidden, x).relu());
 * }
 * Network network = RecordingNetwork.of(net, net::forward);
 * }</pre>
 *
 * <p>Outside of a recording it is the network it would be without.
 */
public final class RecordingNetwork implements Network {
  private final Network network;
  private final BiFunction<Tensor, LayerRecorder, Tensor> forward;
  private Tape tape;

  private RecordingNetwork(Module module, BiFunction<Tensor, LayerRecorder, Tensor> forward) {
    this.forward = Objects.requireNonNull(forward, "forward");
    network = Network.of(module, inputs -> forward.apply(inputs, LayerRecorder.none()));
  }

  /**
   * A libtorch module and its forward pass.
   *
   * @param module whatever holds the parameters
   * @param forward from inputs and recorder to outputs; every parameter of the module is used
   *     through the recorder
   */
  public static RecordingNetwork of(
      Module module, BiFunction<Tensor, LayerRecorder, Tensor> forward) {
    return new RecordingNetwork(module, forward);
  }

  /**
   * Records forward passes until the tape is closed. It keeps the first one.
   *
   * @throws IllegalStateException if it is being recorded already
   */
  Tape record() {
    if (tape != null) {
      throw new IllegalStateException("this network is being recorded already");
    }
    tape = new Tape(() -> tape = null);
    return tape;
  }

  @Override
  public Tensor forward(Tensor inputs) {
    return tape == null
        ? network.forward(inputs)
        : forward.apply(inputs, tape.beginPass(inputs.size(0)));
  }

  @Override
  public List<NamedTensor> parameters() {
    return network.parameters();
  }

  @Override
  public List<NamedTensor> buffers() {
    return network.buffers();
  }

  @Override
  public void train(boolean training) {
    network.train(training);
  }

  @Override
  public boolean isTraining() {
    return network.isTraining();
  }
}
