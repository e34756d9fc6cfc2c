package org.gradus.lab.recipes.directionalsharpness;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradus.lab.model.ModelSpec;
import org.gradus.lab.recipes.Images;
import org.gradus.lab.recipes.Method;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;

/** The gap between Adam's and SGD's sharpness elsewhere: a convolutional net, other batch sizes. */
final class Contrast {
  private final Context context;
  private final Method driver;
  private final Observer.Plan plan;

  /** Looks at the two steps in the middle of the transformer's. */
  Contrast(Context context, Method driver, List<Integer> steps) {
    this.context = context;
    this.driver = driver;
    plan = new Observer.Plan(steps.subList(1, 3), false, false);
  }

  void run(Findings findings, TrainingTask gpt, List<Trajectory> transformer) {
    TrainingTask digits = Images.digits(new ModelSpec.Cnn(8, 16, 64));
    List<Trajectory> convolutional =
        Trajectory.of(context, digits, driver, plan, 1, context.seeds(3));
    Map<String, Double> numbers = new LinkedHashMap<>();
    boolean smaller = true;
    for (int i = 0; i < plan.steps().size(); i++) {
      double net = Trajectory.median(convolutional, i, o -> o.ratio(Candidates.ADAM));
      double text = Trajectory.median(transformer, i + 1, o -> o.ratio(Candidates.ADAM));
      numbers.put("step %d: Adam / |SGD|, convolutional net".formatted(plan.steps().get(i)), net);
      numbers.put("step %d: transformer".formatted(plan.steps().get(i)), text);
      smaller &= distance(net) < distance(text);
    }
    findings.add(
        new Finding(
            "transformers-more-than-convnets",
            Verdict.of(smaller),
            numbers,
            "Medians over seeds, driver Adam; the net is small and its task easy."));
    findings.add(table(convolutional, gpt));
  }

  /** How far a ratio is from 1, as a factor; a negative one is infinitely far. */
  private static double distance(double ratio) {
    return ratio > 0 ? Math.abs(Math.log(ratio)) : Double.POSITIVE_INFINITY;
  }

  private Table table(List<Trajectory> convolutional, TrainingTask gpt) {
    Table.Builder table =
        Table.titled(
            "Directional sharpness elsewhere, driver Adam, step %d, medians over seeds"
                .formatted(plan.steps().get(1)),
            "model",
            "SGD (absolute)",
            "SGD, 10 % clipped / |SGD|",
            "Adam / |SGD|",
            "Adam, 50 % clipped / |SGD|");
    row(table, "convolutional net on digits, batch 64", convolutional);
    for (int batch : context.size(new int[] {8, 128}, new int[] {8})) {
      List<Trajectory> seeds =
          Trajectory.of(
              context, Gpt.ofBatch(gpt, batch), driver, plan, context.size(4, 1), context.seeds(2));
      row(table, "transformer, batch " + batch, seeds);
    }
    return table.build();
  }

  private static void row(Table.Builder table, String model, List<Trajectory> seeds) {
    int last = seeds.get(0).observations().size() - 1;
    table.row(
        model,
        number(Trajectory.median(seeds, last, o -> o.sharpness().get(Candidates.SGD))),
        number(Trajectory.median(seeds, last, o -> o.ratio(Candidates.CLIPPED_SGD))),
        number(Trajectory.median(seeds, last, o -> o.ratio(Candidates.ADAM))),
        number(Trajectory.median(seeds, last, o -> o.ratio(Candidates.CLIPPED_ADAM))));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }
}
