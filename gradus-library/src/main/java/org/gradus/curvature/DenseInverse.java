package org.gradus.curvature;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;

/** Equal blocks of at most m entries, each inverted as a dense matrix. */
final class DenseInverse implements InverseBlocks {
  /** Entries of gradients brought into block order at once, 32 MiB of them. */
  private static final long CHUNK = 1 << 22;

  private final Tensor inverses;

  private DenseInverse(Tensor inverses) {
    this.inverses = Tensors.keep(inverses);
  }

  /**
   * Inverts.
   *
   * @param gradients of shape [m, n]
   * @param block B, a divisor of n
   */
  static DenseInverse of(Tensor gradients, double damping, long block) {
    long m = gradients.size(0);
    long count = gradients.size(1) / block;
    Tensor inverses = torch.zeros(new long[] {count, block, block}, gradients.options());
    long at = Math.max(1, CHUNK / (m * block));
    for (long from = 0; from < count; from += at) {
      try (PointerScope scope = new PointerScope()) {
        long n = Math.min(at, count - from);
        Tensor columns = gradients.narrow(1, from * block, n * block);
        Tensor blocks = columns.reshape(m, n, block).transpose(0, 1).contiguous();
        Tensor fisher = blocks.transpose(1, 2).bmm(blocks).div_(Scalars.of((double) m));
        Blas.requireFinite(fisher.diagonal(0, 1, 2));
        fisher.diagonal(0, 1, 2).add_(Scalars.of(damping));
        Tensor inverse = torch.cholesky_inverse(torch.linalg_cholesky(fisher));
        inverses.narrow(0, from, n).copy_(inverse);
      }
    }
    return new DenseInverse(inverses);
  }

  private long block() {
    return inverses.size(1);
  }

  @Override
  public long size() {
    return inverses.size(0) * block();
  }

  @Override
  public Tensor product(Tensor x) {
    return inverses.bmm(x.reshape(inverses.size(0), block(), 1)).reshape(-1);
  }

  @Override
  public Tensor diagonal() {
    return inverses.diagonal(0, 1, 2).reshape(-1);
  }

  @Override
  public double entry(long a, long b) {
    return a / block() == b / block()
        ? inverses
            .select(0, a / block())
            .select(0, a % block())
            .select(0, b % block())
            .item_double()
        : 0;
  }
}
