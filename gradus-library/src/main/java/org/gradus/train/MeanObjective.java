package org.gradus.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Differentiation;
import org.gradus.core.Evaluation;
import org.gradus.core.Objective;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/**
 * The mean of several objectives, evaluated one after another: gradient accumulation over
 * micro-batches, in the memory of one. Σ wᵢ fᵢ with wᵢ = 1/n, or with given weights.
 *
 * <p>Hessian-vector products keep the graphs of all of them.
 */
public final class MeanObjective implements Objective {
  private final List<? extends Objective> parts;
  private final double[] shares;
  private final double total;

  /**
   * The mean of these.
   *
   * @param parts at least one; equally weighted, so micro-batches should be of one size
   */
  public MeanObjective(List<? extends Objective> parts) {
    this(parts, ones(parts.size()));
  }

  private MeanObjective(List<? extends Objective> parts, double[] shares) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a mean objective needs at least one part");
    }
    this.parts = List.copyOf(parts);
    this.shares = shares;
    total = Arrays.stream(shares).sum();
  }

  private static double[] ones(int n) {
    double[] shares = new double[n];
    Arrays.fill(shares, 1);
    return shares;
  }

  /**
   * The mean over the examples of micro-batches of any sizes: each weighs as many examples as it
   * has.
   *
   * @param parts at least one
   */
  public static MeanObjective overExamples(List<BatchObjective> parts) {
    return new MeanObjective(
        parts, parts.stream().mapToDouble(part -> part.batch().size()).toArray());
  }

  /** The objectives this is the mean of. */
  public List<? extends Objective> parts() {
    return parts;
  }

  /** wᵢ of a part; all of them add up to 1. */
  public double weight(int part) {
    return shares[part] / total;
  }

  @Override
  public Tensor loss() {
    Tensor sum = parts.get(0).loss().mul(Scalars.of(shares[0]));
    for (int i = 1; i < parts.size(); i++) {
      sum = sum.add(parts.get(i).loss(), Scalars.of(shares[i]));
    }
    return sum.div(Scalars.of(total));
  }

  @Override
  public Evaluation gradient(ParameterVector theta) {
    try (Tensor sum = theta.newVector()) {
      double loss = 0;
      for (int i = 0; i < parts.size(); i++) {
        loss += shares[i] * parts.get(i).gradient(theta).loss();
        add(sum, theta.gradient(), shares[i]);
      }
      return mean(theta, sum, loss);
    }
  }

  @Override
  public Differentiation differentiate(ParameterVector theta) {
    List<Differentiation> all = new ArrayList<>();
    try (Tensor sum = theta.newVector()) {
      double loss = 0;
      for (int i = 0; i < parts.size(); i++) {
        Differentiation derivatives = parts.get(i).differentiate(theta);
        all.add(derivatives);
        loss += shares[i] * derivatives.evaluation().loss();
        add(sum, theta.gradient(), shares[i]);
      }
      return new MeanDifferentiation(mean(theta, sum, loss), all);
    } catch (RuntimeException | Error e) {
      all.forEach(Differentiation::close);
      throw e;
    }
  }

  private static void add(Tensor sum, Tensor vector, double share) {
    try (NoGradGuard guard = new NoGradGuard()) {
      sum.add_(vector, Scalars.of(share));
    }
  }

  private Evaluation mean(ParameterVector theta, Tensor sum, double loss) {
    try (NoGradGuard guard = new NoGradGuard()) {
      theta.gradient().copy_(sum).div_(Scalars.of(total));
    }
    return new Evaluation(loss / total, Tensors.norm(theta.gradient()));
  }

  @Override
  public Objective part(double fraction) {
    return new MeanObjective(parts.stream().map(p -> p.part(fraction)).toList(), shares);
  }

  /** The mean of Hessian-vector products. */
  private final class MeanDifferentiation implements Differentiation {
    private final Evaluation evaluation;
    private final List<Differentiation> all;

    MeanDifferentiation(Evaluation evaluation, List<Differentiation> all) {
      this.evaluation = evaluation;
      this.all = all;
    }

    @Override
    public Evaluation evaluation() {
      return evaluation;
    }

    @Override
    public Tensor hessianVectorProduct(Tensor v) {
      Tensor sum = all.get(0).hessianVectorProduct(v).mul_(Scalars.of(shares[0]));
      for (int i = 1; i < all.size(); i++) {
        try (Tensor product = all.get(i).hessianVectorProduct(v)) {
          add(sum, product, shares[i]);
        }
      }
      return sum.div_(Scalars.of(total));
    }

    @Override
    public void close() {
      all.forEach(Differentiation::close);
    }
  }
}
