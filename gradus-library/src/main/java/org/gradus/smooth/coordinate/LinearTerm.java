package org.gradus.smooth.coordinate;

/** f(x) + λ Σ xᵢ: what an L1 penalty is where x ≥ 0. */
final class LinearTerm implements BlockFunction {
  private final BlockFunction base;
  private final double weight;

  LinearTerm(BlockFunction base, double weight) {
    this.base = base;
    this.weight = weight;
  }

  @Override
  public int dimension() {
    return base.dimension();
  }

  @Override
  public double coordinateBound(int i) {
    return base.coordinateBound(i);
  }

  @Override
  public void blockBound(int[] block, double[] matrix) {
    base.blockBound(block, matrix);
  }

  @Override
  public double[] boundRowSums() {
    return base.boundRowSums();
  }

  @Override
  public void boundProduct(double[] d, double[] result) {
    base.boundProduct(d, result);
  }

  @Override
  public BlockState at(double[] x) {
    return new State(base.at(x));
  }

  private final class State implements BlockState {
    private final BlockState inner;
    private final double[] gradient;

    State(BlockState inner) {
      this.inner = inner;
      gradient = new double[inner.x().length];
    }

    @Override
    public double[] x() {
      return inner.x();
    }

    @Override
    public double value() {
      return inner.value() + term();
    }

    private double term() {
      double sum = 0;
      for (double value : inner.x()) {
        sum += value;
      }
      return weight * sum;
    }

    @Override
    public double[] gradient() {
      double[] of = inner.gradient();
      for (int i = 0; i < of.length; i++) {
        gradient[i] = of[i] + weight;
      }
      return gradient;
    }

    @Override
    public void gradient(int[] block, double[] result) {
      inner.gradient(block, result);
      for (int p = 0; p < block.length; p++) {
        result[p] += weight;
      }
    }

    @Override
    public void hessian(int[] block, double[] matrix) {
      inner.hessian(block, matrix);
    }

    @Override
    public double valueAfter(int[] block, double[] d) {
      double sum = 0;
      for (double value : d) {
        sum += value;
      }
      return inner.valueAfter(block, d) + term() + weight * sum;
    }

    @Override
    public void move(int[] block, double[] d) {
      inner.move(block, d);
    }
  }
}
