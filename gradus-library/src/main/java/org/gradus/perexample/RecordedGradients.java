package org.gradus.perexample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.ParameterVector;
import org.gradus.core.ParameterVector.Slice;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/** Gradients of a recorded pass: each question is put to the factors of one layer after another. */
final class RecordedGradients implements PerExampleGradients {
  /** A layer's call and the gradient at its output, of the unscaled losses' sum. */
  private record Heard(Tape.Call call, Tensor gradient) {}

  private final ParameterVector theta;
  private final Tape tape;
  private final Tensor mean;
  private final List<Heard> heard = new ArrayList<>();
  private final Map<Long, Slice> slices = new HashMap<>();

  /**
   * Takes over the tape.
   *
   * @param mean the batch's gradient where it is at hand, or {@code null}
   * @param outputGradients one a call: the gradient of the mean loss at the layer's output, or an
   *     undefined tensor where the loss does not depend on it
   * @throws IllegalArgumentException if a parameter of θ is missing on the tape, or is there twice
   */
  RecordedGradients(ParameterVector theta, Tape tape, Tensor mean, List<Tensor> outputGradients) {
    this.theta = theta;
    this.mean = mean;
    this.tape = tape;
    for (int i = 0; i < theta.slices().size(); i++) {
      slices.put(address(theta.parameters().get(i)), theta.slices().get(i));
    }
    requireEachOnce();
    for (int i = 0; i < outputGradients.size(); i++) {
      Tensor gradient = outputGradients.get(i);
      if (gradient.defined()) {
        heard.add(new Heard(tape.calls().get(i), Tensors.keep(unscaled(gradient))));
      }
    }
  }

  private Tensor unscaled(Tensor gradient) {
    return gradient.mul(Scalars.of((double) tape.examples()));
  }

  private static long address(Tensor parameter) {
    return parameter.unsafeGetTensorImpl().address();
  }

  private void requireEachOnce() {
    Map<Long, Slice> missing = new HashMap<>(slices);
    for (Tape.Call call : tape.calls()) {
      for (Tensor parameter : call.parameters()) {
        Slice slice = parameter.defined() ? slices.get(address(parameter)) : null;
        if (slice != null && missing.remove(address(parameter)) == null) {
          throw refused(slice, "is used by two layers of the recorded pass");
        }
      }
    }
    if (!missing.isEmpty()) {
      throw refused(missing.values().iterator().next(), "is not called through the recorder");
    }
  }

  private static IllegalArgumentException refused(Slice slice, String why) {
    return new IllegalArgumentException(
        "parameter '%s' %s: its per-example gradients are unknown; make the network with Network.of"
            .formatted(slice.name(), why));
  }

  @Override
  public long count() {
    return tape.examples();
  }

  @Override
  public Tensor mean() {
    if (mean != null) {
      return mean.clone();
    }
    Tensor sum = torch.zeros_like(theta.values());
    each((slice, factor) -> factor.addSum(slice.view(sum)));
    return sum.div_(Scalars.of((double) count()));
  }

  @Override
  public Tensor squaredNorms() {
    Tensor sum = perExample();
    each((slice, factor) -> sum.add_(factor.squaredNorms()));
    return sum;
  }

  @Override
  public Tensor innerProducts(Tensor v) {
    Tensors.requireLength("vector", v, theta.size());
    Tensor sum = perExample();
    each((slice, factor) -> sum.add_(factor.innerProducts(slice.view(v))));
    return sum;
  }

  private Tensor perExample() {
    return torch.zeros(new long[] {count()}, theta.values().options()).to(ScalarType.Double);
  }

  @Override
  public Tensor sumOfSquares() {
    Tensor sum = torch.zeros_like(theta.values());
    each((slice, factor) -> factor.addSquares(slice.view(sum)));
    return sum;
  }

  @Override
  public Tensor rows() {
    Tensor rows = zeros(theta.size());
    each(
        (slice, factor) ->
            rows.narrow(1, slice.offset(), slice.length()).copy_(factor.rows(0, count())));
    return rows;
  }

  @Override
  public Tensor gram() {
    Tensor gram = zeros(count());
    each((slice, factor) -> factor.addGram(gram));
    return gram;
  }

  private Tensor zeros(long columns) {
    return torch.zeros(new long[] {count(), columns}, theta.values().options());
  }

  /** The factors of θ's parameters, each layer's in a memory scope of its own. */
  private void each(BiConsumer<Slice, Factor> action) {
    try (NoGradGuard guard = new NoGradGuard()) {
      for (Heard layer : heard) {
        try (PointerScope scope = new PointerScope()) {
          for (Factor factor : layer.call().factors(layer.gradient())) {
            Slice slice = slices.get(address(factor.parameter()));
            if (slice != null) {
              action.accept(slice, factor);
            }
          }
        }
      }
    }
  }

  @Override
  public void close() {
    heard.forEach(layer -> layer.gradient().close());
    heard.clear();
    tape.close();
  }
}
