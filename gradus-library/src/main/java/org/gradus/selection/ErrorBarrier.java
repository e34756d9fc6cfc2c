package org.gradus.selection;

import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.NamedTensor;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;
import org.gradus.train.Network;

/**
 * How much worse than its ends the straight line between two trained networks is: maxₐ e(a) − ½
 * (e(0) + e(1)), with e the error at w(a) = (1 − a) w₁ + a w₂ (arXiv 2107.07075).
 *
 * <p>Two children of one checkpoint, trained on in different orders, are linearly connected where
 * this is about 0. The ends count, so the barrier is at least |e(0) − e(1)|/2.
 *
 * @param errors e at the equally spaced a = 0, …, 1, at least two
 */
public record ErrorBarrier(double... errors) {
  /** The paper's grid: a = 0, 0.1, …, 1. */
  public static final int POINTS = 11;

  /** Copies the errors. */
  public ErrorBarrier {
    Check.atLeast("points on the line", errors.length, 2);
    errors = errors.clone();
  }

  @Override
  public double[] errors() {
    return errors.clone();
  }

  /** maxₐ e(a) − ½ (e(0) + e(1)). */
  public double height() {
    double largest = IntStream.range(0, errors.length).mapToDouble(i -> errors[i]).max().orElse(0);
    return largest - (errors[0] + errors[errors.length - 1]) / 2;
  }

  /**
   * A network's weights and running statistics at one moment.
   *
   * @param parameters of shape [d]
   * @param buffers in the network's order
   */
  public record Snapshot(Tensor parameters, Tensor[] buffers) {
    /** Copies them from a network. */
    public static Snapshot of(Network network, ParameterVector theta) {
      try (NoGradGuard guard = new NoGradGuard()) {
        return new Snapshot(
            Tensors.keep(theta.values().clone()),
            network.buffers().stream()
                .map(NamedTensor::tensor)
                .map(b -> Tensors.keep(b.clone()))
                .toArray(Tensor[]::new));
      }
    }
  }

  /**
   * Measures errors on the line; running statistics are interpolated like the weights. The network
   * comes back as it was.
   *
   * @param network where the snapshots are from
   * @param theta its parameters
   * @param points how many, ends included
   * @param error the error of a network on the examples of interest, 0/1 error or loss, taken in
   *     evaluation mode
   */
  public static ErrorBarrier between(
      Network network,
      ParameterVector theta,
      Snapshot first,
      Snapshot second,
      int points,
      ToDoubleFunction<Network> error) {
    double[] errors = new double[Check.atLeast("points on the line", points, 2)];
    Snapshot before = Snapshot.of(network, theta);
    boolean training = network.isTraining();
    network.train(false);
    try {
      for (int i = 0; i < points; i++) {
        place(network, theta, first, second, (double) i / (points - 1));
        errors[i] = error.applyAsDouble(network);
      }
    } finally {
      place(network, theta, before, before, 0);
      network.train(training);
    }
    return new ErrorBarrier(errors);
  }

  private static void place(
      Network network, ParameterVector theta, Snapshot first, Snapshot second, double a) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      theta.values().copy_(mixed(first.parameters(), second.parameters(), a));
      for (int i = 0; i < network.buffers().size(); i++) {
        Tensor buffer = network.buffers().get(i).tensor();
        buffer.copy_(mixed(first.buffers()[i], second.buffers()[i], a));
      }
    }
  }

  /** Counters are no statistics: they are the first's. */
  private static Tensor mixed(Tensor first, Tensor second, double a) {
    return first.is_floating_point() ? first.lerp(second, Scalars.of(a)) : first;
  }
}
