package org.gradus.selection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.gradus.core.Check;
import org.gradus.core.Seeds;
import org.gradus.train.Network;
import org.gradus.train.TrainingData;

/**
 * USEFUL, "upsample early for uniform learning" (Nguyen, Haddad, Gan and Mirzasoleiman, arXiv
 * 2404.17768): examples whose features are learned slowly are shown more often.
 *
 * <ol>
 *   <li>Train a new network for a few epochs, up to where the training error falls no longer fast
 *       ({@link #separatingEpoch}); it is thrown away afterwards.
 *   <li>Split the examples of each class in two by 2-means on the network's outputs.
 *   <li>Of the two the one with the larger mean loss is slow.
 *   <li>Show slow examples {@code factor} times, all others once.
 *   <li>Train another new network on that, with any optimizer.
 * </ol>
 *
 * <p>Cost: the first training and one pass over the data; the clustering is negligible. Validation
 * data must be split off before.
 *
 * @param factor how often a slow example is shown, at least 1; the paper finds 2 best
 * @param restarts of 2-means, at least 1
 * @param input what is clustered
 */
public record Useful(int factor, int restarts, Input input) {
  /** A class whose clusters' mean losses differ less than this many times is split arbitrarily. */
  private static final double CLEAR_RATIO = 2;

  /** The rule for the separating epoch: a drop below this part of the largest ends the search. */
  private static final double LAST_DROP = 0.1;

  /** What of a network is clustered. */
  public enum Input {
    /** The outputs as they are. */
    LOGITS,
    /** Their soft-max. */
    PROBABILITIES
  }

  /** Checks the ranges. */
  public Useful {
    Check.atLeast("factor", factor, 1);
    Check.atLeast("restarts", restarts, 1);
  }

  /** Factor 2, 10 restarts, logits. */
  public static Useful standard() {
    return new Useful(2, 10, Input.LOGITS);
  }

  /**
   * How one class was split.
   *
   * @param label the class
   * @param examples how many it has
   * @param slow how many of them are slow; 0 if it could not be split, having fewer than two
   *     examples or all outputs alike
   * @param lossRatio mean loss of the slow over that of the others; NaN if it could not be split
   */
  public record ClassSplit(int label, int examples, int slow, double lossRatio) {
    /** Whether the split says something: losses differ at least twofold. */
    public boolean isClear() {
      return lossRatio >= CLEAR_RATIO;
    }
  }

  /**
   * The slow examples.
   *
   * @param ids in ascending order
   * @param splits one a class that has examples
   */
  public record Slow(int[] ids, List<ClassSplit> splits) {}

  /** Trains a new network; a training with other data but the same seeds begins alike. */
  @FunctionalInterface
  public interface Training {
    /**
     * The trained network.
     *
     * @param data what it sees
     * @param epochs passes over the data
     */
    Network train(TrainingData data, int epochs);
  }

  /**
   * What a whole run leaves.
   *
   * @param slow the slow examples
   * @param distribution how often each example was shown
   * @param network the one trained on that
   */
  public record Result(Slow slow, IndexMultiset distribution, Network network) {}

  /**
   * Both trainings and the selection between them.
   *
   * @param separatingEpoch epochs of the first training, at least 1 and below {@code epochs}
   * @param epochs epochs of the second, each a pass over the upsampled data
   * @param seed decides the starts of 2-means
   */
  public Result run(
      Training training, TrainingData data, int separatingEpoch, int epochs, long seed) {
    if (separatingEpoch < 1 || separatingEpoch >= epochs) {
      throw Check.invalid("separating epoch", separatingEpoch, "from 1 to " + (epochs - 1));
    }
    Slow slow = select(Predictions.of(training.train(data, separatingEpoch), data), seed);
    IndexMultiset distribution = distribution(slow, Math.toIntExact(data.size()));
    return new Result(slow, distribution, training.train(distribution.view(data), epochs));
  }

  /** How often each example is shown. */
  public IndexMultiset distribution(Slow slow, int examples) {
    return IndexMultiset.upsample(examples, slow.ids(), factor);
  }

  /**
   * The slow examples of all classes.
   *
   * @param predictions of the first training's network
   * @param seed decides the starts of 2-means, class by class
   */
  public Slow select(Predictions predictions, long seed) {
    double[][] points =
        (input == Input.LOGITS ? predictions : predictions.probabilities()).outputs();
    List<ClassSplit> splits = new ArrayList<>();
    IntStream.Builder slow = IntStream.builder();
    for (int label : Arrays.stream(predictions.labels()).distinct().sorted().toArray()) {
      int[] members =
          IntStream.range(0, points.length).filter(i -> predictions.labels()[i] == label).toArray();
      splits.add(split(label, members, points, predictions.losses(), seed, slow));
    }
    return new Slow(slow.build().sorted().toArray(), List.copyOf(splits));
  }

  private ClassSplit split(
      int label,
      int[] members,
      double[][] points,
      double[] losses,
      long seed,
      IntStream.Builder slow) {
    double[][] own = Arrays.stream(members).mapToObj(i -> points[i]).toArray(double[][]::new);
    if (Arrays.stream(own).allMatch(point -> Arrays.equals(point, own[0]))) {
      return new ClassSplit(label, members.length, 0, Double.NaN);
    }
    int[] cluster =
        KMeans.cluster(own, 2, restarts, Seeds.derive(seed, "2-means", label)).cluster();
    double[] mean = new double[2];
    int[] count = new int[2];
    for (int i = 0; i < members.length; i++) {
      mean[cluster[i]] += losses[members[i]];
      count[cluster[i]]++;
    }
    mean[0] /= count[0];
    mean[1] /= count[1];
    int slower = mean[1] > mean[0] ? 1 : 0;
    IntStream.range(0, members.length)
        .filter(i -> cluster[i] == slower)
        .forEach(i -> slow.add(members[i]));
    return new ClassSplit(label, members.length, count[slower], mean[slower] / mean[1 - slower]);
  }

  /**
   * The first epoch, but not before the second, in which the training error fell by less than a
   * tenth of its largest fall in any epoch so far; our rule for what the paper does by eye.
   *
   * @param errors training error after each epoch, before the first one (index 0) included
   * @return an epoch counted from 1; the last one if the error fell fast to the end
   */
  public static int separatingEpoch(double[] errors) {
    Check.atLeast("number of training errors", errors.length, 3);
    double largest = 0;
    for (int epoch = 1; epoch < errors.length; epoch++) {
      double drop = errors[epoch - 1] - errors[epoch];
      largest = Math.max(largest, drop);
      if (epoch >= 2 && drop < LAST_DROP * largest) {
        return epoch;
      }
    }
    return errors.length - 1;
  }
}
