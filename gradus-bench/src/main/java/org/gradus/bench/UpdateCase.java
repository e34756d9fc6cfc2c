package org.gradus.bench;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Evaluation;
import org.gradus.core.NamedTensor;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;
import org.gradus.curvature.GaussNewtonBartlett;
import org.gradus.optim.AdaHessian;
import org.gradus.optim.Adam;
import org.gradus.optim.AdamW;
import org.gradus.optim.Lion;
import org.gradus.optim.Sgd;
import org.gradus.optim.Sophia;
import org.gradus.sharpness.Sam;

/** One update with the gradient given, in float32: ours, libtorch's, and a plain copy. */
public enum UpdateCase {
  /** One vector copied to another: what the memory gives. */
  COPY("copy", 2) {
    @Override
    Workload prepare(long size) {
      Tensor from = Tensors.keep(torch.randn(size));
      Tensor to = Tensors.keep(torch.zeros(size));
      return Workload.of(() -> to.copy_(from));
    }
  },

  /** libtorch's own C++ AdamW on one tensor. */
  LIBTORCH_ADAMW("libtorch AdamW, one tensor", 7) {
    @Override
    Workload prepare(long size) {
      return libtorch(size, 1);
    }
  },

  /** libtorch's own C++ AdamW on sixty tensors, as a network has them. */
  LIBTORCH_ADAMW_60("libtorch AdamW, 60 tensors", 7) {
    @Override
    Workload prepare(long size) {
      return libtorch(size, 60);
    }
  },

  SGD("Sgd", 3) {
    @Override
    Workload prepare(long size) {
      return update(new Sgd(theta(size), new Sgd.Config(RATE, 0, false, 0)));
    }
  },

  SGD_MOMENTUM("Sgd, momentum", 5) {
    @Override
    Workload prepare(long size) {
      return update(new Sgd(theta(size), Sgd.Config.of(RATE)));
    }
  },

  LION("Lion", 5) {
    @Override
    Workload prepare(long size) {
      return update(new Lion(theta(size), Lion.Config.of(RATE)));
    }
  },

  ADAM("Adam", 7) {
    @Override
    Workload prepare(long size) {
      return update(new Adam(theta(size), Adam.Config.of(RATE)));
    }
  },

  ADAMW("AdamW", 7) {
    @Override
    Workload prepare(long size) {
      return update(new AdamW(theta(size), AdamW.Config.of(RATE)));
    }
  },

  /** Between Hessian updates. */
  SOPHIA("Sophia, between estimates", 6) {
    @Override
    Workload prepare(long size) {
      ParameterVector theta = theta(size);
      Sophia sophia =
          new Sophia(
              theta,
              Sophia.Config.gaussNewtonBartlett(RATE),
              new GaussNewtonBartlett(RandomSource.seeded(1)));
      sophia.updateHessian(torch.rand(size), 1);
      return update(sophia);
    }
  },

  ADAHESSIAN("AdaHessian, diagonal given", 8) {
    @Override
    Workload prepare(long size) {
      AdaHessian adaHessian =
          new AdaHessian(theta(size), AdaHessian.Config.of(RATE), RandomSource.seeded(1));
      adaHessian.hessianDiagonal(torch.randn(size));
      return update(adaHessian);
    }
  },

  /**
   * What SAM adds to two gradients: norm, ascent, copy of θ and back. Must move: g (norm), g and θ
   * in, ε, θ + ε and the copy out, the copy in, θ out.
   */
  SAM("Sam, vector work", 8) {
    @Override
    Workload prepare(long size) {
      Sam sam = new Sam(new Sgd(theta(size), Sgd.Config.of(RATE)), Sam.DEFAULT_RHO);
      return Workload.of(() -> sam.measure(new GivenGradient()));
    }
  };

  private static final double RATE = 1e-4;

  private final String title;
  private final int vectors;

  UpdateCase(String title, int vectors) {
    this.title = title;
    this.vectors = vectors;
  }

  /** In words. */
  String title() {
    return title;
  }

  /** How many vectors must be read or written. */
  int vectors() {
    return vectors;
  }

  /** The work, for this many parameters. */
  abstract Workload prepare(long size);

  private static Workload update(Optimizer optimizer) {
    return Workload.of(optimizer::update);
  }

  private static ParameterVector theta(long size) {
    torch.manual_seed(1);
    ParameterVector theta =
        ParameterVector.of(
            List.of(new NamedTensor("weight", torch.randn(size).requires_grad_(true))));
    theta.gradient().copy_(gradient(size));
    return theta;
  }

  private static Tensor gradient(long size) {
    return torch.randn(size).mul_(Scalars.of(1e-2));
  }

  private static Workload libtorch(long size, int tensors) {
    torch.manual_seed(1);
    TensorVector parameters = new TensorVector();
    for (int i = 0; i < tensors; i++) {
      long length = size * (i + 1) / tensors - size * i / tensors;
      Tensor parameter = torch.randn(length).requires_grad_(true);
      parameter.mutable_grad().put(gradient(length));
      parameters.push_back(parameter);
    }
    var adamW = Tensors.keep(new org.bytedeco.pytorch.AdamW(parameters, new AdamWOptions(RATE)));
    return Workload.of(
        () -> {
          try (PointerScope scope = new PointerScope();
              NoGradGuard guard = new NoGradGuard()) {
            adamW.step();
          }
        });
  }

  /** An objective whose gradient already stands in θ's gradient vector. */
  private static final class GivenGradient implements Objective {
    @Override
    public Tensor loss() {
      throw new UnsupportedOperationException("only the gradient is given");
    }

    @Override
    public Evaluation gradient(ParameterVector theta) {
      return new Evaluation(0, 1);
    }
  }
}
