package org.gradus.smooth.coordinate;

import java.util.Arrays;

/**
 * f(p − q) as a function of (p, q) ∈ R²ⁿ: makes |x|₁ linear where p, q ≥ 0.
 *
 * <p>Coordinate i is pᵢ, coordinate n + i is qᵢ.
 */
final class SplitFunction implements BlockFunction {
  private final BlockFunction base;
  private final int n;

  SplitFunction(BlockFunction base) {
    this.base = base;
    n = base.dimension();
  }

  /** p − q. */
  static double[] join(double[] split) {
    double[] x = new double[split.length / 2];
    for (int i = 0; i < x.length; i++) {
      x[i] = split[i] - split[x.length + i];
    }
    return x;
  }

  @Override
  public int dimension() {
    return Math.multiplyExact(2, n);
  }

  @Override
  public double coordinateBound(int i) {
    return base.coordinateBound(i % n);
  }

  @Override
  public void blockBound(int[] block, double[] matrix) {
    Joined joined = new Joined(block, n);
    double[] inner = new double[joined.block.length * joined.block.length];
    base.blockBound(joined.block, inner);
    joined.spread(inner, matrix);
  }

  @Override
  public double[] boundRowSums() {
    double[] inner = base.boundRowSums();
    double[] sums = new double[2 * n];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = 2 * inner[i % n];
    }
    return sums;
  }

  @Override
  public void boundProduct(double[] d, double[] result) {
    double[] inner = new double[n];
    base.boundProduct(join(d), inner);
    for (int i = 0; i < n; i++) {
      result[i] = inner[i];
      result[n + i] = -inner[i];
    }
  }

  @Override
  public BlockState at(double[] x) {
    return new State(x);
  }

  /** A block of (p, q) as a block of x with signs. */
  private static final class Joined {
    private final int[] block;
    private final int[] position;
    private final double[] sign;

    Joined(int[] split, int n) {
      block = Arrays.stream(split).map(i -> i % n).sorted().distinct().toArray();
      position = new int[split.length];
      sign = new double[split.length];
      for (int p = 0; p < split.length; p++) {
        position[p] = Arrays.binarySearch(block, split[p] % n);
        sign[p] = split[p] < n ? 1 : -1;
      }
    }

    void spread(double[] inner, double[] matrix) {
      for (int p = 0; p < position.length; p++) {
        for (int q = 0; q < position.length; q++) {
          matrix[p * position.length + q] =
              sign[p] * sign[q] * inner[position[p] * block.length + position[q]];
        }
      }
    }

    double[] step(double[] d) {
      double[] step = new double[block.length];
      for (int p = 0; p < d.length; p++) {
        step[position[p]] += sign[p] * d[p];
      }
      return step;
    }
  }

  private final class State implements BlockState {
    private final double[] x;
    private final BlockState inner;
    private final double[] gradient = new double[2 * n];

    State(double[] start) {
      x = start.clone();
      inner = base.at(join(start));
    }

    @Override
    public double[] x() {
      return x;
    }

    @Override
    public double value() {
      return inner.value();
    }

    @Override
    public double[] gradient() {
      double[] of = inner.gradient();
      for (int i = 0; i < n; i++) {
        gradient[i] = of[i];
        gradient[n + i] = -of[i];
      }
      return gradient;
    }

    @Override
    public void gradient(int[] block, double[] result) {
      Joined joined = new Joined(block, n);
      double[] of = new double[joined.block.length];
      inner.gradient(joined.block, of);
      for (int p = 0; p < block.length; p++) {
        result[p] = joined.sign[p] * of[joined.position[p]];
      }
    }

    @Override
    public void hessian(int[] block, double[] matrix) {
      Joined joined = new Joined(block, n);
      double[] of = new double[joined.block.length * joined.block.length];
      inner.hessian(joined.block, of);
      joined.spread(of, matrix);
    }

    @Override
    public double valueAfter(int[] block, double[] d) {
      Joined joined = new Joined(block, n);
      return inner.valueAfter(joined.block, joined.step(d));
    }

    @Override
    public void move(int[] block, double[] d) {
      Joined joined = new Joined(block, n);
      inner.move(joined.block, joined.step(d));
      for (int p = 0; p < block.length; p++) {
        x[block[p]] += d[p];
      }
    }
  }
}
