package org.gradus.perexample;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;

/** Gradients of several parts of a batch, each part differentiated anew at every question. */
final class SweptGradients implements PerExampleGradients {
  /**
   * A part of the batch.
   *
   * @param count its examples
   * @param scale factor on its gradients, which are those of the part's own mean loss
   * @param gradients differentiates it
   */
  record Part(long count, double scale, Supplier<PerExampleGradients> gradients) {}

  private final ParameterVector theta;
  private final List<Part> parts;
  private final long count;

  SweptGradients(ParameterVector theta, List<Part> parts) {
    this.theta = theta;
    this.parts = List.copyOf(parts);
    count = parts.stream().mapToLong(Part::count).sum();
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public Tensor mean() {
    Tensor sum = torch.zeros_like(theta.values());
    sweep((from, part, g) -> sum.add_(g.mean(), Scalars.of(part.scale() * part.count() / count)));
    return sum;
  }

  @Override
  public Tensor squaredNorms() {
    Tensor all = torch.zeros(new long[] {count}, theta.values().options()).to(ScalarType.Double);
    sweep((from, part, g) -> put(all, from, g.squaredNorms(), part.scale() * part.scale()));
    return all;
  }

  @Override
  public Tensor innerProducts(Tensor v) {
    Tensor all = torch.zeros(new long[] {count}, theta.values().options()).to(ScalarType.Double);
    sweep((from, part, g) -> put(all, from, g.innerProducts(v), part.scale()));
    return all;
  }

  @Override
  public Tensor sumOfSquares() {
    Tensor sum = torch.zeros_like(theta.values());
    sweep((from, part, g) -> sum.add_(g.sumOfSquares(), Scalars.of(part.scale() * part.scale())));
    return sum;
  }

  @Override
  public Tensor rows() {
    Tensor all = torch.zeros(new long[] {count, theta.size()}, theta.values().options());
    sweep((from, part, g) -> put(all, from, g.rows(), part.scale()));
    return all;
  }

  @Override
  public Tensor gram() {
    Tensor rows = rows();
    return rows.mm(rows.t());
  }

  private static void put(Tensor all, long from, Tensor values, double factor) {
    all.narrow(0, from, values.size(0)).copy_(values).mul_(Scalars.of(factor));
  }

  /** What is done with a part's gradients; {@code from} counts the examples before it. */
  @FunctionalInterface
  private interface OfPart {
    void accept(long from, Part part, PerExampleGradients gradients);
  }

  private void sweep(OfPart action) {
    long from = 0;
    for (Part part : parts) {
      try (PointerScope scope = new PointerScope();
          PerExampleGradients gradients = part.gradients().get()) {
        try (NoGradGuard guard = new NoGradGuard()) {
          action.accept(from, part, gradients);
        }
      }
      from += part.count();
    }
  }

  /** Nothing: no pass is kept. */
  @Override
  public void close() {}
}
