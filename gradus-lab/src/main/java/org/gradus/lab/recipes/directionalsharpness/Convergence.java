package org.gradus.lab.recipes.directionalsharpness;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradus.lab.recipes.Method;
import org.gradus.lab.recipes.Plan;
import org.gradus.lab.recipes.Runs;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.lab.recipes.Tuning;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.lab.reproduce.fair.GridSearch;
import org.gradus.lab.reproduce.fair.Sample;

/** Training with and without the clip, every learning rate tuned. */
final class Convergence {
  private static final String GLOBAL = "SGD, global norm clipped to 1";
  private static final List<Double> SGD_GRID = List.of(0.3, 1.0, 3.0, 9.0);
  private static final List<Double> CLIPPED_GRID = List.of(3.0, 9.0, 27.0, 81.0);
  private static final List<Double> ADAM_GRID = List.of(1e-3, 3e-3, 9e-3, 0.027);
  private static final List<Double> CLIPPED_ADAM_GRID = List.of(3e-3, 9e-3, 0.027, 0.081);

  private final Context context;
  private final TrainingTask task;
  private final Plan plan;
  private final Map<String, Tuning> tuned = new LinkedHashMap<>();
  private final Map<String, Runs> runs = new LinkedHashMap<>();

  Convergence(Context context, TrainingTask task) {
    this.context = context;
    this.task = task;
    plan = Plan.cosine(context.size(200, 3), 0);
  }

  void run(Findings findings) {
    add(Candidates.SGD, task, SGD_GRID, Candidates.sgdFamily(0));
    add(Candidates.CLIPPED_SGD, task, CLIPPED_GRID, Candidates.sgdFamily(Candidates.OF_SGD));
    add(GLOBAL, Gpt.clippedTo(task, 1), SGD_GRID, Candidates.sgdFamily(0));
    add(Candidates.ADAM, task, ADAM_GRID, Candidates.adamFamily(0));
    add(
        Candidates.CLIPPED_ADAM,
        task,
        CLIPPED_ADAM_GRID,
        Candidates.adamFamily(Candidates.OF_ADAM));
    findings.add(finding()).add(table()).add(trials());
  }

  /** SGD at its tuned rate. */
  Method sgd() {
    return tuned.get(Candidates.SGD).best();
  }

  private void add(String name, TrainingTask trained, List<Double> grid, Method.Family family) {
    List<Double> rates = context.smoke() ? grid.subList(0, 2) : grid;
    Tuning tuning = Tuning.of(context, trained, plan, rates, List.of(family));
    tuned.put(name, tuning);
    runs.put(name, Runs.of(context, trained, tuning.best(), plan, context.seeds(3)));
  }

  private Sample loss(String name) {
    return runs.get(name).loss();
  }

  private Finding finding() {
    Sample sgd = loss(Candidates.CLIPPED_SGD).minus(loss(Candidates.SGD));
    Sample adam = loss(Candidates.CLIPPED_ADAM).minus(loss(Candidates.ADAM));
    Sample global = loss(Candidates.CLIPPED_SGD).minus(loss(GLOBAL));
    boolean faster = sgd.clearlyBelowZero();
    boolean harmless = adam.mean() <= 2 * adam.standardError();
    double gap = loss(Candidates.SGD).mean() - loss(Candidates.ADAM).mean();
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("loss, SGD clipped - SGD", sgd.mean());
    numbers.put("its standard error", sgd.standardError());
    numbers.put("SGD clipped - SGD with its global norm clipped", global.mean());
    numbers.put("Adam clipped - Adam", adam.mean());
    numbers.put("standard error of that", adam.standardError());
    numbers.put(
        "best learning rate, SGD clipped / SGD", rate(Candidates.CLIPPED_SGD, Candidates.SGD));
    numbers.put("part of the gap from SGD to Adam that clipping closes", -sgd.mean() / gap);
    Verdict verdict =
        faster && harmless
            ? Verdict.REPRODUCED
            : faster || harmless ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    return new Finding(
        "clipping-converges-faster",
        verdict,
        numbers,
        "SGD clipped is %s SGD; Adam clipped is %s Adam.".formatted(word(sgd), word(adam)));
  }

  private static String word(Sample difference) {
    return difference.clearlyBelowZero()
        ? "better than"
        : difference.clearlyAboveZero() ? "worse than" : "a tie with";
  }

  private double rate(String method, String reference) {
    return tuned.get(method).learningRate() / tuned.get(reference).learningRate();
  }

  private Table table() {
    Table.Builder table =
        Table.titled(
            "Validation loss on tiny Shakespeare after %d steps, mean ± standard error"
                .formatted(plan.steps()),
            "method",
            "learning rate",
            "loss");
    runs.forEach(
        (name, r) ->
            table.row(
                name,
                String.format(Locale.ROOT, "%.3g", tuned.get(name).learningRate()),
                r.loss().show(3)));
    return table.build();
  }

  private Table trials() {
    Table.Builder table =
        Table.titled("Tuning on seed 0", "method", "learning rate", "validation loss");
    tuned.forEach(
        (name, tuning) -> {
          for (GridSearch.Trial trial : tuning.search().trials()) {
            table.row(
                trial.learningRate() == tuning.learningRate() ? name + " (chosen)" : name,
                String.format(Locale.ROOT, "%.3g", trial.learningRate()),
                String.format(Locale.ROOT, "%.3f", trial.loss()));
          }
        });
    return table.build();
  }
}
