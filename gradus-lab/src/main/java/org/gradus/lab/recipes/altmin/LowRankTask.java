package org.gradus.lab.recipes.altmin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Monitor;
import org.gradus.core.PortableRandom;
import org.gradus.core.Seeds;
import org.gradus.core.Tensors;
import org.gradus.lowrank.AlternatingMinimization;
import org.gradus.lowrank.AlternatingMinimization.Config;
import org.gradus.lowrank.AlternatingMinimization.Intervention;
import org.gradus.lowrank.CompletionDraws;
import org.gradus.lowrank.CompletionProblem;
import org.gradus.lowrank.CompletionSolution;
import org.gradus.lowrank.ObservedEntries;
import org.gradus.lowrank.Regression;

/**
 * A square matrix of rank 5 with singular values from 2 to 1, and its observed entries.
 *
 * @param matrix row-major
 * @param problem to complete it
 * @param seed of everything random
 */
record LowRankTask(double[] matrix, CompletionProblem problem, long seed) {
  static final int RANK = 5;

  /**
   * Error and cost of a run, as a piece.
   *
   * @param errors ‖X − M‖_F/‖M‖_F after each outer iteration
   * @param seconds of the run
   * @param multiplyAdds in its regressions
   */
  record Curve(double[] errors, double seconds, double multiplyAdds) {
    double last() {
      return errors[errors.length - 1];
    }
  }

  /** Draws a matrix and a mask. */
  static LowRankTask of(int size, double p, long seed) {
    double[] matrix = matrix(size, seed);
    SplittableRandom random = new SplittableRandom(Seeds.derive(seed, "mask", 0));
    int[] places = new int[matrix.length];
    int count = 0;
    for (int e = 0; e < matrix.length; e++) {
      if (random.nextDouble() < p) {
        places[count++] = e;
      }
    }
    int[] observed = Arrays.copyOf(places, count);
    ObservedEntries entries =
        ObservedEntries.of(
            size,
            size,
            Arrays.stream(observed).map(e -> e / size).toArray(),
            Arrays.stream(observed).map(e -> e % size).toArray(),
            Arrays.stream(observed).mapToDouble(e -> matrix[e]).toArray());
    return new LowRankTask(matrix, new CompletionProblem(entries, RANK), seed);
  }

  private static double[] matrix(int size, long seed) {
    try (PointerScope scope = new PointerScope()) {
      double[] sigma = new double[RANK];
      Arrays.setAll(sigma, c -> 2 - c / (RANK - 1.0));
      Tensor left = basis(size, Seeds.derive(seed, "left", 0));
      Tensor right = basis(size, Seeds.derive(seed, "right", 0));
      return Tensors.doubles(left.mul(Tensors.matrix(sigma, 1, RANK)).mm(right.t()));
    }
  }

  private static Tensor basis(int size, long seed) {
    double[] normal = PortableRandom.normal(seed, size * RANK);
    return torch.linalg_qr(Tensors.matrix(normal, size, RANK)).get0();
  }

  /**
   * Completes the matrix and follows the error.
   *
   * @param before called on every half-step's solution before it is used
   */
  Curve run(Regression regression, int iterations, Intervention before, Monitor monitor) {
    List<Double> errors = new ArrayList<>();
    Intervention watch =
        (halfStep, solution, basis) -> {
          before.after(halfStep, solution, basis);
          if (halfStep % 2 == 1) {
            errors.add(error(solution, basis));
          }
        };
    Config config =
        Config.DEFAULT
            .withRegression(regression)
            .withMaxIterations(iterations)
            .withTolerances(0, 0);
    CompletionSolution solution =
        new AlternatingMinimization(config, CompletionDraws.seeded(seed), watch)
            .solve(problem, monitor);
    return new Curve(
        errors.stream().mapToDouble(Double::doubleValue).toArray(),
        solution.trace().last().seconds(),
        solution.trace().last().metric(CompletionSolution.MULTIPLY_ADDS));
  }

  private double error(double[] left, double[] right) {
    int size = left.length / RANK;
    double error = 0;
    double norm = 0;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        double value = matrix[i * size + j];
        double difference = -value;
        for (int c = 0; c < RANK; c++) {
          difference += left[i * RANK + c] * right[j * RANK + c];
        }
        error += difference * difference;
        norm += value * value;
      }
    }
    return Math.sqrt(error / norm);
  }
}
