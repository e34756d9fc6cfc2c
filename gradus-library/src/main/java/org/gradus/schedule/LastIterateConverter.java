package org.gradus.schedule;

import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.Evaluation;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;
import org.gradus.core.State;

/**
 * Turns the regret guarantee of any optimizer into one for the last iterate, by averaging instead
 * of by a schedule ({@link LastIterateWeights}, arXiv 2310.07831).
 *
 * <p>θ is the iterate x. The base moves its own sequence z. At update t = 1 … T:
 *
 * <pre>
 *   g ← w_t g (in place), then the base updates z by it
 *   x ← x + (Σ_{p&gt;t} w_p / Σ_p w_p) (z_{t+1} − z_t)
 * </pre>
 *
 * <p>Around plain SGD this is SGD with the steps η w_t Σ_{p&gt;t} w_p / Σ_p w_p. The share of the
 * T-th update is 0: after T − 1 updates θ is x_T, and further ones are refused after the T-th.
 *
 * <p>State: the base's and one vector. Cost per step: the base's and 5 vectors moved.
 */
public final class LastIterateConverter implements Optimizer {
  private final Optimizer base;
  private final LastIterateWeights weights;
  private final Tensor z;
  private final Tensor x;
  private int done;

  /**
   * A converter around an optimizer.
   *
   * @param base a new optimizer; θ now is z₁ = x₁
   * @param weights w, one a step
   */
  public LastIterateConverter(Optimizer base, LastIterateWeights weights) {
    this.base = Objects.requireNonNull(base, "base");
    this.weights = Objects.requireNonNull(weights, "weights");
    z = parameters().newVector();
    x = parameters().newVector();
  }

  @Override
  public Evaluation measure(Objective objective) {
    return base.measure(objective);
  }

  @Override
  public void update() {
    if (done == weights.size()) {
      throw new IllegalStateException(
          "all %d weighted steps are made; x is final".formatted(weights.size()));
    }
    Tensor theta = parameters().values();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      parameters().gradient().mul_(Scalars.of(weights.weight(done)));
      x.copy_(theta);
      theta.copy_(done == 0 ? x : z);
      z.copy_(theta);
      base.update();
      Tensor move = theta.sub(z);
      z.copy_(theta);
      theta.copy_(x).add_(move, Scalars.of(weights.share(done)));
    }
    done++;
  }

  /**
   * The base's point z, a vector of shape [d]; zero before the first update. Do not write to it.
   */
  public Tensor basePoint() {
    return z;
  }

  @Override
  public ParameterVector parameters() {
    return base.parameters();
  }

  @Override
  public double learningRate() {
    return base.learningRate();
  }

  @Override
  public void learningRate(double learningRate) {
    base.learningRate(learningRate);
  }

  @Override
  public Class<? extends Objective> requires() {
    return base.requires();
  }

  @Override
  public void save(State state) {
    base.save(state.child("base"));
    state.put("z", z);
    state.put("done", done);
  }

  @Override
  public void load(State state) {
    long steps = state.whole("done");
    if (steps < 0 || steps > weights.size()) {
      throw Check.invalid("state 'done'", steps, "from 0 to " + weights.size());
    }
    base.load(state.child("base"));
    state.copyInto("z", z);
    done = (int) steps;
  }
}
