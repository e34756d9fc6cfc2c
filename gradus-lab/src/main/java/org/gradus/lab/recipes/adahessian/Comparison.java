package org.gradus.lab.recipes.adahessian;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.gradus.lab.recipes.Method;
import org.gradus.lab.recipes.Plan;
import org.gradus.lab.recipes.Runs;
import org.gradus.lab.recipes.StepCosts;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.lab.recipes.Tuning;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.fair.Sample;

/**
 * Methods tuned alike on one task, then run on fresh seeds at equal steps, and a baseline also at
 * equal time.
 */
final class Comparison {
  private final Context context;
  private final TrainingTask tuning;
  private final TrainingTask task;
  private final IntFunction<Plan> plan;
  private final int steps;
  private final Map<String, Tuning> tuned = new LinkedHashMap<>();
  private final Map<String, Runs> runs = new LinkedHashMap<>();

  /**
   * A comparison.
   *
   * @param tuning the task settings are chosen on
   * @param task the task results are reported on
   * @param plan the schedule of a length
   * @param steps the length
   */
  Comparison(
      Context context, TrainingTask tuning, TrainingTask task, IntFunction<Plan> plan, int steps) {
    this.context = context;
    this.tuning = tuning;
    this.task = task;
    this.plan = plan;
    this.steps = steps;
  }

  /** Tunes a method's variants, then runs the best of them on the reporting seeds. */
  Tuning add(String name, List<Double> grid, List<Method.Family> variants) {
    List<Double> rates = context.smoke() ? grid.subList(0, 2) : grid;
    List<Method.Family> tried = context.smoke() ? variants.subList(0, 1) : variants;
    Tuning result = Tuning.of(context, tuning, plan.apply(steps), rates, tried);
    tuned.put(name, result);
    runs.put(name, runs(result.best(), context.seeds(3)));
    return result;
  }

  /** Runs a method at the comparison's length. */
  Runs runs(Method method, long... seeds) {
    return Runs.of(context, task, method, plan.apply(steps), seeds);
  }

  /** Runs a tuned baseline for as many steps as another method's time allows. */
  Sample equalTime(String baseline, String method, Function<Runs, Sample> metric) {
    StepCosts costs =
        StepCosts.measure(
            context,
            task,
            Map.of(baseline, tuned.get(baseline).best(), method, tuned.get(method).best()),
            context.size(10, 1),
            context.size(5, 1));
    int longer = Math.max(steps, (int) Math.round(steps * costs.ratio(method, baseline)));
    Runs result =
        Runs.of(context, task, tuned.get(baseline).best(), plan.apply(longer), context.seeds(3));
    runs.put("%s, time of %s (%d steps)".formatted(baseline, method, longer), result);
    return metric.apply(result);
  }

  Tuning tuning(String name) {
    return tuned.get(name);
  }

  Runs of(String name) {
    return runs.get(name);
  }

  Table table(String title, String score, Function<Runs, Sample> metric, int decimals) {
    Table.Builder table =
        Table.titled(title, "method", "settings", score, "validation loss", "training s");
    runs.forEach(
        (name, r) ->
            table.row(
                name,
                tuned.containsKey(name) ? tuned.get(name).best().name() : "as above",
                metric.apply(r).show(decimals),
                r.loss().show(3),
                r.seconds().show(1)));
    return table.build();
  }

  Table trials(String title) {
    Table.Builder table = Table.titled(title, "method", "learning rate", "validation loss");
    tuned.forEach(
        (name, t) ->
            t.search()
                .trials()
                .forEach(
                    trial ->
                        table.row(
                            trial.learningRate() == t.learningRate() ? name + " (chosen)" : name,
                            String.format(Locale.ROOT, "%.4g", trial.learningRate()),
                            String.format(Locale.ROOT, "%.3f", trial.loss()))));
    return table.build();
  }
}
