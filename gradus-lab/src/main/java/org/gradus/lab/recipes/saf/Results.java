package org.gradus.lab.recipes.saf;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Piece;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.fair.Sample;

/** All trainings on one version of the digits, paired by seed. */
final class Results {
  private final String title;
  private final Map<Contender, List<Trained>> trained = new EnumMap<>(Contender.class);

  private Results(String title) {
    this.title = title;
  }

  static Results of(Context context, String title, double noise, int epochs, int seeds) {
    Results results = new Results(title);
    for (Contender contender : Contender.values()) {
      List<Piece<Trained>> pieces = new ArrayList<>();
      for (long seed : context.seeds(seeds)) {
        boolean path = contender == Contender.SGD;
        pieces.add(Trained.piece(noise, contender, epochs, path, seed, context.monitor()));
      }
      results.trained.put(contender, context.pieces(Trained.class, pieces));
    }
    return results;
  }

  Sample accuracy(Contender contender) {
    return sample(contender, Trained::accuracy);
  }

  Sample average(Contender contender) {
    return sample(contender, Trained::average);
  }

  private Sample sample(Contender contender, ToDoubleFunction<Trained> value) {
    return new Sample(trained.get(contender).stream().mapToDouble(value).toArray());
  }

  /** A contender's quantity at its end minus SGD's at the same training loss, seed by seed. */
  Sample againstSgd(Contender contender, ToDoubleFunction<Landscape> quantity) {
    List<Trained> own = trained.get(contender);
    List<Trained> sgd = trained.get(Contender.SGD);
    double[] differences = new double[own.size()];
    for (int i = 0; i < differences.length; i++) {
      Landscape end = own.get(i).end();
      differences[i] = quantity.applyAsDouble(end) - sgd.get(i).atLoss(end.loss(), quantity);
    }
    return new Sample(differences);
  }

  Table table() {
    Table.Builder table =
        Table.titled(
            title + " (mean ± standard error)",
            "method",
            "test accuracy, points",
            "with the weight average",
            "test loss",
            "training loss",
            "top eigenvalue",
            "SAM sharpness");
    for (Contender c : trained.keySet()) {
      Sample average = average(c);
      table.row(
          c.title(),
          accuracy(c).show(2),
          Double.isNaN(average.mean()) ? "–" : average.show(2),
          sample(c, Trained::testLoss).show(3),
          sample(c, t -> t.end().loss()).show(3),
          sample(c, t -> t.end().eigenvalue()).show(2),
          sample(c, t -> t.end().sharpness()).show(4));
    }
    return table.build();
  }
}
