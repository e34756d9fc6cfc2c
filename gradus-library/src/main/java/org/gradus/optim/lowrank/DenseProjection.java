package org.gradus.optim.lowrank;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.RandomSource;
import org.gradus.core.State;
import org.gradus.core.Tensors;

/** Subspaces whose basis P is computed for each matrix and stored. */
final class DenseProjection implements Projection {
  /** How P is computed. */
  enum Kind {
    SVD,
    RANDOM,
    POWER
  }

  private final Kind kind;
  private final RandomSource random;

  DenseProjection(Kind kind, RandomSource random) {
    this.kind = kind;
    this.random = random;
  }

  @Override
  public Projector projector(long n, int rank, Tensor like) {
    return new Dense(n, rank, like);
  }

  @Override
  public void save(State state) {
    if (random != null) {
      random.save(state.child("random"));
    }
  }

  @Override
  public void load(State state) {
    if (random != null) {
      random.load(state.child("random"));
    }
  }

  /** The subspace of one matrix. */
  private final class Dense implements Projector {
    private final Tensor basis;
    private boolean chosen;

    Dense(long n, int rank, Tensor like) {
      basis = Tensors.keep(torch.zeros(new long[] {n, rank}, like.options()));
    }

    @Override
    public Refreshed refresh(Tensor matrix) {
      Tensor before = chosen ? basis.clone() : null;
      basis.copy_(next(matrix));
      chosen = true;
      UnaryOperator<Tensor> transfer = before == null ? b -> b : b -> b.mm(before.t().mm(basis));
      return new Refreshed(project(matrix), transfer);
    }

    private Tensor next(Tensor matrix) {
      return switch (kind) {
        case SVD -> Factors.rightSingularVectors(matrix, basis.size(1));
        case RANDOM -> drawn();
        case POWER -> {
          Tensor start = chosen ? basis : drawn();
          yield Factors.orthonormal(matrix.t().mm(matrix.mm(start)));
        }
      };
    }

    private Tensor drawn() {
      return Factors.orthonormal(random.normal(Tensors.shape(basis), basis.options()));
    }

    @Override
    public Tensor project(Tensor matrix) {
      return matrix.mm(basis);
    }

    @Override
    public Tensor reconstruct(Tensor coordinates) {
      return coordinates.mm(basis.t());
    }

    @Override
    public long bytes() {
      return basis.numel() * basis.element_size();
    }

    @Override
    public void save(State state) {
      state.put("basis", basis);
      state.put("chosen", chosen ? 1L : 0L);
    }

    @Override
    public void load(State state) {
      state.copyInto("basis", basis);
      chosen = state.whole("chosen") == 1;
    }
  }
}
