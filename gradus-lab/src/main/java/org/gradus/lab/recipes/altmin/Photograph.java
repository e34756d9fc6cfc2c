package org.gradus.lab.recipes.altmin;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.gradus.core.Monitor;
import org.gradus.core.Seeds;
import org.gradus.core.Tensors;
import org.gradus.lab.data.DataException;
import org.gradus.lab.data.Photographs;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Findings;
import org.gradus.lab.reproduce.Table;
import org.gradus.lowrank.AlternatingMinimization;
import org.gradus.lowrank.AlternatingMinimization.Config;
import org.gradus.lowrank.CompletionProblem;
import org.gradus.lowrank.ObservedEntries;
import org.gradus.lowrank.Regression;

/** The missing pixels of a photograph, filled by a matrix of rank 10; outside the verdicts. */
final class Photograph {
  private static final int RANK = 10;
  private static final double KNOWN = 0.4;
  private static final double PEAK = 255;
  private static final long SEED = 1;

  /** Peak signal-to-noise ratios on the missing pixels in dB, as a piece. */
  record Quality(double exact, double three, double one, double columnMeans) {}

  private final Context context;

  Photograph(Context context) {
    this.context = context;
  }

  void run(Findings findings) {
    int size = context.size(400, 64);
    int iterations = context.size(10, 2);
    Table.Builder table =
        Table.titled(
            "A photograph (%d x %d pixels, 40 %% known, rank 10): PSNR on the missing pixels"
                .formatted(size, size),
            "filled by",
            "dB");
    try {
      Quality quality =
          context.piece(
              Quality.class,
              "photograph/n%d/T%d".formatted(size, iterations),
              () -> measure(size, iterations));
      table
          .row("exact regressions", "%.2f".formatted(quality.exact))
          .row("sketched CG, 3 rounds", "%.2f".formatted(quality.three))
          .row("sketched CG, 1 round", "%.2f".formatted(quality.one))
          .row("column means", "%.2f".formatted(quality.columnMeans));
    } catch (DataException e) {
      table.row("not run: " + e.getMessage(), "");
    }
    findings.add(table.build());
  }

  private Quality measure(int size, int iterations) {
    double[] image = new double[size * size];
    double[][] photograph = Photographs.china();
    SplittableRandom random = new SplittableRandom(Seeds.derive(SEED, "known pixels", size));
    boolean[] known = new boolean[image.length];
    for (int e = 0; e < image.length; e++) {
      image[e] = photograph[e / size][e % size];
      known[e] = random.nextDouble() < KNOWN;
    }
    CompletionProblem problem = new CompletionProblem(entries(image, known, size), RANK);
    Config config = Config.DEFAULT.withMaxIterations(iterations).withTolerances(0, 0);
    return new Quality(
        completed(problem, config.withRegression(new Regression.Exact()), image, known),
        completed(problem, config, image, known),
        completed(
            problem,
            config.withRegression(new Regression.PreconditionedCg(4, 1, false)),
            image,
            known),
        quality(columnMeans(image, known, size), image, known));
  }

  private static ObservedEntries entries(double[] image, boolean[] known, int size) {
    int[] places = IntStream.range(0, image.length).filter(e -> known[e]).toArray();
    return ObservedEntries.of(
        size,
        size,
        Arrays.stream(places).map(e -> e / size).toArray(),
        Arrays.stream(places).map(e -> e % size).toArray(),
        Arrays.stream(places).mapToDouble(e -> image[e]).toArray());
  }

  private static double completed(
      CompletionProblem problem, Config config, double[] image, boolean[] known) {
    double[] filled =
        Tensors.doubles(
            new AlternatingMinimization(config).solve(problem, Monitor.SILENT).factors().toDense());
    return quality(filled, image, known);
  }

  private static double[] columnMeans(double[] image, boolean[] known, int size) {
    double[] filled = new double[image.length];
    for (int j = 0; j < size; j++) {
      double sum = 0;
      int count = 0;
      for (int e = j; e < image.length; e += size) {
        sum += known[e] ? image[e] : 0;
        count += known[e] ? 1 : 0;
      }
      for (int e = j; e < image.length; e += size) {
        filled[e] = sum / count;
      }
    }
    return filled;
  }

  private static double quality(double[] filled, double[] image, boolean[] known) {
    double sum = 0;
    int missing = 0;
    for (int e = 0; e < image.length; e++) {
      if (!known[e]) {
        sum += Math.pow(filled[e] - image[e], 2);
        missing++;
      }
    }
    return 10 * Math.log10(PEAK * PEAK * missing / sum);
  }
}
