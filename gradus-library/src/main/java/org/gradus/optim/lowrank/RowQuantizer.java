package org.gradus.optim.lowrank;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/**
 * Numbers in 8 or 4 bits, a scale for each row.
 *
 * <pre>
 *   u = (max − min)/(2ᵇ − 1),   code = ⌊(x − min)/u + ½⌋,   x' = code · u + min
 * </pre>
 *
 * <p>The error is at most u/2; a constant row has u = 0 and comes back exactly.
 *
 * @param bits b, 8 or 4
 */
record RowQuantizer(int bits) {
  /**
   * A quantised matrix.
   *
   * @param codes bytes of shape [rows, ⌈columns · b/8⌉]; of two codes in one byte the first is the
   *     high half
   * @param min of shape [rows, 1]
   * @param max of shape [rows, 1]
   */
  record Codes(Tensor codes, Tensor min, Tensor max) {}

  /** The codes of a matrix. */
  Codes encode(Tensor x) {
    Tensor min = x.amin(new long[] {1}, true);
    Tensor max = x.amax(new long[] {1}, true);
    Tensor unit = unit(min, max);
    Tensor safe = unit.add(unit.eq(Scalars.of(0.0)));
    Tensor codes = x.sub(min).div_(safe).add_(Scalars.of(0.5)).floor_();
    Tensor bytes = codes.to(ScalarType.Byte);
    return new Codes(bits == 8 ? bytes : pack(bytes), min, max);
  }

  private Tensor unit(Tensor min, Tensor max) {
    return max.sub(min).div_(Scalars.of((double) ((1 << bits) - 1)));
  }

  private static Tensor pack(Tensor codes) {
    Tensor pairs = (codes.size(1) % 2 == 0 ? codes : padded(codes)).view(codes.size(0), -1, 2);
    return pairs.select(2, 0).mul(Scalars.of(16L)).add_(pairs.select(2, 1));
  }

  /** One more column of zeros. */
  private static Tensor padded(Tensor codes) {
    return torch.cat(new TensorVector(codes, torch.zeros_like(codes.narrow(1, 0, 1))), 1);
  }

  /** The numbers the codes stand for, of the given number of columns. */
  Tensor decode(Codes stored, long columns) {
    Tensor codes = bits == 8 ? stored.codes : unpack(stored.codes, columns);
    Tensor unit = unit(stored.min, stored.max);
    return codes.to(Tensors.type(stored.min)).mul_(unit).add_(stored.min);
  }

  private static Tensor unpack(Tensor packed, long columns) {
    Tensor high = packed.bitwise_right_shift(Scalars.of(4L));
    Tensor low = packed.bitwise_and(Scalars.of(15L));
    return torch
        .stack(new TensorVector(high, low), 2)
        .view(packed.size(0), -1)
        .narrow(1, 0, columns);
  }
}
