package org.gradus.optim.lowrank;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.State;
import org.gradus.core.Stateful;
import org.gradus.core.Tensors;

/** The error E of one matrix, in the parameter's own orientation: each row of it is a bucket. */
final class ErrorBuffer implements Stateful {
  private final MatrixView view;
  private final RowQuantizer quantizer;
  private final Tensor values;
  private final Tensor min;
  private final Tensor max;

  ErrorBuffer(MatrixView view, ErrorFeedback mode, Tensor like) {
    this.view = view;
    boolean full = mode == ErrorFeedback.FULL;
    quantizer = full ? null : new RowQuantizer(mode == ErrorFeedback.BITS_8 ? 8 : 4);
    long columns = mode == ErrorFeedback.BITS_4 ? (view.rest() + 1) / 2 : view.rest();
    values =
        Tensors.keep(
            torch
                .zeros(new long[] {view.out(), columns}, like.options())
                .to(full ? Tensors.type(like) : ScalarType.Byte));
    min = full ? null : Tensors.keep(torch.zeros(new long[] {view.out(), 1}, like.options()));
    max = full ? null : Tensors.keep(torch.zeros_like(min));
  }

  /** E, turned as the view turns. */
  Tensor get() {
    Tensor error =
        quantizer == null
            ? values
            : quantizer.decode(new RowQuantizer.Codes(values, min, max), view.rest());
    return view.turn(error);
  }

  /** Stores E, given turned; what {@link #get} gives afterwards is what was stored. */
  void set(Tensor turned) {
    Tensor error = view.turn(turned);
    if (quantizer == null) {
      values.copy_(error);
    } else {
      RowQuantizer.Codes codes = quantizer.encode(error);
      values.copy_(codes.codes());
      min.copy_(codes.min());
      max.copy_(codes.max());
    }
  }

  long bytes() {
    long ofScales = quantizer == null ? 0 : 2 * MatrixOptimizer.bytes(min);
    return MatrixOptimizer.bytes(values) + ofScales;
  }

  @Override
  public void save(State state) {
    state.put("error", values);
    if (quantizer != null) {
      state.put("min", min);
      state.put("max", max);
    }
  }

  @Override
  public void load(State state) {
    state.copyInto("error", values);
    if (quantizer != null) {
      state.copyInto("min", min);
      state.copyInto("max", max);
    }
  }
}
