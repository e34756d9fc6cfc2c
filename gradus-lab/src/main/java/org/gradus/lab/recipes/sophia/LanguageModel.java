package org.gradus.lab.recipes.sophia;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradus.lab.recipes.Method;
import org.gradus.lab.recipes.Plan;
import org.gradus.lab.recipes.Runs;
import org.gradus.lab.recipes.Tasks;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.lab.recipes.Tuning;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Plot;
import org.gradus.lab.reproduce.Plot.Axis;
import org.gradus.lab.reproduce.Plot.Series;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.lab.reproduce.fair.GridSearch.Trial;
import org.gradus.lab.reproduce.fair.Sample;

/** The headline: Sophia, AdamW, Lion and SGD on the character GPT at several budgets. */
final class LanguageModel {
  static final double SLACK = 0.01;
  static final double CALM = 0.01;
  static final double RESTLESS = 0.1;
  private static final double SCHEDULE_END = 1.0 / 20;
  private static final int BATCH = 16;
  private static final String ADAMW = "AdamW";
  private static final String SOPHIA = "Sophia-G";
  private static final List<Double> ADAM_GRID = List.of(1e-3, 3e-3, 1e-2, 3e-2);
  private static final List<Double> SIGN_GRID = List.of(3e-4, 1e-3, 3e-3, 1e-2);
  private static final List<Double> SGD_GRID = List.of(0.03, 0.1, 0.3, 1.0);

  private final Context context;
  private final TrainingTask task;
  private final long[] seeds;
  private final List<Integer> budgets;
  private final List<Double> gammas;
  private final Map<String, Tuning> tuned = new LinkedHashMap<>();
  private final Map<String, Map<Integer, Runs>> runs = new LinkedHashMap<>();

  LanguageModel(Context context) {
    this.context = context;
    task = Tasks.shakespeare(Tasks.GPT, BATCH, context.size(100, 2));
    seeds = context.seeds(3);
    budgets = context.size(List.of(150, 300, 600), List.of(3, 6));
    gammas = context.size(List.of(0.01, 0.04, 0.1), List.of(0.04));
  }

  TrainingTask task() {
    return task;
  }

  long[] seeds() {
    return seeds;
  }

  static Plan plan(int steps) {
    return Plan.cosine(steps, SCHEDULE_END);
  }

  /** The budget methods are tuned at, the least. */
  int tuningBudget() {
    return budgets.get(0);
  }

  /** Sophia tuned with one of its estimators. */
  Tuning sophia(Methods.Estimator estimator) {
    return tuned.computeIfAbsent(
        "Sophia-" + estimator, n -> tune(SIGN_GRID, Methods.sophia(estimator, gammas)));
  }

  Tuning adamw() {
    return tuned.computeIfAbsent(ADAMW, n -> tune(ADAM_GRID, List.of(Methods.adamw())));
  }

  private Tuning tune(List<Double> grid, List<Method.Family> variants) {
    List<Double> rates = context.smoke() ? grid.subList(1, 3) : grid;
    return Tuning.of(context, task, plan(tuningBudget()), rates, variants);
  }

  /** The runs of a method at a budget on the reporting seeds. */
  Runs runs(Method method, int steps) {
    return Runs.of(context, task, method, plan(steps), seeds);
  }

  void run(Findings findings, double stepTimeRatio) {
    adamw();
    tuned.put("Lion", tune(SIGN_GRID, List.of(Methods.lion())));
    tuned.put("SGD with momentum", tune(SGD_GRID, List.of(Methods.sgd())));
    sophia(Methods.Estimator.G);
    sophia(Methods.Estimator.H);
    train();
    findings.add(halfTheSteps(stepTimeRatio)).add(calmerGradients());
    findings.add(losses()).add(rates()).add(plot()).add(ratePlot());
  }

  /** AdamW and Sophia-G get every budget, the others all but the largest. */
  private void train() {
    for (Map.Entry<String, Tuning> method : tuned.entrySet()) {
      boolean all = method.getKey().equals(ADAMW) || method.getKey().equals(SOPHIA);
      Map<Integer, Runs> ofBudget = new LinkedHashMap<>();
      for (int steps : all ? budgets : budgets.subList(0, budgets.size() - 1)) {
        ofBudget.put(steps, runs(method.getValue().best(), steps));
      }
      runs.put(method.getKey(), ofBudget);
    }
  }

  private Sample loss(String method, int steps) {
    return runs.get(method).get(steps).loss();
  }

