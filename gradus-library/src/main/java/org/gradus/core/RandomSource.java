package org.gradus.core;

import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

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
    /** How many random bits a draw of type Int has. */
    private static final long BITS = 31;

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
      // 31 signs from each draw: bernoulli_ draws for every entry and takes seven times as long.
      Tensor signs = torch.zeros(shape, options);
      TensorOptions ints = new TensorOptions(ScalarType.Int);
      long words = (signs.numel() + BITS - 1) / BITS;
      Tensor drawn = torch.zeros(new long[] {words, 1}, ints).random_(handle);
      Tensor bits =
          drawn
              .bitwise_right_shift(torch.arange(Scalars.of(BITS), ints))
              .bitwise_and(Scalars.of(1L));
      signs.copy_(bits.reshape(-1).narrow(0, 0, signs.numel()).view(shape));
      return signs.mul_(Scalars.of(2.0)).sub_(Scalars.of(1.0), Scalars.of(1.0));
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
