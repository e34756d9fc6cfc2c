package org.gradus.lab.task;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Tensors;
import org.gradus.lab.data.DataException;
import org.gradus.lab.data.Dataset;
import org.gradus.lab.data.TaskKind;
import org.gradus.train.TrainingData;

/**
 * A {@link Dataset} as tensors: inputs [n, …] and targets [n], or for a text its tokens.
 *
 * <p>The tensors live until this is closed.
 */
public final class Encoded implements AutoCloseable {
  private final String name;
  private final List<Tensor> tensors;

  private Encoded(String name, List<Tensor> tensors) {
    this.name = name;
    this.tensors = tensors;
  }

  /** Copies examples into tensors. */
  public static Encoded of(Dataset data) {
    try (PointerScope scope = new PointerScope()) {
      return new Encoded(data.name(), tensors(data).stream().map(Tensors::keep).toList());
    }
  }

  private static List<Tensor> tensors(Dataset data) {
    if (data.kind() == TaskKind.LANGUAGE) {
      return List.of(whole(data.tokens()));
    }
    return List.of(
        inputs(data.inputs(), data.rows(), data.inputShape()),
        data.kind() == TaskKind.REGRESSION
            ? Tensor.create(data.values(), data.rows())
            : whole(data.classes()));
  }

  /** Inputs without targets, as one tensor [n, …]. */
  public static Tensor inputs(float[] values, int rows, long[] shape) {
    long[] all = new long[shape.length + 1];
    all[0] = rows;
    System.arraycopy(shape, 0, all, 1, shape.length);
    return Tensor.create(values, all);
  }

  private static Tensor whole(int[] numbers) {
    return Tensor.create(numbers, numbers.length).to(ScalarType.Long);
  }

  /** Whether this is a text. */
  private boolean isText() {
    return tensors.size() == 1;
  }

  /**
   * The examples to evaluate on: all of them, or of a text windows as {@link EvenWindows} chooses.
   *
   * @param context window length of a text
   * @throws DataException if the text is not longer than the context
   */
  public TrainingData examples(int context) {
    return isText()
        ? new EvenWindows(windows(context), context)
        : TrainingData.of(tensors.get(0), tensors.get(1));
  }

  /**
   * The examples to train on: all of them, or of a text the windows at every place.
   *
   * @param context window length of a text
   * @param epochSize windows an epoch of a text draws
   * @throws DataException if the text is not longer than the context
   */
  TrainingData training(int context, long epochSize) {
    return isText() ? new DrawnWindows(windows(context), epochSize) : examples(context);
  }

  private TrainingData windows(int context) {
    Tensor tokens = tensors.get(0);
    if (tokens.numel() <= context) {
      throw new DataException(
          ("a part of %s has %d characters, but the model sees %d at a time; give a longer text or a"
                  + " model with less context")
              .formatted(name, tokens.numel(), context));
    }
    return TrainingData.sequence(tokens, context);
  }

  @Override
  public void close() {
    tensors.forEach(Tensor::close);
  }
}
