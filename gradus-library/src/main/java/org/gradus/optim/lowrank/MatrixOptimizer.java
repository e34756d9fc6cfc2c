package org.gradus.optim.lowrank;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.core.Autodiff;
import org.gradus.core.Check;
import org.gradus.core.FlatOptimizer;
import org.gradus.core.NonFiniteException;
import org.gradus.core.ParameterGroup;
import org.gradus.core.ParameterVector;
import org.gradus.core.ParameterVector.Slice;
import org.gradus.core.State;
import org.gradus.core.Tensors;
import org.gradus.optim.AdamRule;
import org.gradus.optim.AdamW;

/**
 * What optimizers of matrices share: every parameter of two axes or more is a matrix with a rule of
 * its own, unless one of its sides reaches the limit; all others (biases, norms, large embeddings)
 * get AdamW.
 *
 * <p>Convolution kernels are matrices of their first axis against the rest. A gradient that is not
 * finite is refused before any state changes.
 */
public abstract class MatrixOptimizer extends FlatOptimizer {
  /** Matrices at least this large on one side get AdamW, in the paper's code. */
  public static final int DEFAULT_MAX_SIDE = 32_000;

  private static final Logger LOG = System.getLogger(MatrixOptimizer.class.getName());

  /** How a method treats matrices. */
  @FunctionalInterface
  interface Rules {
    /** The rule of one matrix; {@code like} gives type and device. */
    MatrixRule of(MatrixView view, Tensor like);
  }

  private record Matrix(MatrixView view, MatrixRule rule) {}

  private record Other(Slice slice, Tensor m, Tensor v) {}

  private final List<Matrix> matrices = new ArrayList<>();
  private final List<Other> others = new ArrayList<>();
  private final Projection projection;
  private final AdamW.Config otherConfig;
  private final AdamRule adam;
  private final double otherRate;
  private final double decay;

  /**
   * An optimizer.
   *
   * @param theta the parameters
   * @param learningRate η of matrices
   * @param decay λ of matrices
   * @param others AdamW for the rest; its learning rate follows the matrices' in proportion
   * @param maxSide matrices with a side of at least this get AdamW
   * @param projection saved with the optimizer; {@code null} if there is none
   * @param rules makes the matrices' rules
   */
  MatrixOptimizer(
      ParameterVector theta,
      double learningRate,
      double decay,
      AdamW.Config others,
      int maxSide,
      Projection projection,
      Rules rules) {
    super(theta, learningRate);
    Check.atLeast("maxSide", maxSide, 1);
    this.projection = projection;
    this.decay = decay;
    otherConfig = others;
    adam = new AdamRule(others.beta1(), others.beta2(), others.epsilon());
    otherRate = learningRate > 0 ? others.learningRate() / learningRate : 0;
    for (Slice slice : theta.slices()) {
      if (MatrixView.applies(slice, maxSide)) {
        MatrixView view = MatrixView.of(slice);
        matrices.add(new Matrix(view, rules.of(view, theta.values())));
      } else {
        this.others.add(new Other(slice, zeros(slice), zeros(slice)));
      }
    }
  }

  private Tensor zeros(Slice slice) {
    return Tensors.keep(torch.zeros(new long[] {slice.length()}, parameters().values().options()));
  }

  /** The rank of a matrix: at most its smaller side, and said so. */
  static int rank(int rank, MatrixView view) {
    if (rank <= view.columns()) {
      return rank;
    }
    LOG.log(
        Level.DEBUG,
        "rank {0} is above the smaller side of parameter ''{1}'', {2}: that is used",
        rank,
        view.slice().name(),
        view.columns());
    return (int) view.columns();
  }

  @Override
  protected void beforeUpdate() {
    Tensor gradient = parameters().gradient();
    // A finite norm says that all entries are; an infinite one may only have overflowed.
    if (!Double.isFinite(Tensors.norm(gradient)) && !Tensors.allFinite(gradient)) {
      throw new NonFiniteException(
          "the gradient is not finite in parameter '"
              + Autodiff.firstNonFinite(parameters(), gradient).orElseThrow()
              + "'");
    }
  }

  @Override
  protected void update(ParameterGroup group, double learningRate) {
    Tensor values = parameters().values();
    Tensor gradient = parameters().gradient();
    for (Matrix matrix : matrices) {
      if (belongs(matrix.view.slice(), group)) {
        matrix.rule.step(
            matrix.view.of(values),
            matrix.view.of(gradient),
            learningRate,
            decay * group.weightDecayScale());
      }
    }
    double rate = learningRate * otherRate;
    double shrink = 1 - rate * otherConfig.weightDecay() * group.weightDecayScale();
    AdamRule.Step step = adam.step(steps(), rate, 0, shrink);
    for (Other other : others) {
      if (belongs(other.slice, group)) {
        long offset = other.slice.offset();
        long length = other.slice.length();
        adam.apply(
            values.narrow(0, offset, length),
            other.m,
            other.v,
            gradient.narrow(0, offset, length),
            new ParameterGroup(other.slice.name(), 0, length, 1, 1),
            step);
      }
    }
  }

  private static boolean belongs(Slice slice, ParameterGroup group) {
    return slice.offset() >= group.offset() && slice.offset() < group.offset() + group.length();
  }

  /** Bytes of all state: moments, subspaces, error feedback, and shared bases made so far. */
  public final long stateBytes() {
    long shared = projection == null ? 0 : projection.sharedBytes();
    long ofMatrices = matrices.stream().mapToLong(matrix -> matrix.rule.bytes()).sum();
    long ofOthers = others.stream().mapToLong(o -> 2 * bytes(o.m)).sum();
    return shared + ofMatrices + ofOthers;
  }

  static long bytes(Tensor tensor) {
    return tensor.numel() * tensor.element_size();
  }

  @Override
  public void save(State state) {
    super.save(state);
    if (projection != null) {
      projection.save(state.child("projection"));
    }
    matrices.forEach(matrix -> matrix.rule.save(state.child(matrix.view.slice().name())));
    for (Other other : others) {
      State own = state.child(other.slice.name());
      own.put("m", other.m);
      own.put("v", other.v);
    }
  }

  @Override
  public void load(State state) {
    super.load(state);
    if (projection != null) {
      projection.load(state.child("projection"));
    }
    matrices.forEach(matrix -> matrix.rule.load(state.child(matrix.view.slice().name())));
    for (Other other : others) {
      State own = state.child(other.slice.name());
      own.copyInto("m", other.m);
      own.copyInto("v", other.v);
    }
  }
}
