package org.gradus.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Grouping;
import org.gradus.core.Likelihood;
import org.gradus.core.Monitor;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.curvature.GaussNewtonBartlett;
import org.gradus.optim.AdaHessian;
import org.gradus.optim.AdamW;
import org.gradus.optim.Sophia;
import org.gradus.sharpness.Sam;
import org.junit.jupiter.api.Test;

class TrainerTest {
  static final class Net extends Module {
    final LinearImpl a = register_module("a", new LinearImpl(4, 16));
    final LinearImpl b = register_module("b", new LinearImpl(16, 3));

    Tensor forward(Tensor x) {
      return b.forward(a.forward(x).tanh());
    }
  }

  @Test
  void everyMethodLowersTheLoss() {
    torch.manual_seed(1);
    Tensor x = torch.randn(new long[] {90, 4});
    Tensor y = torch.argmax(x.narrow(1, 0, 3), new org.bytedeco.pytorch.LongOptional(1), false);
    for (int k = 0; k < 4; k++) {
      Net net = new Net();
      Network network = Network.of(net, net::forward);
      ParameterVector theta =
          ParameterVector.of(network.parameters(), Grouping.noDecayOnBiasesAndNorms());
      var optimizer =
          switch (k) {
            case 0 -> new AdamW(theta, AdamW.Config.of(0.01));
            case 1 -> new Sam(new AdamW(theta, AdamW.Config.of(0.01)), 0.05);
            case 2 ->
                new Sophia(
                    theta,
                    Sophia.Config.gaussNewtonBartlett(0.01),
                    new GaussNewtonBartlett(RandomSource.seeded(3)));
            default -> new AdaHessian(theta, AdaHessian.Config.of(0.05), RandomSource.seeded(3));
          };
      Trainer trainer =
          new Trainer(
              network,
              optimizer,
              TrainingData.of(x, y),
              Likelihood.CATEGORICAL,
              Trainer.Config.of(30, 7));
      trainer.train(20, Monitor.SILENT);
      double first = trainer.trace().points().get(0).objective();
      assertThat(trainer.trace().last().objective()).as("method %d", k).isLessThan(first * 0.7);
    }
  }
}
