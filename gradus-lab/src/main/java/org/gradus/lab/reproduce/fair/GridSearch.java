package org.gradus.lab.reproduce.fair;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.gradus.core.Check;

/**
 * A search over learning rates on a logarithmic grid that goes on while the best lies at an edge.
 *
 * <p>Evaluations are asked for in lists, so that they can run in parallel. NaN counts as worst.
 */
public final class GridSearch {
  /**
   * One evaluation.
   *
   * @param learningRate what was tried
   * @param loss what came out; less is better
   */
  public record Trial(double learningRate, double loss) {}

  /**
   * What a search found.
   *
   * @param best the trial of least loss
   * @param trials all of them, by learning rate
   * @param atEdge whether the best still lay at an edge when the search gave up
   */
  public record Search(Trial best, List<Trial> trials, boolean atEdge) {}

  private static final Comparator<Trial> BY_LOSS =
      Comparator.comparingDouble(t -> Double.isNaN(t.loss()) ? Double.POSITIVE_INFINITY : t.loss());

  private GridSearch() {}

  /**
   * Searches.
   *
   * @param grid learning rates, ascending, at least two
   * @param extensions how often a rate may be added beyond an edge
   * @param evaluate the losses of some learning rates, in their order
   */
  public static Search search(
      List<Double> grid, int extensions, Function<List<Double>, List<Double>> evaluate) {
    Check.atLeast("learning rates in the grid", grid.size(), 2);
    List<Trial> trials = new ArrayList<>(trials(grid, evaluate));
    for (int i = 0; i < extensions && edge(trials) != 0; i++) {
      double next = edge(trials) > 0 ? above(trials) : below(trials);
      trials.addAll(trials(List.of(next), evaluate));
      trials.sort(Comparator.comparingDouble(Trial::learningRate));
    }
    Trial best = trials.stream().min(BY_LOSS).orElseThrow();
    return new Search(best, List.copyOf(trials), edge(trials) != 0);
  }

  private static List<Trial> trials(
      List<Double> rates, Function<List<Double>, List<Double>> evaluate) {
    List<Double> losses = evaluate.apply(rates);
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < rates.size(); i++) {
      trials.add(new Trial(rates.get(i), losses.get(i)));
    }
    return trials;
  }

  /** −1 if the best is the smallest rate, 1 if it is the largest, else 0. */
  private static int edge(List<Trial> trials) {
    Trial best = trials.stream().min(BY_LOSS).orElseThrow();
    int at = trials.indexOf(best);
    return at == 0 ? -1 : at == trials.size() - 1 ? 1 : 0;
  }

  /** Beyond the largest, by the ratio of the two largest. */
  private static double above(List<Trial> trials) {
    int n = trials.size();
    return round(square(trials.get(n - 1)) / trials.get(n - 2).learningRate());
  }

  private static double below(List<Trial> trials) {
    return round(square(trials.get(0)) / trials.get(1).learningRate());
  }

  private static double square(Trial trial) {
    return trial.learningRate() * trial.learningRate();
  }

  /** To two significant digits, as the grids are written. */
  private static double round(double rate) {
    double unit = Math.pow(10, Math.floor(Math.log10(rate)) - 1);
    return Double.parseDouble(
        String.format(java.util.Locale.ROOT, "%.1e", Math.rint(rate / unit) * unit));
  }
}
