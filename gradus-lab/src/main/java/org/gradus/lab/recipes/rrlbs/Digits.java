package org.gradus.lab.recipes.rrlbs;

import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.PortableRandom;
import org.gradus.core.Tensors;
import org.gradus.lab.data.ImageData;
import org.gradus.lab.data.NamedData;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Table;
import org.gradus.unmixing.RobustUnmixing;
import org.gradus.unmixing.RobustUnmixing.Config;
import org.gradus.unmixing.SumToOne;
import org.gradus.unmixing.UnmixingProblem;
import org.gradus.unmixing.UnmixingSolution;
import org.gradus.unmixing.UnmixingStart;

/** Parts of handwritten digits when six of the 64 pixels are broken in every image. */
final class Digits {
  private static final int PARTS = 10;
  private static final int PIXELS = 64;
  private static final int[] BROKEN = {10, 19, 28, 37, 43, 52};
  private static final double WHITE = 16;

  /** Errors on the good pixels, as a piece. */
  record Errors(double rowWise, double frobenius) {}

  private Digits() {}

  static Table table(Context context) {
    int iterations = context.size(300, 10);
    Errors errors = context.piece(Errors.class, "digits/T" + iterations, () -> measure(iterations));
    return Table.titled(
            "Digits with 6 of 64 pixels broken, 10 parts: root mean square error on the others"
                + " (white is 1)",
            "loss",
            "error")
        .row("row-wise", "%.4f".formatted(errors.rowWise))
        .row("Frobenius", "%.4f".formatted(errors.frobenius))
        .build();
  }

  private static Errors measure(int iterations) {
    double[] clean = digits();
    int images = clean.length / PIXELS;
    double[] broken = clean.clone();
    for (int pixel : BROKEN) {
      double[] noise = PortableRandom.uniform(pixel, images);
      System.arraycopy(noise, 0, broken, pixel * images, images);
    }
    UnmixingProblem problem = new UnmixingProblem(Tensors.matrix(broken, PIXELS, images), PARTS);
    return new Errors(
        error(Config.rowWiseNmf(), problem, clean, iterations),
        error(Config.nmf(), problem, clean, iterations));
  }

  /** A row a pixel, a column an image. */
  private static double[] digits() {
    ImageData data = (ImageData) NamedData.standard().open("digits");
    byte[] pixels = data.pixels();
    int images = data.targets().rows();
    double[] rows = new double[pixels.length];
    for (int e = 0; e < pixels.length; e++) {
      rows[(e % PIXELS) * images + e / PIXELS] = (pixels[e] & 0xff) / WHITE;
    }
    double largest = Arrays.stream(rows).max().orElseThrow();
    return Arrays.stream(rows).map(v -> v / largest).toArray();
  }

  private static double error(
      Config config, UnmixingProblem problem, double[] clean, int iterations) {
    try (PointerScope scope = new PointerScope()) {
      int images = problem.pixels();
      UnmixingStart start =
          new UnmixingStart.Given(positive(PIXELS, PARTS, 1), positive(PARTS, images, 2));
      UnmixingSolution solution =
          new RobustUnmixing(
                  config
                      .withSumToOne(new SumToOne.None())
                      .withStart(start)
                      .withLimit(iterations, 0))
              .solve(problem);
      double[] fitted = Tensors.doubles(solution.endmembers().mm(solution.abundances()));
      double sum = 0;
      for (int e = 0; e < fitted.length; e++) {
        int pixel = e / images;
        boolean good = Arrays.stream(BROKEN).noneMatch(b -> b == pixel);
        sum += good ? (fitted[e] - clean[e]) * (fitted[e] - clean[e]) : 0;
      }
      return Math.sqrt(sum / ((PIXELS - BROKEN.length) * (double) images));
    }
  }

  private static Tensor positive(int rows, int columns, long seed) {
    double[] values = PortableRandom.uniform(seed, rows * columns);
    return Tensors.matrix(Arrays.stream(values).map(v -> v + 0.1).toArray(), rows, columns);
  }
}
