package org.gradus;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.BatchNorm1dImpl;
import org.bytedeco.pytorch.BatchNormOptions;
import org.bytedeco.pytorch.DropoutImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Likelihood;
import org.gradus.core.NamedTensor;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.PredictiveObjective;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.core.Tensors;
import org.gradus.train.Network;

/** Tensors, small models and small objectives the tests share. */
public final class Fixtures {
  private Fixtures() {}

  /** A float64 vector. */
  public static Tensor vector(double... values) {
    return Tensor.create(values);
  }

  /** A float64 matrix. */
  public static Tensor matrix(double[]... rows) {
    Tensor flat =
        vector(List.of(rows).stream().flatMapToDouble(java.util.Arrays::stream).toArray());
    return flat.view(rows.length, rows[0].length);
  }

  /** Class numbers. */
  public static Tensor classes(long... values) {
    return Tensor.create(values);
  }

  /** Standard normal numbers that this seed decides. */
  public static Tensor normal(long seed, ScalarType type, long... shape) {
    return RandomSource.seeded(seed).normal(shape, new TensorOptions(ScalarType.Double)).to(type);
  }

  /** A tensor's entries in row-major order. */
  public static double[] values(Tensor tensor) {
    Tensor plain = tensor.detach().to(ScalarType.Double).contiguous();
    double[] values = new double[(int) plain.numel()];
    new DoublePointer(plain.data_ptr()).get(values);
    return values;
  }

  /** A copy of a tensor that stays as it is. */
  public static Tensor copy(Tensor tensor) {
    return tensor.detach().clone();
  }

  /** Whether two tensors have the same shape, type and bits; NaN equals NaN. */
  public static boolean sameBits(Tensor a, Tensor b) {
    if (!a.is_same_size(b) || Tensors.type(a) != Tensors.type(b)) {
      return false;
    }
    if (Tensors.type(a) == ScalarType.Double) {
      long[] left = new long[(int) a.numel()];
      long[] right = new long[(int) b.numel()];
      new LongPointer(a.detach().contiguous().data_ptr()).get(left);
      new LongPointer(b.detach().contiguous().data_ptr()).get(right);
      return java.util.Arrays.equals(left, right);
    }
    return a.equal(b);
  }

  /** A trainable leaf. */
  public static Tensor leaf(Tensor values) {
    return values.detach().clone().requires_grad_(true);
  }

  /** One float64 parameter {@code x} of this start. */
  public static ParameterVector parameters(double... start) {
    return ParameterVector.of(List.of(new NamedTensor("x", leaf(vector(start)))));
  }

  /** ½ Σ aᵢ xᵢ² over θ's only parameter. */
  public static Objective diagonalQuadratic(ParameterVector theta, double... a) {
    Tensor curvature = vector(a);
    return () -> theta.parameters().get(0).square().mul(curvature).sum().mul(Scalars.of(0.5));
  }

  /** ½ xᵀ A x over θ's only parameter. */
  public static Objective quadratic(ParameterVector theta, Tensor a) {
    return () -> {
      Tensor x = theta.parameters().get(0);
      return x.dot(a.mv(x)).mul(Scalars.of(0.5));
    };
  }

  /** A net of two linear layers with tanh between, 5 inputs, 7 hidden units, 3 outputs. */
  public static final class Mlp extends Module {
    private final LinearImpl first = new LinearImpl(5, 7);
    private final LinearImpl second = new LinearImpl(7, 3);

    public Mlp(long seed, ScalarType type) {
      register_module("first", first);
      register_module("second", second);
      to(type, false);
      start(named_parameters().size(), this, seed);
    }

    public Tensor forward(Tensor x) {
      return second.forward(first.forward(x).tanh());
    }
  }

  /** A net with what makes passes differ: batch norm and dropout. */
  public static final class Noisy extends Module {
    private final LinearImpl first = new LinearImpl(5, 8);
    private final BatchNorm1dImpl norm = new BatchNorm1dImpl(new BatchNormOptions(8));
    private final DropoutImpl drop = new DropoutImpl(0.5);
    private final LinearImpl last = new LinearImpl(8, 3);

    public Noisy(long seed) {
      register_module("first", first);
      register_module("norm", norm);
      register_module("drop", drop);
      register_module("last", last);
      start(named_parameters().size(), this, seed);
    }

    public Tensor forward(Tensor x) {
      return last.forward(drop.forward(norm.forward(first.forward(x)).relu()));
    }

    /** Batch norm's running mean. */
    public Tensor runningMean() {
      return norm.running_mean();
    }
  }

  /** Sets a module's parameters to small numbers that the seed decides. */
  private static void start(long count, Module module, long seed) {
    RandomSource random = RandomSource.seeded(seed);
    for (long i = 0; i < count; i++) {
      Tensor parameter = module.parameters().get(i);
      Tensor start = random.normal(Tensors.shape(parameter), parameter.detach().options());
      parameter.detach().copy_(start.mul_(Scalars.of(0.5)));
    }
  }

  /** A network's parameters as a vector. */
  public static ParameterVector parametersOf(Network network) {
    return ParameterVector.of(network.parameters());
  }

  /** A predictive objective of given outputs; the functions are called at each evaluation. */
  public static PredictiveObjective predictive(
      Likelihood likelihood, java.util.function.Supplier<Tensor> outputs, Tensor targets) {
    return new PredictiveObjective() {
      @Override
      public Tensor outputs() {
        return outputs.get();
      }

      @Override
      public Tensor targets() {
        return targets;
      }

      @Override
      public Likelihood likelihood() {
        return likelihood;
      }
    };
  }

  /** Replays recorded draws, one tensor a call, whatever is asked for. */
  public static RandomSource replay(Tensor... draws) {
    return new RandomSource() {
      private int next;

      private Tensor draw(long[] shape) {
        return draws[next++ % draws.length].clone().reshape(shape);
      }

      @Override
      public Tensor uniform(long[] shape, TensorOptions options) {
        return draw(shape);
      }

      @Override
      public Tensor normal(long[] shape, TensorOptions options) {
        return draw(shape);
      }

      @Override
      public Tensor signs(long[] shape, TensorOptions options) {
        return draw(shape);
      }

      @Override
      public void save(State state) {
        state.put("next", next);
      }

      @Override
      public void load(State state) {
        next = (int) state.whole("next");
      }
    };
  }

  /** The derivative of a function of one number by central differences. */
  public static double slope(DoubleUnaryOperator f, double step) {
    return (f.applyAsDouble(step) - f.applyAsDouble(-step)) / (2 * step);
  }
}
