package org.gradus.memory;

import static org.gradus.Fixtures.classes;
import static org.gradus.Fixtures.normal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Fixtures.Mlp;
import org.gradus.core.Likelihood;
import org.gradus.core.Monitor;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.PredictiveObjective;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.curvature.GaussNewtonBartlett;
import org.gradus.optim.AdaHessian;
import org.gradus.optim.AdamW;
import org.gradus.optim.Sophia;
import org.gradus.sharpness.Sam;
import org.gradus.train.Batch;
import org.gradus.train.BatchObjective;
import org.gradus.train.Network;
import org.gradus.train.Trainer;
import org.gradus.train.TrainingData;

/**
 * A tiny net trained in two ways: by a trainer, with a forward pass that creates many temporaries,
 * and by an optimizer alone.
 */
final class Workload {
  private final Trainer trainer;
  private final Optimizer alone;
  private final Objective objective;

  private Workload(Function<ParameterVector, Optimizer> method) {
    Mlp net = new Mlp(1, ScalarType.Float);
    Network wasteful = Network.of(net, x -> net.forward(wasteful(x)));
    Tensor inputs = normal(1, ScalarType.Float, 8, 5);
    Tensor labels = classes(0, 1, 2, 0, 1, 2, 0, 1);
    trainer =
        new Trainer(
            wasteful,
            method.apply(ParameterVector.of(wasteful.parameters())),
            TrainingData.of(inputs, labels),
            Likelihood.CATEGORICAL,
            Trainer.Config.of(4, 1).withClipNorm(1e-3));
    Mlp other = new Mlp(2, ScalarType.Float);
    Network network = Network.of(other, other::forward);
    alone = method.apply(ParameterVector.of(network.parameters()));
    PredictiveObjective whole =
        new BatchObjective(
            network, new Batch(inputs, labels, new long[8]), Likelihood.CATEGORICAL, 1);
    objective = whole;
  }

  private static Tensor wasteful(Tensor x) {
    Tensor result = x;
    for (int i = 0; i < 5; i++) {
      result = result.add(Scalars.of(0.0)).mul(Scalars.of(1.0));
    }
    return result;
  }

  /** Steps of each kind. */
  void steps(int count) {
    trainer.steps(count, Monitor.SILENT);
    for (int t = 0; t < count; t++) {
      alone.step(objective);
    }
  }

  /** One for each method whose memory is watched, by name. */
  static Map<String, Workload> all() {
    Map<String, Workload> all = new LinkedHashMap<>();
    all.put("adamw", new Workload(t -> new AdamW(t, AdamW.Config.of(0.01))));
    all.put("sam", new Workload(t -> new Sam(new AdamW(t, AdamW.Config.of(0.01)), 0.05)));
    all.put(
        "sophia-g",
        new Workload(
            t ->
                new Sophia(
                    t,
                    Sophia.Config.gaussNewtonBartlett(0.01),
                    new GaussNewtonBartlett(RandomSource.seeded(1)))));
    all.put(
        "adahessian",
        new Workload(t -> new AdaHessian(t, AdaHessian.Config.of(0.1), RandomSource.seeded(1))));
    return all;
  }
}
