package org.gradus.lab.recipes.adahessian;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
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
import org.gradus.lab.reproduce.fair.Sample;
import org.gradus.optim.BlockRule;

/** The character GPT against AdamW, and how much the settings matter there. */
final class Transformer {
  static final double LITTLE = 0.02;
  private static final double DECAY = 0.1;
  private static final int BLOCK = 32;
  private static final double[] FACTORS = {0.25, 0.5, 1, 2, 4};

  private static final int BATCH = 16;

  private final Context context;
  private final Comparison comparison;
  private final long[] seeds;

  Transformer(Context context) {
    this.context = context;
    TrainingTask task = Tasks.shakespeare(Tasks.GPT, BATCH, context.size(100, 1));
    comparison = new Comparison(context, task, task, t -> Plan.cosine(t, 0), context.size(120, 2));
    seeds = Arrays.copyOf(context.seeds(2), context.size(2, 1));
  }

  void run(Findings findings) {
    Tuning adamw =
        comparison.add(
            "AdamW", List.of(1e-3, 3e-3, 1e-2, 3e-2), List.of(Methods.adamwOfTransformers(DECAY)));
    double product = adamw.learningRate() * DECAY;
    Tuning own =
        comparison.add(
            "AdaHessian",
            List.of(0.05, 0.15, 0.5, 1.5),
            List.of(
                Methods.adaHessian(1, BlockRule.flat(BLOCK), 1, product),
                Methods.adaHessian(0.5, BlockRule.flat(BLOCK), 1, product)));
    Sample longer = comparison.equalTime("AdamW", "AdaHessian", Runs::loss);
    findings.add(judge(longer)).add(robustness(findings, adamw, own, product));
    findings.add(
        comparison.table(
            "Tiny Shakespeare, GPT of 2 layers, equal steps", "validation loss", Runs::loss, 3));
    findings.add(comparison.trials("Tuning on tiny Shakespeare, seed 0"));
  }

  private Finding judge(Sample longer) {
    Sample gap = comparison.of("AdaHessian").loss().minus(comparison.of("AdamW").loss());
    Sample timed = comparison.of("AdaHessian").loss().minus(longer);
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("loss, AdaHessian - AdamW at equal steps", gap.mean());
    numbers.put("its 95 % CI ±", gap.ci95());
    numbers.put("at equal time", timed.mean());
    numbers.put("its 95 % CI ± (time)", timed.ci95());
    String note =
        gap.clearlyAboveZero()
            ? "AdaHessian is clearly worse at equal steps."
            : gap.clearlyBelowZero()
                ? "AdaHessian is clearly better at equal steps."
                : "They tie at equal steps.";
    return new Finding("transformer", Verdict.of(gap.clearlyBelowZero()), numbers, note);
  }

  private Finding robustness(Findings findings, Tuning adamw, Tuning own, double product) {
    double[] ours = scaled(own);
    double[] theirs = scaled(adamw);
    double power = own.family().name().contains("power0.5") ? 0.5 : 1;
    double rate = own.learningRate();
    Table.Builder table = Table.titled("AdaHessian: block and interval", "setting", "loss");
    double[] blocks = context.size(new double[] {1, 4, 16, 32, 64}, new double[] {1, 32});
    double[] ofBlock = new double[blocks.length];
    for (int i = 0; i < blocks.length; i++) {
      BlockRule rule = BlockRule.flat((int) blocks[i]);
      Sample loss = loss(Methods.adaHessian(power, rule, 1, product).with(rate));
      ofBlock[i] = loss.mean();
      table.row("block %d".formatted((int) blocks[i]), loss.show(3));
    }
    for (int each : context.size(new int[] {2, 5}, new int[] {2})) {
      Sample loss =
          loss(Methods.adaHessian(power, BlockRule.flat(BLOCK), each, product).with(rate));
      table.row("a refresh each %d steps".formatted(each), loss.show(3));
    }
    findings.add(table.build()).add(plot(ours, theirs));
    boolean calmer = spread(ours) < spread(theirs);
    boolean little = spread(ofBlock) < LITTLE;
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("worst - best over learning rates, AdaHessian", spread(ours));
    numbers.put("AdamW", spread(theirs));
    numbers.put("worst - best over blocks", spread(ofBlock));
    Verdict verdict =
        calmer && little
            ? Verdict.REPRODUCED
            : calmer || little ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    return new Finding(
        "robustness",
        verdict,
        numbers,
        "Mean losses of %d seeds; a diverged run counts as infinitely bad."
            .formatted(seeds.length));
  }

  /** Mean losses with the tuned learning rate times each factor. */
  private double[] scaled(Tuning tuning) {
    List<Double> losses = new ArrayList<>();
    for (double factor : factors()) {
      losses.add(loss(tuning.family().with(tuning.learningRate() * factor)).mean());
    }
    return losses.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private double[] factors() {
    return context.smoke() ? new double[] {0.25, 4} : FACTORS;
  }

  private Sample loss(Method method) {
    return comparison.runs(method, seeds).loss();
  }

  private static double spread(double[] losses) {
    if (Arrays.stream(losses).anyMatch(Double::isNaN)) {
      return Double.POSITIVE_INFINITY;
    }
    return Arrays.stream(losses).max().orElseThrow() - Arrays.stream(losses).min().orElseThrow();
  }

  private Plot plot(double[] ours, double[] theirs) {
    return new Plot(
        "robustness",
        "Loss against the learning rate, relative to the tuned one",
        Axis.logarithmic("learning rate / tuned learning rate"),
        Axis.linear("validation loss (nats)"),
        List.of(Series.of("AdaHessian", factors(), ours), Series.of("AdamW", factors(), theirs)));
  }
}
