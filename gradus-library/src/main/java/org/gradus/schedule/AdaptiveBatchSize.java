package org.gradus.schedule;

import java.util.Objects;
import org.gradus.core.Check;
import org.gradus.core.Evaluation;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.State;
import org.gradus.perexample.Measurement;
import org.gradus.perexample.PerExampleGradients;
import org.gradus.train.BatchSizePolicy;

/**
 * Batches that grow when a test finds their gradients too noisy, and never shrink:
 *
 * <pre>
 *   at step k = 0, 1, …:  if k mod interval = 0 and b &lt; b_max
 *                            b ← min(b_max, max(b, ⌈b*⌉))     for the next step
 * </pre>
 *
 * <p>b* is the test's, from the examples and the parameters the step's gradient is taken at, before
 * clipping and without weight decay. A batch of one example (an epoch's rest) is not tested. Once b
 * = b_max nothing is tested any more.
 *
 * <p>Cost: for a {@link org.gradus.perexample.RecordingNetwork} and a method that takes one
 * gradient, the layers' per-example sums; see {@link Measurement} for others. Batch norm in
 * training mode is refused.
 */
public final class AdaptiveBatchSize implements BatchSizePolicy {
  /**
   * Settings.
   *
   * @param first b at step 0, at least 2
   * @param largest b_max, at least {@code first} and at most the number of examples
   * @param interval steps between tests, at least 1
   */
  public record Config(int first, int largest, int interval) {
    /** Checks the ranges. */
    public Config {
      Check.atLeast("first batch size of a test", first, 2);
      Check.atLeast("largest batch size", largest, first);
      Check.atLeast("test interval", interval, 1);
    }

    /** Sizes as given, a test every step (arXiv 2402.11215). */
    public static Config of(int first, int largest) {
      return new Config(first, largest, 1);
    }
  }

  private final BatchTest test;
  private final Config config;
  private int size;
  private long steps;
  private double wanted = Double.NaN;

  /** Batches by this test. */
  public AdaptiveBatchSize(BatchTest test, Config config) {
    this.test = Objects.requireNonNull(test, "test");
    this.config = Objects.requireNonNull(config, "config");
    size = config.first();
  }

  @Override
  public int size() {
    return size;
  }

  /** b* of the last test, not rounded; NaN before the first. */
  public double wantedSize() {
    return wanted;
  }

  @Override
  public Evaluation measure(Optimizer optimizer, Objective objective, long examples) {
    boolean tested = steps % config.interval() == 0 && size < config.largest() && examples > 1;
    Evaluation evaluation = tested ? tested(optimizer, objective) : optimizer.measure(objective);
    steps++;
    return evaluation;
  }

  private Evaluation tested(Optimizer optimizer, Objective objective) {
    Measurement measured = Measurement.of(optimizer, objective);
    try (PerExampleGradients gradients = measured.gradients()) {
      grow(test.wantedSize(gradients));
    }
    return measured.evaluation();
  }

  /**
   * Applies the rule to a b*, the caller's own as well.
   *
   * @param wantedSize b*, not NaN
   */
  public void grow(double wantedSize) {
    if (Double.isNaN(wantedSize)) {
      throw Check.invalid("wanted batch size", wantedSize, "a number or infinite");
    }
    wanted = wantedSize;
    size = (int) Math.min(config.largest(), Math.max(size, Math.ceil(wantedSize)));
  }

  @Override
  public void requireSuits(long examples) {
    if (config.largest() > examples) {
      throw Check.invalid(
          "largest batch size", config.largest(), "at most the number of examples " + examples);
    }
  }

  @Override
  public void save(State state) {
    state.put("size", size);
    state.put("steps", steps);
    state.put("wanted", wanted);
  }

  @Override
  public void load(State state) {
    size = Math.toIntExact(state.whole("size"));
    steps = state.whole("steps");
    wanted = state.number("wanted");
  }
}
