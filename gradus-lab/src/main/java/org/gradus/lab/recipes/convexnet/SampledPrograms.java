package org.gradus.lab.recipes.convexnet;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.gradus.convexnet.FeatureLasso;
import org.gradus.convexnet.FeatureProgram;
import org.gradus.convexnet.ReluProblem;
import org.gradus.core.RandomSource;
import org.gradus.core.Seeds;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Finding;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Table;
import org.gradus.lab.reproduce.Verdict;

/** The lasso over nested sets of random neurons against the certified optimum. */
final class SampledPrograms {
  private static final int[] COUNTS = {16, 64, 256, 1024};
  private static final int SAMPLES = 20;

  /** Relative excess over the lower bound of the exact optimum, per number of neurons. */
  @SuppressWarnings("ArrayRecordComponent") // goes to JSON and back
  record Excesses(double[] values) {}

  private final Context context;

  SampledPrograms(Context context) {
    this.context = context;
  }

  void run(Findings findings) {
    int[] counts = context.size(COUNTS, new int[] {16, 64});
    boolean monotone = true;
    double least = Double.POSITIVE_INFINITY;
    double last = 0;
    Table.Builder table =
        Table.titled(
            "Excess over the optimum in %, by random neurons", "seed", "16", "64", "256", "1024");
    for (long seed : context.seeds(5)) {
      double[] values =
          context.piece(
                  Excesses.class,
                  "sampled/N%d/seed%d".formatted(counts[counts.length - 1], seed),
                  () -> measure(counts, seed))
              .values;
      String[] cells = {Long.toString(seed), "", "", "", ""};
      for (int i = 0; i < values.length; i++) {
        monotone &= i == 0 || values[i] <= values[i - 1] + 1e-6;
        least = Math.min(least, values[i]);
        cells[i + 1] = String.format(Locale.ROOT, "%.3f", 100 * values[i]);
      }
      last = Math.max(last, values[values.length - 1]);
      table.row(cells);
    }
    boolean above = least >= -1e-6;
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("largest excess with most neurons", last);
    numbers.put("least excess", least);
    Verdict verdict =
        monotone && above && last < 0.02
            ? Verdict.REPRODUCED
            : monotone && above && last < 0.1 ? Verdict.PARTLY : Verdict.NOT_REPRODUCED;
    findings.add(
        new Finding(
            "sampled-program",
            verdict,
            numbers,
            "Two inputs: the sphere is a circle, and random directions fill it soon."));
    findings.add(table.build());
  }

  private Excesses measure(int[] counts, long seed) {
    ReluProblem problem = GlobalOptimum.instance(SAMPLES, 2, seed);
    double bound =
        GlobalOptimum.optimum(problem, context.size(10_000, 500)).certificate().bound().value();
    double[] values = new double[counts.length];
    for (int i = 0; i < counts.length; i++) {
      // The same seed: a longer draw begins with the shorter one.
      RandomSource random = RandomSource.seeded(Seeds.derive(seed, "directions", 0));
      FeatureProgram program = FeatureProgram.sampled(problem, counts[i], random);
      values[i] =
          new FeatureLasso(FeatureLasso.Config.DEFAULT.withLimits(1e-7, 20_000))
                      .solve(program)
                      .objective()
                  / bound
              - 1;
    }
    return new Excesses(values);
  }
}