  private Finding halfTheSteps(double stepTimeRatio) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    List<String> words = new ArrayList<>();
    int holds = 0;
    int faster = 0;
    for (int i = 0; i + 1 < budgets.size(); i++) {
      int half = budgets.get(i);
      int whole = budgets.get(i + 1);
      Sample gap = loss(SOPHIA, half).minus(loss(ADAMW, whole));
      Sample same = loss(SOPHIA, half).minus(loss(ADAMW, half));
      holds += gap.mean() <= SLACK ? 1 : 0;
      faster += same.clearlyBelowZero() ? 1 : 0;
      numbers.put("Sophia at %d - AdamW at %d".formatted(half, whole), gap.mean());
      numbers.put("its 95 %% CI ± (%d, %d)".formatted(half, whole), gap.ci95());
      numbers.put("Sophia - AdamW, both at " + half, same.mean());
      numbers.put("its 95 %% CI ± (%d)".formatted(half), same.ci95());
      words.add("%d steps: %s".formatted(half, word(gap, same)));
    }
    equalTime(numbers, stepTimeRatio);
    int pairs = budgets.size() - 1;
    Verdict verdict =
        holds == pairs
            ? Verdict.REPRODUCED
            : holds > 0 || faster == pairs ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    return new Finding(
        "half-the-steps", verdict, numbers, "Sophia-G against AdamW, both tuned: " + words + ".");
  }

  private static String word(Sample gap, Sample same) {
    if (gap.mean() <= SLACK) {
      return "2x reproduced";
    }
    return same.clearlyBelowZero() ? "faster" : same.clearlyAboveZero() ? "slower" : "tie";
  }

  /** AdamW with as many more steps as fit into Sophia's time, at the middle budget. */
  private void equalTime(Map<String, Double> numbers, double stepTimeRatio) {
    int steps = budgets.get(budgets.size() - 2);
    int longer = Math.max(steps, (int) Math.round(steps * stepTimeRatio));
    Sample gap = loss(SOPHIA, steps).minus(runs(adamw().best(), longer).loss());
    numbers.put(
        "Sophia - AdamW at equal time (%d and %d steps)".formatted(steps, longer), gap.mean());
  }

  private Finding calmerGradients() {
    int steps = budgets.get(budgets.size() - 2);
    double sophia = runs.get(SOPHIA).get(steps).clippedShare().mean();
    double adamw = runs.get(ADAMW).get(steps).clippedShare().mean();
    double lion = runs.get("Lion").get(steps).clippedShare().mean();
    Verdict verdict =
        sophia < CALM && adamw > RESTLESS
            ? Verdict.REPRODUCED
            : sophia < adamw / 2 ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("share of clipped steps, Sophia-G", sophia);
    numbers.put("AdamW", adamw);
    numbers.put("Lion", lion);
    return new Finding(
        "calmer-gradients",
        verdict,
        numbers,
        "Runs of %d steps; the warm-up is part of them.".formatted(steps));
  }

  private Table losses() {
    Table.Builder table =
        Table.titled(
            "Validation loss on tiny Shakespeare, mean ± standard error over %d seeds"
                .formatted(seeds.length),
            "method",
            "settings",
            "steps",
            "loss",
            "training s",
            "gradient equivalents",
            "clipped steps",
            "unclipped coordinates");
    runs.forEach(
        (name, ofBudget) ->
            ofBudget.forEach(
                (steps, r) ->
                    table.row(
                        name,
                        tuned.get(name).best().name(),
                        String.valueOf(steps),
                        r.loss().show(3),
                        r.seconds().show(1),
                        String.format(Locale.ROOT, "%.0f", steps * gradients(name)),
                        percent(r.clippedShare()),
                        percent(r.unclippedFraction()))));
    return table.build();
  }

  /** Gradients of a full batch a step: 1, and the estimate every tenth step. */
  private static double gradients(String method) {
    return switch (method) {
      case SOPHIA -> 1 + Methods.HALF / Methods.INTERVAL;
      case "Sophia-H" -> 1 + 3 * Methods.FIFTEENTH / Methods.INTERVAL;
      default -> 1;
    };
  }

  private static String percent(Sample share) {
    return Double.isNaN(share.mean())
        ? ""
        : String.format(Locale.ROOT, "%.1f %%", 100 * share.mean());
  }

  private Table rates() {
    Table.Builder table =
        Table.titled(
            "Tuning on seed 0 at %d steps: best variant of each method".formatted(tuningBudget()),
            "method",
            "learning rate",
            "validation loss");
    tuned.forEach(
        (name, tuning) -> {
          for (Trial trial : tuning.search().trials()) {
            boolean best = trial.learningRate() == tuning.learningRate();
            table.row(
                best ? name + " (chosen)" : name,
                String.format(Locale.ROOT, "%.4g", trial.learningRate()),
                String.format(Locale.ROOT, "%.3f", trial.loss()));
          }
        });
    return table.build();
  }

  private Plot plot() {
    List<Series> series = new ArrayList<>();
    runs.forEach(
        (name, ofBudget) ->
            series.add(
                new Series(
                    name,
                    ofBudget.keySet().stream().mapToDouble(Integer::doubleValue).toArray(),
                    ofBudget.values().stream().mapToDouble(r -> r.loss().mean()).toArray(),
                    ofBudget.values().stream()
                        .mapToDouble(r -> r.loss().standardError())
                        .toArray())));
    return new Plot(
        "budgets",
        "Validation loss at the end of runs of each length",
        Axis.logarithmic("steps (each its own run)"),
        Axis.linear("validation loss (nats)"),
        series);
  }

  private Plot ratePlot() {
    List<Series> series = new ArrayList<>();
    tuned.forEach(
        (name, tuning) -> {
          List<Trial> trials = tuning.search().trials();
          series.add(
              Series.of(
                  name,
                  trials.stream().mapToDouble(Trial::learningRate).toArray(),
                  trials.stream().mapToDouble(Trial::loss).toArray()));
        });
    return new Plot(
        "learning-rates",
        "Tuning: loss after %d steps".formatted(tuningBudget()),
        Axis.logarithmic("learning rate"),
        Axis.linear("validation loss (nats)"),
        series);
  }
}
