package org.gradus.online;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.gradus.core.Check;
import org.gradus.core.NonFiniteException;
import org.gradus.core.State;
import org.gradus.core.Stateful;
import org.gradus.core.Tensors;

/**
 * A player of an online game: plays {@link #point()}, is told the gradient there by {@link
 * #observe(double[])}, and so on. Everything is drivable from outside: gradients are the caller's,
 * and so may be the guess of the next one.
 *
 * <p>A learner saved after a round and loaded into a new one with the same settings continues bit
 * for bit. Not thread-safe.
 */
public abstract class OnlineLearner implements Stateful {
  private static final Logger LOG = System.getLogger(OnlineLearner.class.getName());

  private final Domain domain;
  private final double gradientBound;
  private final Map<String, double[]> vectors = new LinkedHashMap<>();
  private final double[] point;
  private final double[] sum;
  private long round = 1;
  private boolean warned;

  /**
   * A learner.
   *
   * @param gradientBound G, larger gradients are warned of once; infinity for no bound
   */
  OnlineLearner(Domain domain, double[] start, double gradientBound) {
    this.domain = Objects.requireNonNull(domain, "domain");
    this.gradientBound = gradientBound;
    point = vector("x");
    sum = vector("sum of played points");
    Vectors.copy(inside(domain, start), point);
  }

  private static double[] inside(Domain domain, double[] start) {
    double[] x = Vectors.finite("start", start);
    if (x.length != domain.dimension()) {
      throw Check.invalid("the length of start", x.length, "the domain's, " + domain.dimension());
    }
    domain.project(x);
    if (Vectors.distance(x, start) > 1e-12 * domain.diameter()) {
      throw Check.invalid(
          "the start's distance from the domain", Vectors.distance(x, start), "0: begin inside");
    }
    return x;
  }

  /** A vector of the state, 0 at first, saved under this name. */
  final double[] vector(String name) {
    return vector(name, domain.dimension());
  }

  /** A vector of the state of a given length. */
  final double[] vector(String name, int length) {
    double[] vector = new double[length];
    vectors.put(name, vector);
    return vector;
  }

  /** The domain. */
  public final Domain domain() {
    return domain;
  }

  /** t, the round that is played next, from 1. */
  public final long round() {
    return round;
  }

  /** x_t, a copy. */
  public final double[] point() {
    return point.clone();
  }

  /** x_t itself, which {@link #update} replaces. */
  final double[] current() {
    return point;
  }

  /**
   * The mean of the points played so far: what to keep where the rounds are draws of one
   * distribution.
   *
   * @throws IllegalStateException before the first round is finished
   */
  public final double[] average() {
    if (round == 1) {
      throw new IllegalStateException("no round was played yet: there is no average");
    }
    double[] average = sum.clone();
    for (int i = 0; i < average.length; i++) {
      average[i] /= round - 1;
    }
    return average;
  }

  /**
   * Ends a round: g_t was seen at {@link #point()}, and the next gradient is guessed to be the
   * same.
   *
   * @param gradient g_t, length d; not kept
   * @throws NonFiniteException naming the round if it is not finite; the state is unchanged
   */
  public final void observe(double[] gradient) {
    observe(gradient, gradient);
  }

  /**
   * Ends a round with a guess of one's own.
   *
   * @param gradient g_t
   * @param guess M_{t+1}, the optimism; 0 for none. Learners without optimism leave it alone
   * @throws NonFiniteException naming the round if either is not finite; the state is unchanged
   */
  public final void observe(double[] gradient, double[] guess) {
    require("gradient", gradient);
    require("guess", guess);
    warn(gradient);
    Vectors.add(sum, 1, point);
    update(gradient, guess);
    round++;
  }

  /** Replaces the current point by x_{t+1}. */
  abstract void update(double[] gradient, double[] guess);

  private void require(String name, double[] values) {
    if (values.length != point.length) {
      throw Check.invalid("the length of the " + name, values.length, point.length + ", as of x");
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new NonFiniteException(
            "in round %d, %s[%d] is %s".formatted(round, name, i, values[i]));
      }
    }
  }

  private void warn(double[] gradient) {
    if (!warned && Vectors.dot(gradient, gradient) > gradientBound * gradientBound * (1 + 1e-12)) {
      warned = true;
      LOG.log(
          Level.WARNING,
          "in round {0} the gradient''s norm is {1}, above the bound G = {2}: guarantees no longer"
              + " hold",
          round,
          Math.sqrt(Vectors.dot(gradient, gradient)),
          gradientBound);
    }
  }

  @Override
  public final void save(State state) {
    state.put("round", round);
    try (PointerScope scope = new PointerScope()) {
      vectors.forEach((name, values) -> state.put(name, Tensors.matrix(values, values.length, 1)));
    }
  }

  @Override
  public final void load(State state) {
    try (PointerScope scope = new PointerScope()) {
      vectors.forEach(
          (name, values) -> {
            double[] saved = Tensors.doubles(state.tensor(name));
            if (saved.length != values.length) {
              throw Check.invalid(
                  "the saved length of '" + name + "'", saved.length, "" + values.length);
            }
            Vectors.copy(saved, values);
          });
    }
    round = state.whole("round");
  }
}
