package org.gradus.lab.recipes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.fair.Sample;

/**
 * The runs of one method, one a seed, so that two methods' runs are paired.
 *
 * @param outcomes in the order of the seeds
 */
public record Runs(List<Outcome> outcomes) {
  /** Copies the list. */
  public Runs {
    outcomes = List.copyOf(outcomes);
  }

  /** Runs several methods with the same seeds, all in one go. */
  public static List<Runs> of(
      Context context, TrainingTask task, List<Method> methods, Plan plan, long... seeds) {
    List<Piece<Outcome>> pieces = new ArrayList<>();
    for (Method method : methods) {
      Arrays.stream(seeds)
          .forEach(seed -> pieces.add(task.piece(method, plan, seed, context.monitor())));
    }
    List<Outcome> outcomes = context.pieces(Outcome.class, pieces);
    List<Runs> runs = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i += seeds.length) {
      runs.add(new Runs(outcomes.subList(i, i + seeds.length)));
    }
    return runs;
  }

  /** Runs one method. */
  public static Runs of(
      Context context, TrainingTask task, Method method, Plan plan, long... seeds) {
    return of(context, task, List.of(method), plan, seeds).get(0);
  }

  /** Validation losses. */
  public Sample loss() {
    return sample(Outcome::loss);
  }

  /** Scores. */
  public Sample score() {
    return sample(Outcome::score);
  }

  /** Shares of steps whose gradient was clipped. */
  public Sample clippedShare() {
    return sample(Outcome::clippedShare);
  }

  /** Sophia's unclipped fractions. */
  public Sample unclippedFraction() {
    return sample(Outcome::unclippedFraction);
  }

  /** Training seconds. */
  public Sample seconds() {
    return sample(Outcome::seconds);
  }

  private Sample sample(ToDoubleFunction<Outcome> value) {
    return new Sample(outcomes.stream().mapToDouble(value).toArray());
  }
}
