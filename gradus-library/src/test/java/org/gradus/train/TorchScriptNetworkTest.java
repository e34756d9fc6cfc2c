package org.gradus.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.Fixtures.classes;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.parametersOf;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Likelihood;
import org.gradus.core.Monitor;
import org.gradus.core.NamedTensor;
import org.gradus.core.ParameterVector;
import org.gradus.core.ParameterVector.Slice;
import org.gradus.optim.AdamW;
import org.gradus.sharpness.Sam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model is that of {@code torchscript/make_tiny.py}. */
class TorchScriptNetworkTest {
  @TempDir private Path folder;

  private static Path tiny() throws URISyntaxException {
    return Path.of(TorchScriptNetworkTest.class.getResource("/torchscript/tiny.pt").toURI());
  }

  @Test
  void sharedWeightIsOneSliceAndBuffersAreNoParameters() throws URISyntaxException {
    Network network = Network.torchScript(tiny());
    ParameterVector theta = ParameterVector.of(network.parameters());
    assertThat(theta.slices())
        .extracting(Slice::name)
        .containsExactlyInAnyOrder(
            "first.weight",
            "first.bias",
            "norm.weight",
            "norm.bias",
            "second.weight",
            "second.bias",
            "third.bias",
            "last.weight",
            "last.bias");
    assertThat(theta.size()).isEqualTo(40 + 16 + 64 + 8 + 8 + 27);
    assertThat(network.parameters()).extracting(NamedTensor::name).contains("scale");
    assertThat(network.buffers())
        .extracting(NamedTensor::name)
        .containsExactlyInAnyOrder(
            "norm.running_mean", "norm.running_var", "norm.num_batches_tracked");
  }

  @Test
  void trainsInPlace() throws URISyntaxException {
    Network network = Network.torchScript(tiny());
    Tensor inputs = normal(1, ScalarType.Float, 60, 4);
    long[] labels =
        LongStream.range(0, 60)
            .map(i -> inputs.select(0, i).select(0, 0).item_double() > 0 ? 1 : 0)
            .toArray();
    ParameterVector theta = parametersOf(network);
    Trainer trainer =
        new Trainer(
            network,
            new Sam(new AdamW(theta, AdamW.Config.of(0.02)), 0.05),
            TrainingData.of(inputs, classes(labels)),
            Likelihood.CATEGORICAL,
            Trainer.Config.of(20, 1));
    trainer.train(30, Monitor.SILENT);
    assertThat(trainer.trace().last().objective())
        .isLessThan(0.3 * trainer.trace().points().get(0).objective());
    theta.requireAttached();
    network.train(false);
    Tensor same = network.forward(inputs);
    assertThat(network.forward(inputs).equal(same)).isTrue();
  }

  @Test
  void whatIsNoTorchScriptIsRefusedByName() throws IOException {
    Path text = Files.writeString(folder.resolve("model.pt"), "no model");
    assertThatThrownBy(() -> Network.torchScript(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("model.pt", "is no TorchScript model");
    assertThatThrownBy(() -> Network.torchScript(folder.resolve("absent.pt")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no TorchScript file");
  }
}
