package org.gradus.optim.lowrank;

import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.StringViewOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/**
 * The orthonormal discrete cosine transform.
 *
 * <pre>
 *   C[i, j] = √(2/n) cos(π i (2j + 1) / (2n)),   row 0 times √½;   C Cᵀ = I
 * </pre>
 */
public final class Dct {
  private Dct() {}

  /**
   * C in float64, exact to rounding: the angle is reduced in whole numbers first, which keeps C Cᵀ
   * − I below 1e-14 up to n = 1024.
   *
   * @param n at least 1
   * @return a new tensor of shape [n, n], its rows the DCT-II cosines
   */
  public static Tensor matrix(int n) {
    Check.atLeast("n", n, 1);
    double[] cosines = new double[4 * n];
    for (int k = 0; k < cosines.length; k++) {
      cosines[k] = Math.sqrt(2.0 / n) * Math.cos(Math.PI * k / (2.0 * n));
    }
    double[] entries = new double[Math.multiplyExact(n, n)];
    Arrays.fill(entries, 0, n, Math.sqrt(1.0 / n));
    for (int i = 1; i < n; i++) {
      for (int j = 0; j < n; j++) {
        entries[i * n + j] = cosines[(int) ((long) i * (2L * j + 1) % (4L * n))];
      }
    }
    return Tensor.create(entries).view(n, n);
  }

  /**
   * X Cᵀ, the DCT-II of each row, by a complex FFT of the same length (Makhoul 1980): O(m n log n)
   * for X of shape [m, n].
   */
  public static Tensor rows(Tensor x) {
    long n = x.size(1);
    TensorOptions whole = new TensorOptions(ScalarType.Long);
    try (PointerScope scope = new PointerScope()) {
      Tensor even = torch.arange(Scalars.of(0L), Scalars.of(n), Scalars.of(2L), whole);
      Tensor odd = torch.arange(Scalars.of(1L), Scalars.of(n), Scalars.of(2L), whole);
      Tensor order = torch.cat(new TensorVector(even, odd.flip(0)), 0);
      Tensor spectrum =
          torch.view_as_real(
              torch.fft_fft(
                  x.index_select(1, order.to(x.device(), ScalarType.Long)),
                  new LongOptional(),
                  1,
                  new StringViewOptional()));
      Tensor angle =
          torch
              .arange(Scalars.of(n), new TensorOptions(ScalarType.Double))
              .mul(Scalars.of(-Math.PI / (2.0 * n)));
      Tensor scale = torch.ones_like(angle).mul(Scalars.of(Math.sqrt(2.0 / n)));
      scale.narrow(0, 0, 1).fill_(Scalars.of(Math.sqrt(1.0 / n)));
      // The real part of (a + b i)(cos + sin i).
      Tensor cosine = angle.cos().mul(scale).to(x.device(), Tensors.type(x));
      Tensor sine = angle.sin().mul(scale).to(x.device(), Tensors.type(x));
      Tensor result = spectrum.select(2, 0).mul(cosine).sub(spectrum.select(2, 1).mul(sine));
      return Tensors.keep(result);
    }
  }
}
