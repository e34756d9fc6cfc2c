package org.gradus.optim.lowrank;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.core.Check;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.Seeds;
import org.gradus.core.Tensors;

/**
 * A fixed orthogonal matrix Q for each size n, whose columns are the directions to choose from.
 *
 * <p>Each size is made once, in float64, and kept read-only in the type asked for: one n × n matrix
 * serves every layer of that size. Safe for use by several threads.
 */
public abstract class OrthogonalBasis {
  private record Key(long n, String options) {}

  private final Map<Key, Tensor> made = new HashMap<>();

  /**
   * Q of a size.
   *
   * @return a float64 tensor of shape [n, n] with orthonormal columns
   */
  protected abstract Tensor matrix(int n);

  /**
   * The columns of Q as rows: Qᵀ, so that choosing columns copies whole rows. Do not write to it.
   *
   * @param like gives type and device
   */
  public final Tensor vectors(long n, Tensor like) {
    synchronized (made) {
      Key key = new Key(n, Tensors.type(like) + " " + like.device().str().getString());
      return made.computeIfAbsent(
          key,
          k -> {
            try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
              Tensor rows = matrix(Math.toIntExact(n)).t().contiguous();
              return Tensors.keep(rows.to(like.device(), Tensors.type(like)));
            }
          });
    }
  }

  /** The coefficients A Q of the rows of A, of shape [m, n]. */
  public Tensor coefficients(Tensor a) {
    return a.mm(vectors(a.size(1), a).t());
  }

  /** Bytes of the matrices made so far. */
  public final long bytes() {
    synchronized (made) {
      return made.values().stream().mapToLong(t -> t.numel() * t.element_size()).sum();
    }
  }

  /** Which of its two bases the cosine matrix C gives. */
  public enum Cosines {
    /** Q = Cᵀ: columns are cosines. Matrix products and the fast transform agree. */
    COLUMNS,
    /** Q = C, as the reference's matrix-product path has it; another basis. */
    ROWS
  }

  /** Q = Cᵀ of {@link Dct}, coefficients by matrix product. */
  public static OrthogonalBasis dct() {
    return dct(Cosines.COLUMNS);
  }

  /** One of the two bases of {@link Dct}, coefficients by matrix product. */
  public static OrthogonalBasis dct(Cosines cosines) {
    return new OrthogonalBasis() {
      @Override
      protected Tensor matrix(int n) {
        return cosines == Cosines.COLUMNS ? Dct.matrix(n).t() : Dct.matrix(n);
      }
    };
  }

  /**
   * Q = Cᵀ of {@link Dct}, coefficients by the fast transform where it pays.
   *
   * @param from least n for the fast transform; about 1024, where its O(n log n) overtakes a good
   *     matrix product
   */
  public static OrthogonalBasis fastDct(int from) {
    Check.atLeast("from", from, 1);
    return new OrthogonalBasis() {
      @Override
      protected Tensor matrix(int n) {
        return Dct.matrix(n).t();
      }

      @Override
      public Tensor coefficients(Tensor a) {
        return a.size(1) >= from ? Dct.rows(a) : super.coefficients(a);
      }
    };
  }

  /** Q of a QR factorisation of normal numbers that the seed decides. */
  public static OrthogonalBasis random(long seed) {
    return new OrthogonalBasis() {
      @Override
      protected Tensor matrix(int n) {
        RandomSource random = RandomSource.seeded(Seeds.derive(seed, "basis", n));
        Tensor normal = random.normal(new long[] {n, n}, new TensorOptions(ScalarType.Double));
        return Factors.orthonormal(normal);
      }
    };
  }

  /** Q = I: choosing columns of the gradient itself. */
  public static OrthogonalBasis identity() {
    return new OrthogonalBasis() {
      @Override
      protected Tensor matrix(int n) {
        return torch.eye(n, new TensorOptions(ScalarType.Double));
      }
    };
  }

  /** Sylvester's Hadamard matrix over √n; sizes must be powers of two. */
  public static OrthogonalBasis hadamard() {
    return new OrthogonalBasis() {
      @Override
      protected Tensor matrix(int n) {
        if (Integer.bitCount(n) != 1) {
          throw Check.invalid("size of a Hadamard basis", n, "a power of 2");
        }
        double[] entries = new double[n * n];
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            entries[i * n + j] = Integer.bitCount(i & j) % 2 == 0 ? 1 : -1;
          }
        }
        return Tensor.create(entries).view(n, n).div_(Scalars.of(Math.sqrt(n)));
      }
    };
  }
}
