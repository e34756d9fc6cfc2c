package org.gradus.train;

import java.util.ArrayList;
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
 * micro-batches, in the memory of one.
 *
 * <p>Hessian-vector products keep the graphs of all of them.
 */
public final class MeanObjective implements Objective {
  private final List<? extends Objective> parts;

  /**
   * The mean of these.
   *
   * @param parts at least one; equally weighted, so micro-batches should be of one size
   */
  public MeanObjective(List<? extends Objective> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a mean objective needs at least one part");
    }
    this.parts = List.copyOf(parts);
  }

  @Override
  public Tensor loss() {
    Tensor sum = parts.get(0).loss();
    for (Objective part : parts.subList(1, parts.size())) {
      sum = sum.add(part.loss());
    }
    return sum.div(Scalars.of((double) parts.size()));
  }

  @Override
  public Evaluation gradient(ParameterVector theta) {
    try (Tensor sum = theta.newVector()) {
      double loss = 0;
      for (Objective part : parts) {
        loss += part.gradient(theta).loss();
        add(sum, theta.gradient());
      }
      return mean(theta, sum, loss);
    }
  }

  @Override
  public Differentiation differentiate(ParameterVector theta) {
    List<Differentiation> all = new ArrayList<>();
    try (Tensor sum = theta.newVector()) {
      double loss = 0;
      for (Objective part : parts) {
        Differentiation derivatives = part.differentiate(theta);
        all.add(derivatives);
        loss += derivatives.evaluation().loss();
        add(sum, theta.gradient());
      }
      return new MeanDifferentiation(all, mean(theta, sum, loss));
    } catch (RuntimeException | Error e) {
      all.forEach(Differentiation::close);
      throw e;
    }
  }

  private static void add(Tensor sum, Tensor gradient) {
    try (NoGradGuard guard = new NoGradGuard()) {
      sum.add_(gradient);
    }
  }

  private Evaluation mean(ParameterVector theta, Tensor sum, double loss) {
    try (NoGradGuard guard = new NoGradGuard()) {
      theta.gradient().copy_(sum).div_(Scalars.of((double) parts.size()));
    }
    return new Evaluation(loss / parts.size(), Tensors.norm(theta.gradient()));
  }

  @Override
  public Objective part(double fraction) {
    return new MeanObjective(parts.stream().map(p -> p.part(fraction)).toList());
  }

  /** The mean of Hessian-vector products. */
  private record MeanDifferentiation(List<Differentiation> all, Evaluation evaluation)
      implements Differentiation {
    @Override
    public Tensor hessianVectorProduct(Tensor v) {
      Tensor sum = all.get(0).hessianVectorProduct(v);
      for (Differentiation derivatives : all.subList(1, all.size())) {
        try (Tensor product = derivatives.hessianVectorProduct(v)) {
          add(sum, product);
        }
      }
      return sum.div_(Scalars.of((double) all.size()));
    }

    @Override
    public void close() {
      all.forEach(Differentiation::close);
    }
  }
}
