package org.gradus.core;

import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Small things every user of tensors needs: lifetime, shape checks, words for messages. */
public final class Tensors {
  private Tensors() {}

  /**
   * Lets a native object outlive the {@link PointerScope} it was made in; it is then freed by the
   * garbage collector or by {@code close()}.
   */
  public static <P extends Pointer> P keep(P pointer) {
    pointer.retainReference();
    return pointer;
  }

  /** Type, shape and device in words, for messages: {@code Float [64, 10] on cpu}. */
  public static String describe(Tensor tensor) {
    return type(tensor)
        + " "
        + Arrays.toString(shape(tensor))
        + " on "
        + tensor.device().str().getString();
  }

  /** The type of a tensor's entries, as a constant that can be compared with {@code ==}. */
  public static ScalarType type(Tensor tensor) {
    return tensor.scalar_type().intern();
  }

  /**
   * A float64 matrix in main memory.
   *
   * @param values in row-major order: entry (i, j) at i · columns + j; copied
   * @throws IllegalArgumentException if there are not rows · columns of them
   */
  public static Tensor matrix(double[] values, long rows, long columns) {
    if (values.length != rows * columns) {
      throw Check.invalid(
          "the number of values", values.length, "rows * columns = " + rows * columns);
    }
    Tensor matrix = torch.zeros(new long[] {rows, columns}, new TensorOptions(ScalarType.Double));
    if (values.length > 0) {
      matrix.data_ptr_double().put(values, 0, values.length);
    }
    return matrix;
  }

  /**
   * The entries of a tensor in row-major order, as float64.
   *
   * @param tensor of any floating-point type, at most 2³¹ − 1 entries
   */
  public static double[] doubles(Tensor tensor) {
    double[] values = new double[Math.toIntExact(tensor.numel())];
    if (values.length > 0) {
      try (PointerScope scope = new PointerScope()) {
        Tensor dense = tensor.detach().cpu().to(ScalarType.Double).contiguous();
        dense.data_ptr_double().get(values, 0, values.length);
      }
    }
    return values;
  }

  /** The shape of a tensor; empty for a scalar. */
  public static long[] shape(Tensor tensor) {
    long[] shape = new long[(int) tensor.dim()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = tensor.size(i);
    }
    return shape;
  }

  /**
   * Checks that a tensor is a vector of the given length.
   *
   * @throws IllegalArgumentException naming the tensor, its shape and the length
   */
  public static void requireLength(String name, Tensor tensor, long length) {
    if (!tensor.defined() || tensor.dim() != 1 || tensor.numel() != length) {
      throw Check.invalid(
          name, tensor.defined() ? describe(tensor) : "undefined", "of shape [" + length + "]");
    }
  }

  /** Whether every entry is a finite number. */
  public static boolean allFinite(Tensor tensor) {
    // A finite norm proves it in one pass, a tenth of the time; a sum of squares may overflow.
    if (tensor.is_floating_point() && Double.isFinite(norm(tensor))) {
      return true;
    }
    try (PointerScope scope = new PointerScope()) {
      return torch.isfinite(tensor).all().item_bool();
    }
  }

  /**
   * The Euclidean norm over all entries; NaN or infinite if any entry is.
   *
   * @return ‖x‖₂ as a double
   */
  public static double norm(Tensor tensor) {
    try (PointerScope scope = new PointerScope()) {
      return tensor.norm().item_double();
    }
  }
}
