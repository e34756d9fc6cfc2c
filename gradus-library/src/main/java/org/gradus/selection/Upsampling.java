package org.gradus.selection;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.gradus.core.Check;

/** Other choices of examples to show more often, which {@link Useful} is compared with. */
public final class Upsampling {
  private Upsampling() {}

  /**
   * As many examples as wanted, drawn without replacement.
   *
   * @param examples how many there are
   * @param count how many are picked
   * @param seed decides which
   */
  public static int[] random(int examples, int count, long seed) {
    requireCount(count, examples);
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = IntStream.range(0, examples).toArray();
    for (int i = 0; i < count; i++) {
      int j = i + random.nextInt(examples - i);
      int picked = order[j];
      order[j] = order[i];
      order[i] = picked;
    }
    return Arrays.stream(order, 0, count).sorted().toArray();
  }

  /** The examples of largest loss; of equal ones those of the smaller index. */
  public static int[] largestLoss(Predictions predictions, int count) {
    requireCount(count, predictions.size());
    return IntStream.range(0, predictions.size())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -predictions.losses()[i]))
        .limit(count)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }

  /** The examples whose largest output is not their label's (just train twice, JTT). */
  public static int[] misclassified(Predictions predictions) {
    return IntStream.range(0, predictions.size())
        .filter(i -> !isRight(predictions.outputs()[i], predictions.labels()[i]))
        .toArray();
  }

  private static boolean isRight(double[] outputs, int label) {
    return Arrays.stream(outputs).max().orElseThrow() == outputs[label];
  }

  private static void requireCount(int count, int examples) {
    if (count < 0 || count > examples) {
      throw Check.invalid("number of examples to pick", count, "from 0 to " + examples);
    }
  }
}
