package org.gradus.lab.method;

import java.util.List;
import org.gradus.core.Check;
import org.gradus.core.Likelihood;
import org.gradus.selection.Predictions;
import org.gradus.selection.Useful;
import org.gradus.train.TrainingData;

/** The selections that can be put on a method. */
final class Selections {
  private static final double EARLY = 0.1;

  /** When USEFUL looks, as a share of the training, and how often it shows slow examples. */
  record UsefulConfig(double separatingShare, int copies) {}

  private Selections() {}

  static List<SelectionPart> all() {
    return List.of(useful());
  }

  private static SelectionPart useful() {
    Useful standard = Useful.standard();
    return SelectionPart.of(
        "useful",
        "USEFUL",
        "shows examples that are slow to learn more often, in equally many steps",
        "a short training beforehand",
        Form.of(new UsefulConfig(EARLY, standard.factor())).search("separatingShare", 0.03, 0.4),
        c -> {
          Useful useful = new Useful(c.copies(), standard.restarts(), standard.input());
          return (preliminary, seed) -> upsample(useful, c.separatingShare(), preliminary, seed);
        });
  }

  private static TrainingData upsample(
      Useful useful, double share, Selection.Preliminary preliminary, long seed) {
    if (preliminary.likelihood() != Likelihood.CATEGORICAL) {
      throw Check.invalid("task of 'useful'", "regression", "classification");
    }
    TrainingData data = preliminary.data();
    int epochs = (int) Math.max(1, Math.round(share * preliminary.epochs()));
    Useful.Slow slow = useful.select(Predictions.of(preliminary.trained(epochs, seed), data), seed);
    return useful.distribution(slow, Math.toIntExact(data.size())).view(data, data.epochSize());
  }
}
