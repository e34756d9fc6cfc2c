package org.gradus.selection;

import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.Likelihood;
import org.gradus.core.ParameterVector;
import org.gradus.core.Tensors;
import org.gradus.perexample.PerExampleGradients;
import org.gradus.train.Batch;
import org.gradus.train.BatchObjective;
import org.gradus.train.Network;

/**
 * The neural tangent kernel K = J Jᵀ of some examples: the inner products of the gradients of all
 * their logits, n · C rows, an example's C logits next to each other.
 *
 * <p>How far it turns between two checkpoints tells how fast the network's features still change:
 * velocity = 1 − ⟨K, K'⟩ / (‖K‖ ‖K'‖) in the Frobenius norm, 0 where K' is a multiple of K (arXiv
 * 2107.07075).
 *
 * @param matrix of shape [n C, n C]
 */
public record TangentKernel(Tensor matrix) {
  /** Checks that it is square. */
  public TangentKernel {
    if (matrix.dim() != 2 || matrix.size(0) != matrix.size(1)) {
      throw Check.invalid("tangent kernel", Tensors.describe(matrix), "a square matrix");
    }
  }

  /**
   * The kernel of some examples, in evaluation mode.
   *
   * @param network with outputs of shape [n, C]
   * @param theta its parameters
   * @param inputs n examples: memory is that of n · C examples' activations
   */
  public static TangentKernel of(Network network, ParameterVector theta, Tensor inputs) {
    boolean training = network.isTraining();
    network.train(false);
    try (PointerScope scope = new PointerScope()) {
      BatchObjective logits = logits(network, inputs);
      try (PerExampleGradients gradients = PerExampleGradients.of(logits, theta)) {
        return new TangentKernel(Tensors.keep(gradients.gram()));
      }
    } finally {
      network.train(training);
    }
  }

  /**
   * An objective whose per-example gradients are those of single logits: each example comes C
   * times, and ½ ‖f − (f₀ − e_k)‖² has the gradient of f_k at f = f₀.
   */
  private static BatchObjective logits(Network network, Tensor inputs) {
    try (NoGradGuard guard = new NoGradGuard()) {
      Tensor outputs = network.forward(inputs);
      long n = outputs.size(0);
      long classes = outputs.size(1);
      Tensor units = torch.eye(classes, outputs.options()).repeat(n, 1);
      Tensor targets = outputs.repeat_interleave(classes, new LongOptional(0), new LongOptional());
      Tensor each = inputs.repeat_interleave(classes, new LongOptional(0), new LongOptional());
      Batch batch = new Batch(each, targets.sub(units), LongStream.range(0, n * classes).toArray());
      return new BatchObjective(network, batch, Likelihood.GAUSSIAN, 0);
    }
  }

  /**
   * 1 − ⟨K, K'⟩ / (‖K‖ ‖K'‖), in [0, 1].
   *
   * @throws IllegalArgumentException if the kernels are of different sizes, or one is 0
   */
  public double velocity(TangentKernel later) {
    try (PointerScope scope = new PointerScope()) {
      Tensor a = matrix.reshape(-1).to(ScalarType.Double);
      Tensor b = later.matrix.reshape(-1).to(ScalarType.Double);
      Tensors.requireLength("the later kernel", b, a.numel());
      double norms = Tensors.norm(a) * Tensors.norm(b);
      if (norms == 0) {
        throw Check.invalid("norm of a tangent kernel", 0, "> 0");
      }
      return Math.max(0, 1 - a.dot(b).item_double() / norms);
    }
  }
}
