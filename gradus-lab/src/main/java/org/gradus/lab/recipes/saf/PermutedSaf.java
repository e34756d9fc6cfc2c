package org.gradus.lab.recipes.saf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.ModelObjective;
import org.gradus.core.ParameterVector;
import org.gradus.core.State;
import org.gradus.sharpness.Regularizer;
import org.gradus.sharpness.Saf;

/**
 * SAF whose references are those of other examples with the same given label, a control: as much
 * softening, but no example's own trajectory.
 */
final class PermutedSaf implements Regularizer {
  private final Saf saf;
  private final long[] other;

  /** Exchanges references once for all, as the generator decides. */
  PermutedSaf(Saf saf, long[] labels, RandomGenerator random) {
    this.saf = saf;
    other = new long[labels.length];
    Map<Long, List<Integer>> groups = new TreeMap<>();
    IntStream.range(0, labels.length)
        .forEach(i -> groups.computeIfAbsent(labels[i], l -> new ArrayList<>()).add(i));
    groups.values().forEach(group -> rotate(group, random));
  }

  /** Each takes the next one's place in a random cycle, so that none keeps its own. */
  private void rotate(List<Integer> group, RandomGenerator random) {
    for (int i = group.size() - 1; i > 0; i--) {
      Collections.swap(group, i, random.nextInt(i + 1));
    }
    for (int i = 0; i < group.size(); i++) {
      other[group.get(i)] = group.get((i + 1) % group.size());
    }
  }

  @Override
  public double weight() {
    return saf.weight();
  }

  @Override
  public Optional<Term> on(ModelObjective batch, ParameterVector theta) {
    long[] exchanged = LongStream.of(batch.ids()).map(id -> other[(int) id]).toArray();
    return saf.term(exchanged, saf.epoch());
  }

  @Override
  public void measured(ModelObjective batch, Tensor outputs) {
    saf.measured(batch, outputs);
  }

  @Override
  public void afterUpdate(ParameterVector theta) {
    saf.afterUpdate(theta);
  }

  @Override
  public void save(State state) {
    saf.save(state);
  }

  @Override
  public void load(State state) {
    saf.load(state);
  }
}
