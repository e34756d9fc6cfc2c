package org.gradus.constrained;

import java.util.SplittableRandom;
import org.gradus.core.Check;

/** How sketches are drawn; {@link SplittableRandom} gives the numbers, in the order stated. */
@FunctionalInterface
public interface Sketching {
  /** The sketches of a run with p unknowns in its systems. */
  SketchSequence start(int p);

  /** Kaczmarz: each sketch is eᵢ, i = {@code nextInt(p)}. */
  static Sketching rows(long seed) {
    return p -> {
      SplittableRandom random = new SplittableRandom(seed);
      Sketch.Row[] rows = allRows(p);
      return () -> rows[random.nextInt(p)];
    };
  }

  /** Kaczmarz with i drawn in proportion to |Kᵢ|², by one {@code nextDouble()}. */
  static Sketching rowsByNorm(long seed) {
    return p -> new RowsByNorm(allRows(p), new SplittableRandom(seed));
  }

  /** Gaussian vectors: p numbers {@code nextGaussian()} a sketch. */
  static Sketching gaussian(long seed) {
    return p -> {
      SplittableRandom random = new SplittableRandom(seed);
      return () -> new Sketch.Column(normal(random, p));
    };
  }

  /** q Gaussian columns: p q numbers {@code nextGaussian()} a sketch, row by row. */
  static Sketching blockGaussian(int q, long seed) {
    Check.atLeast("q", q, 1);
    return p -> {
      SplittableRandom random = new SplittableRandom(seed);
      return () -> new Sketch.Block(normal(random, p * q), q);
    };
  }

  /** q different rows, drawn by {@code nextInt} as the start of a shuffle; q at most p. */
  static Sketching subsampled(int q, long seed) {
    Check.atLeast("q", q, 1);
    return p -> {
      Check.atLeast("p", p, q);
      SplittableRandom random = new SplittableRandom(seed);
      return () -> subsample(p, q, random);
    };
  }

  /** Count sketch: each row has one entry ±1: its column {@code nextInt(q)}, then its sign. */
  static Sketching count(int q, long seed) {
    Check.atLeast("q", q, 1);
    return p -> {
      SplittableRandom random = new SplittableRandom(seed);
      return () -> {
        double[] entries = new double[p * q];
        for (int i = 0; i < p; i++) {
          int column = random.nextInt(q);
          entries[i * q + column] = random.nextBoolean() ? 1 : -1;
        }
        return new Sketch.Block(entries, q);
      };
    };
  }

  /** S = I: every system is solved by sparse LU. */
  static Sketching identity() {
    return p -> Sketch.Identity::new;
  }

  private static Sketch.Row[] allRows(int p) {
    Sketch.Row[] rows = new Sketch.Row[p];
    for (int i = 0; i < p; i++) {
      rows[i] = new Sketch.Row(i);
    }
    return rows;
  }

  private static double[] normal(SplittableRandom random, int count) {
    double[] draws = new double[count];
    for (int i = 0; i < count; i++) {
      draws[i] = random.nextGaussian();
    }
    return draws;
  }

  private static Sketch subsample(int p, int q, SplittableRandom random) {
    int[] rows = new int[p];
    for (int i = 0; i < p; i++) {
      rows[i] = i;
    }
    double[] entries = new double[p * q];
    for (int j = 0; j < q; j++) {
      int other = j + random.nextInt(p - j);
      int row = rows[other];
      rows[other] = rows[j];
      entries[row * q + j] = 1;
    }
    return new Sketch.Block(entries, q);
  }
}
