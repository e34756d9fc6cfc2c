package org.gradus.core;

import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * Where a method's random numbers come from: never a global generator.
 *
 * <p>This is the door for checking a method from outside: an implementation that replays recorded
 * draws makes any method deterministic. {@link #seeded(long)} is the ordinary one.
 */
public interface RandomSource extends Stateful {
  /** Independent draws from [0, 1), of the given shape. */
  Tensor uniform(long[] shape, TensorOptions options);

  /** Independent standard normal draws, of the given shape. */
  Tensor normal(long[] shape, TensorOptions options);

  /** Independent signs, −1 or +1 with probability ½ each, of the given shape. */
  Tensor signs(long[] shape, TensorOptions options);

  /** The generator of this seed: the same seed gives the same draws on every machine. */
  static RandomSource seeded(long seed) {
    return new Seeded(seed);
  }

  /** A libtorch CPU generator (Mersenne twister) of its own. */
  final class Seeded implements RandomSource {
    private final Generator generator;
    private final GeneratorOptional handle;

    private Seeded(long seed) {
      generator = Tensors.keep(torch.make_generator_cpu(seed));
      handle = Tensors.keep(new GeneratorOptional(generator));
    }

    @Override
    public Tensor uniform(long[] shape, TensorOptions options) {
      return torch.zeros(shape, options).uniform_(0, 1, handle);
    }

    @Override
    public Tensor normal(long[] shape, TensorOptions options) {
      return torch.zeros(shape, options).normal_(0, 1, handle);
    }

    @Override
    public Tensor signs(long[] shape, TensorOptions options) {
      return torch
          .zeros(shape, options)
          .bernoulli_(0.5, handle)
          .mul_(Scalars.of(2.0))
          .sub_(Scalars.of(1.0), Scalars.of(1.0));
    }

    @Override
    public void save(State state) {
      state.put("generator", generator.get_state());
    }

    @Override
    public void load(State state) {
      generator.set_state(state.tensor("generator"));
    }
  }
}
