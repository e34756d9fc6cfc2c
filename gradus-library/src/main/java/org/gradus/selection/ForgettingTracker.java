package org.gradus.selection;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.NamedTensor;
import org.gradus.core.State;
import org.gradus.core.Stateful;
import org.gradus.train.Batch;
import org.gradus.train.Network;
import org.gradus.train.TrainingData;

/**
 * Counts how often training forgets each example: how often, from one visit to the next, its
 * prediction turned from correct to wrong (Toneva et al., ICLR 2019, arXiv 1812.05159). An example
 * starts as wrong, so that its first visit cannot count; one that is never correct scores +∞.
 *
 * <p>Either tell it of every visit ({@link #visit}), or let it watch a training: give the trainer
 * {@link #watch(Network)} and {@link #watch(TrainingData)} in place of network and data. It then
 * reads each mini-batch's first forward pass, as the training makes it, at no extra pass.
 */
public final class ForgettingTracker implements Stateful {
  private final boolean[] correct;
  private final boolean[] learned;
  private final long[] forgotten;
  private final Map<Long, Batch> expected = new HashMap<>();

  /**
   * A tracker that has seen nothing.
   *
   * @param examples size of the data set
   */
  public ForgettingTracker(int examples) {
    Check.atLeast("number of examples", examples, 1);
    correct = new boolean[examples];
    learned = new boolean[examples];
    forgotten = new long[examples];
  }

  /** An example was seen, and predicted correctly or not. */
  public void visit(int example, boolean isCorrect) {
    if (example < 0 || example >= correct.length) {
      throw Check.invalid("example", example, "in [0, " + correct.length + ")");
    }
    if (correct[example] && !isCorrect) {
      forgotten[example]++;
    }
    correct[example] = isCorrect;
    learned[example] |= isCorrect;
  }

  /**
   * A mini-batch was seen; an example that is there twice was visited twice, in order.
   *
   * @param ids which examples
   * @param logits of shape [n, classes]
   * @param labels of shape [n]
   */
  public void visit(long[] ids, Tensor logits, Tensor labels) {
    try (PointerScope scope = new PointerScope()) {
      Tensor right = torch.argmax(logits, new LongOptional(1), false).eq(labels);
      double[] flags = new double[ids.length];
      right.to(ScalarType.Double).contiguous().data_ptr_double().get(flags);
      for (int i = 0; i < ids.length; i++) {
        visit(Math.toIntExact(ids[i]), flags[i] == 1);
      }
    }
  }

  /** Transitions from correct to wrong, one an example; +∞ for those never correct. */
  public double[] values() {
    double[] values = new double[forgotten.length];
    Arrays.setAll(values, i -> learned[i] ? forgotten[i] : Double.POSITIVE_INFINITY);
    return values;
  }

  /** The same as scores of these data. */
  public ExampleScores scores(TrainingData data) {
    return new ExampleScores("forgetting", values(), DataFingerprint.of(data));
  }

  /** Training data whose batches this will recognise. */
  public TrainingData watch(TrainingData data) {
    Check.atLeast("examples of the watched data", data.size(), correct.length);
    Check.atLeast("examples of the tracker", (long) correct.length, data.size());
    return new TrainingData() {
      @Override
      public long size() {
        return data.size();
      }

      @Override
      public long epochSize() {
        return data.epochSize();
      }

      @Override
      public Batch batch(long[] rows) {
        Batch batch = data.batch(rows);
        expected.put(address(batch.inputs()), batch);
        return batch;
      }
    };
  }

  /** A network that tells this of its first pass over each batch of the watched data. */
  public Network watch(Network network) {
    return new Network() {
      @Override
      public Tensor forward(Tensor inputs) {
        Tensor outputs = network.forward(inputs);
        Batch batch = expected.remove(address(inputs));
        if (batch != null) {
          visit(batch.ids(), outputs.detach(), batch.targets());
        }
        return outputs;
      }

      @Override
      public List<NamedTensor> parameters() {
        return network.parameters();
      }

      @Override
      public List<NamedTensor> buffers() {
        return network.buffers();
      }

      @Override
      public void train(boolean training) {
        network.train(training);
      }

      @Override
      public boolean isTraining() {
        return network.isTraining();
      }
    };
  }

  private static long address(Tensor tensor) {
    return tensor.unsafeGetTensorImpl().address();
  }

  /** Saves counts and what each example's last visit was. */
  @Override
  public void save(State state) {
    state.put("forgotten", Tensor.create(forgotten));
    state.put("correct", Tensor.create(numbers(correct)));
    state.put("learned", Tensor.create(numbers(learned)));
  }

  private static long[] numbers(boolean[] flags) {
    long[] numbers = new long[flags.length];
    Arrays.setAll(numbers, i -> flags[i] ? 1 : 0);
    return numbers;
  }

  @Override
  public void load(State state) {
    read(state, "forgotten", forgotten);
    read(state, "correct", correct);
    read(state, "learned", learned);
  }

  private static void read(State state, String name, boolean[] flags) {
    long[] numbers = new long[flags.length];
    read(state, name, numbers);
    for (int i = 0; i < flags.length; i++) {
      flags[i] = numbers[i] == 1;
    }
  }

  private static void read(State state, String name, long[] numbers) {
    Tensor stored = state.tensor(name);
    if (stored.numel() != numbers.length) {
      throw Check.invalid("examples of the saved tracker", stored.numel(), numbers.length + "");
    }
    stored.data_ptr_long().get(numbers);
  }
}
