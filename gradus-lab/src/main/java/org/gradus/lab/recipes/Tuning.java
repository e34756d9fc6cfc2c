package org.gradus.lab.recipes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.fair.GridSearch;
import org.gradus.lab.reproduce.fair.GridSearch.Search;

/**
 * A tuned method: seed 0, the learning rate on a grid that is extended while the best lies at its
 * edge, and the best of the given variants.
 *
 * @param family the best variant
 * @param search its search
 */
public record Tuning(Method.Family family, Search search) {
  private static final long SEED = 0;
  private static final int EXTENSIONS = 2;

  /** The method at its best learning rate. */
  public Method best() {
    return family.with(learningRate());
  }

  /** The best learning rate. */
  public double learningRate() {
    return search.best().learningRate();
  }

  /** Tunes by validation loss; every variant gets the same grid. */
  public static Tuning of(
      Context context,
      TrainingTask task,
      Plan plan,
      List<Double> grid,
      List<Method.Family> variants) {
    List<Tuning> tunings = new ArrayList<>();
    int extensions = context.size(EXTENSIONS, 0);
    for (Method.Family family : variants) {
      Search search =
          GridSearch.search(grid, extensions, rates -> losses(context, task, plan, family, rates));
      tunings.add(new Tuning(family, search));
    }
    return tunings.stream().min(Comparator.comparingDouble(Tuning::order)).orElseThrow();
  }

  private double order() {
    double loss = search.best().loss();
    return Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss;
  }

  private static List<Double> losses(
      Context context, TrainingTask task, Plan plan, Method.Family family, List<Double> rates) {
    List<Piece<Outcome>> pieces =
        rates.stream()
            .map(rate -> task.piece(family.with(rate), plan, SEED, context.monitor()))
            .toList();
    return context.pieces(Outcome.class, pieces).stream().map(Outcome::loss).toList();
  }
}
