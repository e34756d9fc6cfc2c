package org.gradus.bench;

import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Likelihood;
import org.gradus.core.Monitor;
import org.gradus.core.NamedTensor;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.core.Tensors;
import org.gradus.curvature.GaussNewtonBartlett;
import org.gradus.curvature.Hutchinson;
import org.gradus.optim.AdaHessian;
import org.gradus.optim.AdamW;
import org.gradus.optim.Sgd;
import org.gradus.optim.Sophia;
import org.gradus.sharpness.Asam;
import org.gradus.sharpness.Sam;
import org.gradus.train.Batch;
import org.gradus.train.Network;
import org.gradus.train.Trainer;

/**
 * One training step: by our {@link Trainer} with each method, and the same libtorch calls without
 * it.
 */
public enum StepCase {
  /** Zero, forward, loss, backward on one fixed batch; nothing of ours but the model. */
  FORWARD_BACKWARD("forward + backward") {
    @Override
    Workload prepare(StepModel model) {
      Bare bare = new Bare(model);
      return Workload.of(() -> bare.run(bare::gradient));
    }
  },

  /** The same and our update: what an AdamW step costs without trainer, objective and checks. */
  BARE_ADAMW("forward + backward + our AdamW update") {
    @Override
    Workload prepare(StepModel model) {
      Bare bare = new Bare(model);
      AdamW adamW = new AdamW(bare.theta, AdamW.Config.of(RATE));
      return Workload.of(
          () ->
              bare.run(
                  () -> {
                    bare.gradient();
                    adamW.update();
                  }));
    }
  },

  /** The same and libtorch's own AdamW. */
  LIBTORCH_ADAMW("forward + backward + libtorch's AdamW") {
    @Override
    Workload prepare(StepModel model) {
      Bare bare = new Bare(model);
      var adamW =
          Tensors.keep(new org.bytedeco.pytorch.AdamW(bare.parameters(), new AdamWOptions(RATE)));
      return Workload.of(
          () ->
              bare.run(
                  () -> {
                    bare.gradient();
                    adamW.step();
                  }));
    }
  },

  /** A gradient with its graph and one Hessian-vector product, no update. */
  GRADIENT_AND_PRODUCT("gradient with graph + 1 Hessian-vector product") {
    @Override
    Workload prepare(StepModel model) {
      Bare bare = new Bare(model);
      Tensor direction = Tensors.keep(torch.randn(bare.theta.size()));
      return Workload.of(() -> bare.run(() -> bare.product(direction)));
    }
  },

  SGD("Trainer, Sgd") {
    @Override
    Workload prepare(StepModel model) {
      return training(model, 1, StepCase::sgd);
    }
  },

  ADAMW("Trainer, AdamW") {
    @Override
    Workload prepare(StepModel model) {
      return training(model, 1, theta -> new AdamW(theta, AdamW.Config.of(RATE)));
    }
  },

  SAM("Trainer, Sam(Sgd)") {
    @Override
    Workload prepare(StepModel model) {
      return training(model, 1, theta -> new Sam(sgd(theta), Sam.DEFAULT_RHO));
    }
  },

  ASAM("Trainer, Asam(Sgd)") {
    @Override
    Workload prepare(StepModel model) {
      return training(model, 1, theta -> new Asam(sgd(theta), Asam.DEFAULT_RHO));
    }
  },

  /** Ten steps, one estimate among them. */
  SOPHIA_G("Trainer, Sophia-G, mean of 10") {
    @Override
    Workload prepare(StepModel model) {
      return training(
          model,
          10,
          theta ->
              new Sophia(
                  theta,
                  Sophia.Config.gaussNewtonBartlett(RATE),
                  new GaussNewtonBartlett(RandomSource.seeded(1))));
    }
  },

  /** Ten steps, one estimate among them. */
  SOPHIA_H("Trainer, Sophia-H, mean of 10") {
    @Override
    Workload prepare(StepModel model) {
      return training(
          model,
          10,
          theta ->
              new Sophia(
                  theta,
                  Sophia.Config.hutchinson(RATE),
                  new Hutchinson(RandomSource.seeded(1), Hutchinson.Probe.GAUSSIAN, 1)));
    }
  },

  ADAHESSIAN("Trainer, AdaHessian") {
    @Override
    Workload prepare(StepModel model) {
      return training(
          model,
          1,
          theta -> new AdaHessian(theta, AdaHessian.Config.of(RATE), RandomSource.seeded(1)));
    }
  };

  private static final double RATE = 1e-4;

  private final String title;

  StepCase(String title) {
    this.title = title;
  }

  /** In words. */
  String title() {
    return title;
  }

  /** The work, for this model. */
  abstract Workload prepare(StepModel model);

  private static Optimizer sgd(ParameterVector theta) {
    return new Sgd(theta, Sgd.Config.of(RATE));
  }

  private static Workload training(
      StepModel model, int steps, Function<ParameterVector, Optimizer> optimizer) {
    Network network = model.network();
    ParameterVector theta = ParameterVector.of(network.parameters());
    Trainer trainer =
        new Trainer(
            network,
            optimizer.apply(theta),
            model.data(),
            Likelihood.CATEGORICAL,
            Trainer.Config.of(model.batch(), 1));
    return new Workload(steps, () -> trainer.steps(steps, Monitor.SILENT));
  }

  /** The libtorch calls of a step, and nothing else. */
  private static final class Bare {
    private final Network network;
    private final ParameterVector theta;
    private final Tensor inputs;
    private final Tensor targets;

    Bare(StepModel model) {
      network = model.network();
      network.train(true);
      theta = ParameterVector.of(network.parameters());
      long[] rows = new long[model.batch()];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = i;
      }
      Batch batch = model.data().batch(rows);
      inputs = Tensors.keep(batch.inputs());
      targets = Tensors.keep(batch.targets().reshape(-1));
    }

    void run(Runnable body) {
      try (PointerScope scope = new PointerScope()) {
        body.run();
      }
    }

    TensorVector parameters() {
      return new TensorVector(
          network.parameters().stream().map(NamedTensor::tensor).toArray(Tensor[]::new));
    }

    private Tensor loss() {
      Tensor outputs = network.forward(inputs);
      return torch.cross_entropy(outputs.reshape(targets.size(0), -1), targets);
    }

    void gradient() {
      theta.gradient().zero_();
      loss().backward();
    }

    void product(Tensor direction) {
      TensorVector parameters = parameters();
      TensorVector gradients =
          torch.grad(
              new TensorVector(loss()),
              parameters,
              new TensorVector(),
              new BoolOptional(true),
              true,
              false);
      TensorVector directions = new TensorVector(theta.views(direction).toArray(Tensor[]::new));
      torch.grad(gradients, parameters, directions, new BoolOptional(false), false, true);
    }
  }
}
