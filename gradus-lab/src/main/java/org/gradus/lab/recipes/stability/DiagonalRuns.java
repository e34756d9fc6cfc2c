package org.gradus.lab.recipes.stability;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.gradus.core.Seeds;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.fair.Sample;

/** Runs on diagonal networks, as pieces. */
final class DiagonalRuns {
  /** Stands for a batch of all examples: gradient descent. */
  static final int ALL = 0;

  static final int SEEDS = 3;

  private final Context context;
  private final int dimension;
  private final int examples;
  private final int steps;

  DiagonalRuns(Context context) {
    this.context = context;
    dimension = context.size(200, 20);
    examples = context.size(60, 10);
    steps = context.size(80_000, 2000);
  }

  /** One minimum a seed. */
  record Runs(List<Minimum> minima) {
    Sample sample(ToDoubleFunction<Minimum> value) {
      return new Sample(minima.stream().mapToDouble(value).toArray());
    }
  }

  /**
   * Runs of all seeds.
   *
   * @param batch examples a step, or {@link #ALL}
   * @param balance the balance at the start; 0 for independent normal weights
   */
  Runs of(double rate, int batch, double balance) {
    List<Piece<Minimum>> pieces = new ArrayList<>();
    for (long seed : context.seeds(SEEDS)) {
      String key =
          String.format(
              Locale.ROOT,
              "diagonal%d/rate%.4g/batch%d/balance%.0f/seed%d",
              dimension,
              rate,
              batch,
              balance,
              seed);
      pieces.add(new Piece<>(key, () -> run(rate, batch, balance, seed)));
    }
    return new Runs(context.pieces(Minimum.class, pieces));
  }

  private Minimum run(double rate, int batch, double balance, long seed) {
    DiagonalNet net = DiagonalNet.draw(dimension, examples, Seeds.derive(seed, "diagonal", 0));
    if (balance > 0) {
      net.balanced(balance);
    }
    int size = batch == ALL ? examples : batch;
    Descent.Settings settings = new Descent.Settings(rate, size, steps, Descent.CONVERGED);
    double loss = Descent.run(net, settings, Seeds.derive(seed, "batches", 0), context.monitor());
    return Minimum.of(net, loss);
  }

  List<Double> rates() {
    return context.size(List.of(0.005, 0.01, 0.02, 0.04, 0.08, 0.16), List.of(0.02, 0.16));
  }
}
