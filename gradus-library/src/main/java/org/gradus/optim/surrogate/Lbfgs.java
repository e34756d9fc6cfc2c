package org.gradus.optim.surrogate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.Evaluation;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;
import org.gradus.core.State;

/**
 * Limited-memory BFGS (Liu and Nocedal, 1989) with a backtracking line search, starting anew on
 * every surrogate.
 *
 * <p>Trial steps are 1, ½, ¼, … (1/‖g‖₁ at first), at most 30; accepted is the first that lowers s
 * by 1e-4 of the linear decrease. Pairs with sᵀy ≤ 1e-10 ‖s‖ ‖y‖ are left out.
 */
public final class Lbfgs implements InnerSolver {
  private static final double DECREASE = 1e-4;
  private static final double CURVED = 1e-10;
  private static final int TRIALS = 30;

  /** A step s, the gradient's change y, and 1/(sᵀy). */
  private record Pair(Tensor s, Tensor y, double rho) {}

  private final int memory;

  /**
   * A solver.
   *
   * @param memory pairs kept, at least 1
   */
  public Lbfgs(int memory) {
    this.memory = Check.atLeast("memory", memory, 1);
  }

  @Override
  public Result minimise(Surrogate surrogate, ParameterVector theta, int steps) {
    Deque<Pair> pairs = new ArrayDeque<>();
    try (PointerScope scope = new PointerScope()) {
      Evaluation here = surrogate.gradient(theta);
      for (int i = 0; i < steps; i++) {
        if (here.gradientNorm() <= STATIONARY) {
          return new Result(i, false);
        }
        Tensor x = theta.values().detach().clone();
        Tensor g = theta.gradient().clone();
        Tensor direction = direction(g, pairs);
        double first = pairs.isEmpty() ? 1 / g.abs().sum().item_double() : 1;
        if (!search(surrogate, theta, x, direction, here.loss(), slope(g, direction), first)) {
          return new Result(i, true);
        }
        if (i + 1 < steps) {
          here = surrogate.gradient(theta);
          remember(pairs, theta.values().detach().sub(x), theta.gradient().sub(g));
        }
      }
    }
    return new Result(steps, false);
  }

  private static double slope(Tensor g, Tensor direction) {
    return g.dot(direction).item_double();
  }

  private static boolean search(
      Surrogate surrogate,
      ParameterVector theta,
      Tensor x,
      Tensor direction,
      double value,
      double slope,
      double first) {
    double a = first;
    for (int trial = 0; trial < TRIALS; trial++) {
      Surrogate.move(theta, x, a, direction);
      if (surrogate.value() <= value + DECREASE * a * slope) {
        return true;
      }
      a /= 2;
    }
    Surrogate.move(theta, x, 0, x);
    return false;
  }

  /** −H g by the two loops. */
  private static Tensor direction(Tensor g, Deque<Pair> pairs) {
    Tensor q = g.neg();
    List<Pair> oldestFirst = new ArrayList<>(pairs);
    double[] alpha = new double[oldestFirst.size()];
    for (int i = alpha.length - 1; i >= 0; i--) {
      Pair pair = oldestFirst.get(i);
      alpha[i] = pair.rho * pair.s.dot(q).item_double();
      q.sub_(pair.y, Scalars.of(alpha[i]));
    }
    if (alpha.length > 0) {
      Pair last = oldestFirst.get(alpha.length - 1);
      q.mul_(Scalars.of(1 / (last.rho * last.y.dot(last.y).item_double())));
    }
    for (int i = 0; i < alpha.length; i++) {
      Pair pair = oldestFirst.get(i);
      double beta = pair.rho * pair.y.dot(q).item_double();
      q.add_(pair.s, Scalars.of(alpha[i] - beta));
    }
    return q;
  }

  private void remember(Deque<Pair> pairs, Tensor s, Tensor y) {
    double curvature = s.dot(y).item_double();
    if (curvature <= CURVED * s.norm().item_double() * y.norm().item_double()) {
      return;
    }
    if (pairs.size() == memory) {
      pairs.removeFirst();
    }
    pairs.addLast(new Pair(s, y, 1 / curvature));
  }

  /** Nothing: no pair outlives its surrogate. */
  @Override
  public void save(State state) {}

  /** Nothing, as in {@link #save}. */
  @Override
  public void load(State state) {}
}
