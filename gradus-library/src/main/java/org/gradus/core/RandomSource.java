package org.gradus.core;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
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
    private static final int BITS = 31;

    /** How many signs are drawn at once: a multiple of {@link #BITS}. */
    private static final int BLOCK = BITS << 15;

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
      Tensor signs = torch.zeros(shape, new TensorOptions(ScalarType.Float));
      FloatPointer to = new FloatPointer(signs.data_ptr());
      long length = signs.numel();
      for (long done = 0; done < length; done += BLOCK) {
        to.position(done).put(signs((int) Math.min(BLOCK, length - done)));
      }
      return signs.to(options, false, false, new MemoryFormatOptional());
    }

    /** 31 signs from each draw: bernoulli_ draws for every entry and takes ten times as long. */
    private float[] signs(int count) {
      int[] words = new int[(count + BITS - 1) / BITS];
      TensorOptions ints = new TensorOptions(ScalarType.Int);
      Tensor drawn = torch.zeros(new long[] {words.length}, ints).random_(handle);
      new IntPointer(drawn.data_ptr()).get(words);
      float[] signs = new float[count];
      // Bit by bit over all words, not word by word: long loops without carried values vectorise.
      for (int bit = 0; bit < BITS; bit++) {
        int first = bit * words.length;
        for (int i = 0; i < Math.min(words.length, count - first); i++) {
          signs[first + i] = 2 * ((words[i] >> bit) & 1) - 1;
        }
      }
      return signs;
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
