package org.gradus.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.gradus.core.Check;
import org.gradus.core.Differentiation;
import org.gradus.core.Evaluation;
import org.gradus.core.FlatOptimizer;
import org.gradus.core.Monitor;
import org.gradus.core.Objective;
import org.gradus.core.ParameterGroup;
import org.gradus.core.ParameterVector;
import org.gradus.core.RandomSource;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.core.Tensors;
import org.gradus.curvature.HessianOperator;
import org.gradus.curvature.Hutchinson;
import org.gradus.curvature.Lanczos;

/**
 * Gradient descent that takes smaller steps in sharp directions (the released code of Granziol,
 * Zohren and Roberts, JMLR 23, 2022, arXiv 2006.09092).
 *
 * <pre>
 *   (θᵢ, uᵢ)  the Ritz pairs of m Lanczos steps on the mini-batch's Hessian, random start
 *   g ← g + λ θ
 *   d = g/β + Σᵢ (1/(|θᵢ| + β + c) − 1/β) ⟨uᵢ, g⟩ uᵢ
 *   θ ← θ − η d
 * </pre>
 *
 * <p>With all d pairs and c = 0 that is (|H| + β I)⁻¹ g; without any, g/β: so η is about β times a
 * learning rate of SGD. The weight decay λ is in g, not in the Hessian.
 *
 * <p>State: the random source. Cost per step: one gradient with its graph and m Hessian-vector
 * products; m + 1 vectors of scratch.
 */
public final class LanczosSgd extends FlatOptimizer {
  /**
   * Settings.
   *
   * @param learningRate η ≥ 0
   * @param steps Lanczos steps m, at least 1
   * @param damping β &gt; 0
   * @param offset c ≥ 0
   * @param weightDecay λ ≥ 0
   */
  public record Config(
      double learningRate, int steps, double damping, double offset, double weightDecay) {
    /** Checks the ranges. */
    public Config {
      Check.nonNegative("learningRate", learningRate);
      Check.atLeast("steps", steps, 1);
      Check.positive("damping", damping);
      Check.nonNegative("offset", offset);
      Check.nonNegative("weightDecay", weightDecay);
    }

    /** η as given, and the code's m = 5, β = 100, no offset; no weight decay. */
    public static Config of(double learningRate) {
      return new Config(learningRate, 5, 100, 0, 0);
    }
  }

  /** A Ritz pair: a curvature, and a unit vector of shape [d]. */
  public record Pair(double curvature, Tensor direction) {}

  private final Config config;
  private final RandomSource random;
  private final Tensor descent;
  private List<Pair> pairs = List.of();

  /**
   * An optimizer of these parameters.
   *
   * @param random where Lanczos starts come from: Gaussian, one a step
   */
  public LanczosSgd(ParameterVector theta, Config config, RandomSource random) {
    super(theta, config.learningRate());
    this.config = config;
    this.random = Objects.requireNonNull(random, "random");
    descent = theta.newVector();
  }

  @Override
  public Evaluation measure(Objective objective) {
    ParameterVector theta = parameters();
    Differentiation derivatives = objective.differentiate(theta);
    try (PointerScope scope = new PointerScope();
        HessianOperator hessian = HessianOperator.of(theta, derivatives)) {
      Tensor start = Hutchinson.Probe.GAUSSIAN.draw(random, theta.size(), hessian.options());
      try (Lanczos lanczos = Lanczos.decompose(hessian, config.steps(), start, Monitor.SILENT)) {
        List<Pair> found = new ArrayList<>();
        double[] values = lanczos.ritz().values();
        for (int i = 0; i < values.length; i++) {
          found.add(new Pair(values[i], Tensors.keep(lanczos.ritzVector(i))));
        }
        replace(found);
      }
      return derivatives.evaluation();
    }
  }

  private void replace(List<Pair> fresh) {
    pairs.forEach(pair -> pair.direction().close());
    pairs = List.copyOf(fresh);
  }

  /**
   * Sets the Ritz pairs of the next update, instead of those {@link #measure} would find.
   *
   * @param given orthonormal directions with their curvatures; copied; may be empty
   */
  public void curvature(List<Pair> given) {
    List<Pair> copies = new ArrayList<>();
    for (Pair pair : given) {
      Tensors.requireLength("Ritz vector", pair.direction(), parameters().size());
      copies.add(new Pair(pair.curvature(), Tensors.keep(pair.direction().clone())));
    }
    replace(copies);
  }

  @Override
  protected void beforeUpdate() {
    ParameterVector theta = parameters();
    Tensor g = descent.copy_(theta.gradient());
    for (ParameterGroup group : theta.groups()) {
      double decay = config.weightDecay() * group.weightDecayScale();
      if (decay > 0) {
        part(g, group).add_(part(theta.values(), group), Scalars.of(decay));
      }
    }
    // The pairs are orthonormal: taking each out of d as it stands equals taking it out of g.
    double flat = 1 / config.damping();
    g.mul_(Scalars.of(flat));
    for (Pair pair : pairs) {
      double sharp = 1 / (Math.abs(pair.curvature()) + config.damping() + config.offset());
      double along = pair.direction().dot(g).item_double() / flat;
      g.add_(pair.direction(), Scalars.of((sharp - flat) * along));
    }
  }

  @Override
  protected void update(ParameterGroup group, double learningRate) {
    part(parameters().values(), group).add_(part(descent, group), Scalars.of(-learningRate));
  }

  @Override
  public void save(State state) {
    super.save(state);
    random.save(state.child("random"));
  }

  @Override
  public void load(State state) {
    super.load(state);
    random.load(state.child("random"));
  }
}
