package org.gradus.lab.solve.compare;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.gradus.core.Monitor;
import org.gradus.core.PortableRandom;
import org.gradus.lab.data.ImageData;
import org.gradus.lab.data.NamedData;
import org.gradus.lowrank.AlternatingMinimization;
import org.gradus.lowrank.CompletionProblem;
import org.gradus.lowrank.CompletionSolution;
import org.gradus.lowrank.ObservedEntries;
import org.gradus.lowrank.Regression;

/** Matrix completion: exact regressions against sketched and warm-started ones. */
final class CompletionTask implements SolverTask {
  private static final Map<String, Regression> REGRESSIONS = new LinkedHashMap<>();

  static {
    REGRESSIONS.put("exact", new Regression.Exact());
    REGRESSIONS.put("sketched CG", Regression.DEFAULT);
    REGRESSIONS.put("sketched gradient", Regression.SketchedGradient.DEFAULT);
    REGRESSIONS.put("warm CG", Regression.WarmCg.DEFAULT);
  }

  @Override
  public String id() {
    return "completion";
  }

  @Override
  public String title() {
    return "matrix completion";
  }

  @Override
  public String description() {
    return "Alternating minimisation with each form of regression, judged by the squared residual"
        + " on the observed entries; matrices of known low rank, and the handwritten digits as a"
        + " matrix of images by pixels.";
  }

  @Override
  public List<Case> cases() {
    return List.of(
        lowRank(500, 400, 5, 0.3),
        lowRank(2000, 1500, 10, 0.15),
        new Case(
            "digits-rank10",
            "1797 images of 64 pixels, half of the pixels observed at random, rank 10: no matrix"
                + " of that rank fits exactly.",
            Case.Sense.MINIMISE,
            OptionalDouble.empty(),
            entrants(new CompletionProblem(digits(), 10))));
  }

  private static Case lowRank(int rows, int columns, int rank, double share) {
    double[] left = PortableRandom.normal(3000 + rows, rows * rank);
    double[] right = PortableRandom.normal(4000 + columns, columns * rank);
    ObservedEntries entries =
        sampled(
            rows,
            columns,
            share,
            (i, j) -> {
              double sum = 0;
              for (int c = 0; c < rank; c++) {
                sum += left[i * rank + c] * right[j * rank + c];
              }
              return sum;
            });
    return new Case(
        "rank%d-%dx%d".formatted(rank, rows, columns),
        "The product of two Gaussian factors, %d x %d, rank %d, a share of %s observed; an exact fit exists."
            .formatted(rows, columns, rank, share),
        Case.Sense.MINIMISE,
        OptionalDouble.of(0),
        entrants(new CompletionProblem(entries, rank)));
  }

  private static ObservedEntries digits() {
    ImageData digits = (ImageData) NamedData.standard().open("digits");
    int pixels = digits.height() * digits.width();
    return sampled(
        digits.pixels().length / pixels,
        pixels,
        0.5,
        (i, j) -> digits.pixels()[i * pixels + j] & 0xff);
  }

  private interface Entry {
    double at(int row, int column);
  }

  private static ObservedEntries sampled(int rows, int columns, double share, Entry matrix) {
    SplittableRandom random = new SplittableRandom(5);
    int[] row = new int[rows * columns];
    int[] column = new int[rows * columns];
    double[] value = new double[rows * columns];
    int count = 0;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        if (random.nextDouble() < share) {
          row[count] = i;
          column[count] = j;
          value[count++] = matrix.at(i, j);
        }
      }
    }
    return ObservedEntries.of(
        rows,
        columns,
        Arrays.copyOf(row, count),
        Arrays.copyOf(column, count),
        Arrays.copyOf(value, count));
  }

  private static List<Entrant> entrants(CompletionProblem problem) {
    return REGRESSIONS.entrySet().stream()
        .map(r -> new Entrant(r.getKey(), monitor -> solve(problem, r.getValue(), monitor)))
        .toList();
  }

  private static Entrant.Result solve(
      CompletionProblem problem, Regression regression, Monitor monitor) {
    CompletionSolution solution =
        new AlternatingMinimization(
                AlternatingMinimization.Config.DEFAULT.withRegression(regression))
            .solve(problem, monitor);
    return new Entrant.Result(
        solution, Map.of("relative residual", solution.certificate().relativeResidual()));
  }
}
