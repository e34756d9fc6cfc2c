package org.gradus.lab.recipes.adadagrad;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Tensors;
import org.gradus.train.Network;
import org.junit.jupiter.api.Test;

class PaperCnnTest {
  @Test
  void hasThePapersParametersAndTenOutputs() {
    Network network = PaperCnn.network(1);
    assertThat(network.parameters().stream().mapToLong(p -> p.tensor().numel()).toArray())
        .containsExactly(400, 16, 12_800, 32, 15_680, 10);
    Tensor outputs = network.forward(torch.ones(2, 1, 28, 28));
    assertThat(Tensors.shape(outputs)).containsExactly(2, 10);
    Tensor again = PaperCnn.network(1).forward(torch.ones(2, 1, 28, 28));
    assertThat(again.equal(outputs)).isTrue();
  }
}
