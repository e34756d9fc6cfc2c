package org.gradus.lab.recipes.dctlowrank;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradus.lab.recipes.Method;
import org.gradus.lab.recipes.Plan;
import org.gradus.lab.recipes.Runs;
import org.gradus.lab.recipes.TrainingTask;
import org.gradus.lab.recipes.Tuning;
import org.gradus.lab.recipes.dctlowrank.Arms.Subspace;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;
import org.gradus.lab.reproduce.fair.Sample;
import org.gradus.optim.lowrank.ErrorFeedback;

/** Every host with every subspace, each with its learning rate tuned. */
final class Training {
  static final double MATCHES = 0.02;
  static final double NEARLY = 0.05;
  private static final List<Double> GRID = List.of(2.5e-3, 5e-3, 0.01);
  private static final List<Double> GALORE_GRID = List.of(0.01, 0.02, 0.04);
  private static final List<Double> MOMENTUM_GRID = List.of(0.01, 0.02, 0.04);
  private static final List<String> HOSTS = List.of("GaLore", "Fira", "FRUGAL");
  private static final String FEEDBACK = "DCT-AdamW, error feedback";

  private final Context context;
  private final TrainingTask task;
  private final Plan plan;
  private final Map<String, Tuning> tuned = new LinkedHashMap<>();
  private final Map<String, Runs> runs = new LinkedHashMap<>();

  Training(Context context, TrainingTask task) {
    this.context = context;
    this.task = task;
    plan = Plan.cosine(context.size(120, 2), 0);
  }

  void run(Findings findings) {
    add("AdamW", GRID, Arms.adamW());
    for (Subspace subspace : new Subspace[] {Subspace.SVD, Subspace.DCT, Subspace.RANDOM}) {
      add("GaLore " + subspace, GALORE_GRID, Arms.galore(subspace));
      add("Fira " + subspace, GRID, Arms.fira(subspace));
      add("FRUGAL " + subspace, GRID, Arms.frugal(subspace));
    }
    add("DCT-AdamW", GRID, Arms.lowRankAdamW(Subspace.DCT, true, ErrorFeedback.NONE));
    add(FEEDBACK, GRID, Arms.lowRankAdamW(Subspace.DCT, true, ErrorFeedback.FULL));
    add("DCT-AdamW, not rotated", GRID, Arms.lowRankAdamW(Subspace.DCT, false, ErrorFeedback.NONE));
    add(
        "DCT-AdamW on a random basis",
        GRID,
        Arms.lowRankAdamW(Subspace.BASIS, true, ErrorFeedback.NONE));
    add("Trion", MOMENTUM_GRID, Arms.trion());
    add("Dion", MOMENTUM_GRID, Arms.dion());
    findings.add(matches()).add(matters()).add(standAlone()).add(trion()).add(table());
  }

  private void add(String name, List<Double> grid, Method.Family family) {
    List<Double> rates = context.smoke() ? grid.subList(0, 2) : grid;
    Tuning tuning = Tuning.of(context, task, plan, rates, List.of(family));
    tuned.put(name, tuning);
    runs.put(name, Runs.of(context, task, tuning.best(), plan, context.seeds(3)));
  }

  private Sample difference(String one, String other) {
    return runs.get(one).loss().minus(runs.get(other).loss());
  }

  private Finding matches() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    List<String> behind = new ArrayList<>();
    for (String host : HOSTS) {
      Sample gap = difference(host + " DCT", host + " SVD");
      numbers.put(host + ": loss with DCT - with SVD", gap.mean());
      numbers.put(host + ": its standard error", gap.standardError());
      if (!(gap.mean() <= Math.max(MATCHES, 2 * gap.standardError()))) {
        behind.add(host);
      }
    }
    String note = behind.isEmpty() ? "In no host is DCT behind." : "Behind in " + behind + ".";
    return new Finding("matches-svd", verdict(HOSTS.size() - behind.size()), numbers, note);
  }

  private Finding matters() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    List<String> better = new ArrayList<>();
    for (String host : HOSTS) {
      Sample gap = difference(host + " DCT", host + " RANDOM");
      numbers.put(host + ": loss with DCT - with random subspaces", gap.mean());
      numbers.put(host + ": its standard error", gap.standardError());
      if (gap.clearlyBelowZero()) {
        better.add(host);
      }
    }
    Sample basis = difference("DCT-AdamW", "DCT-AdamW on a random basis");
    numbers.put("DCT-AdamW: loss with the cosine - with a random basis", basis.mean());
    numbers.put("DCT-AdamW: its standard error", basis.standardError());
    String note =
        better.isEmpty()
            ? "Any orthogonal subspace does as well here."
            : "DCT is better in " + better + ".";
    return new Finding("dct-matters", verdict(better.size()), numbers, note);
  }

  private static Verdict verdict(int hosts) {
    return hosts == HOSTS.size()
        ? Verdict.REPRODUCED
        : hosts > 0 ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
  }

  private Finding standAlone() {
    Sample gap = difference(FEEDBACK, "AdamW");
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("loss, DCT-AdamW with error feedback - AdamW", gap.mean());
    numbers.put("its standard error", gap.standardError());
    numbers.put("DCT-AdamW without - AdamW", difference("DCT-AdamW", "AdamW").mean());
    numbers.put("rotated - not", difference("DCT-AdamW", "DCT-AdamW, not rotated").mean());
    return new Finding(
        "stand-alone",
        Verdict.of(gap.mean() <= NEARLY),
        numbers,
        "Error feedback keeps one more matrix of the parameter's size.");
  }

  private Finding trion() {
    Sample gap = difference("Trion", "Dion");
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("loss, Trion - Dion", gap.mean());
    numbers.put("its standard error", gap.standardError());
    return new Finding(
        "trion-beats-dion",
        Verdict.of(gap.clearlyBelowZero()),
        numbers,
        "Equal rank, the same scale by shape, AdamW at 3e-3 for what is no matrix.");
  }

  private Table table() {
    Table.Builder table =
        Table.titled(
            "Validation loss on tiny Shakespeare after %d steps, mean ± standard error"
                .formatted(plan.steps()),
            "method",
            "learning rate",
            "at the grid's edge",
            "loss",
            "training s");
    runs.forEach(
        (name, r) ->
            table.row(
                name,
                String.format(Locale.ROOT, "%.3g", tuned.get(name).learningRate()),
                tuned.get(name).search().atEdge() ? "yes" : "no",
                r.loss().show(3),
                r.seconds().show(1)));
    return table.build();
  }
}
