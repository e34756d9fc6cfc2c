package org.gradus.lab.recipes.adadagrad;

import java.util.Locale;
import org.gradus.core.Evaluation;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.State;
import org.gradus.schedule.AdaptiveBatchSize;
import org.gradus.schedule.BatchHistory;
import org.gradus.schedule.NormTest;
import org.gradus.train.BatchSizePolicy;

/**
 * A way to choose batch sizes.
 *
 * @param name says all of it, for tables and piece keys
 * @param policy makes a fresh policy for a rule and so many examples
 */
record Batches(String name, Maker policy) {
  private static final int FIRST = 4;

  /** Makes a policy. */
  @FunctionalInterface
  interface Maker {
    BatchSizePolicy make(Rule rule, int examples);
  }

  static Batches constant(int size) {
    return new Batches(
        "constant-" + size, (rule, examples) -> BatchSizePolicy.constant(Math.min(size, examples)));
  }

  static Batches normTest(double eta) {
    return new Batches(
        String.format(Locale.ROOT, "norm-test-%s", eta),
        (rule, examples) -> adaptive(eta, examples));
  }

  private static AdaptiveBatchSize adaptive(double eta, int examples) {
    return new AdaptiveBatchSize(new NormTest(eta), AdaptiveBatchSize.Config.of(FIRST, examples));
  }

  /** The sizes another run arrived at. */
  static Batches replayed(double eta, int[] history) {
    return new Batches(
        String.format(Locale.ROOT, "replayed-%s", eta),
        (rule, examples) -> new BatchHistory(history));
  }

  /** The norm test, whose growth makes the rule forget the gradients before it. */
  static Batches restarting(double eta) {
    return new Batches(
        String.format(Locale.ROOT, "restarting-%s", eta),
        (rule, examples) -> new Restarting(adaptive(eta, examples), rule));
  }

  /** Restarts the accumulator before the first step of a larger size. */
  private static final class Restarting implements BatchSizePolicy {
    private final BatchSizePolicy sizes;
    private final Rule rule;
    private int last;

    Restarting(BatchSizePolicy sizes, Rule rule) {
      this.sizes = sizes;
      this.rule = rule;
      last = sizes.size();
    }

    @Override
    public int size() {
      return sizes.size();
    }

    @Override
    public Evaluation measure(Optimizer optimizer, Objective objective, long examples) {
      if (sizes.size() > last) {
        rule.restart(optimizer);
        last = sizes.size();
      }
      return sizes.measure(optimizer, objective, examples);
    }

    @Override
    public void requireSuits(long examples) {
      sizes.requireSuits(examples);
    }

    @Override
    public void save(State state) {
      state.put("last", last);
      sizes.save(state.child("sizes"));
    }

    @Override
    public void load(State state) {
      last = Math.toIntExact(state.whole("last"));
      sizes.load(state.child("sizes"));
    }
  }
}
