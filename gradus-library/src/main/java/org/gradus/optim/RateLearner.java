package org.gradus.optim;

import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.gradus.core.Check;
import org.gradus.core.Evaluation;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.State;
import org.gradus.curvature.rates.Rate;
import org.gradus.curvature.rates.RateRule;

/**
 * SGD that sets its learning rate and momentum from curvature while it trains (the on-the-fly
 * learner of Granziol, Zohren and Roberts, JMLR 23, 2022, arXiv 2006.09092).
 *
 * <p>Before the steps w, w + k, w + 2k, … counted from 0 (w the warm start, k the interval) a
 * {@link RateRule} looks at the curvature and proposes a pair, which holds until the next proposal;
 * an empty one keeps what there is. The pair takes effect with the update of that step. Curvature
 * is that of the step's own mini-batch unless another objective is given: the paper takes a fixed
 * random 1024 training examples without augmentation every 20 epochs. Give such a set as {@code
 * objective.part(1)}, so that measuring leaves running statistics alone.
 *
 * <p>A schedule would fight with the learner: setting any learning rate but the first one again is
 * refused.
 *
 * <p>Cost: every k steps that of the rule; nothing otherwise.
 */
public final class RateLearner implements Optimizer {
  /**
   * Settings.
   *
   * @param warmStart w ≥ 0, steps before the first proposal
   * @param interval k ≥ 1, steps between proposals
   */
  public record Config(long warmStart, long interval) {
    /** Checks the ranges. */
    public Config {
      Check.atLeast("warmStart", warmStart, 0);
      Check.atLeast("interval", interval, 1);
    }
  }

  private final Sgd base;
  private final RateRule rule;
  private final UnaryOperator<Objective> curvature;
  private final Config config;
  private final double first;
  private Optional<Rate> proposed = Optional.empty();

  /** A learner that looks at the curvature of each step's own mini-batch. */
  public RateLearner(Sgd base, RateRule rule, Config config) {
    this(base, rule, UnaryOperator.identity(), config);
  }

  /**
   * A learner.
   *
   * @param base what updates; made with momentum if the rule proposes any
   * @param rule what proposes
   * @param curvature from a step's mini-batch, the objective whose curvature counts
   * @param config settings
   */
  public RateLearner(Sgd base, RateRule rule, UnaryOperator<Objective> curvature, Config config) {
    this.base = Objects.requireNonNull(base, "base");
    this.rule = Objects.requireNonNull(rule, "rule");
    this.curvature = Objects.requireNonNull(curvature, "curvature");
    this.config = Objects.requireNonNull(config, "config");
    first = base.learningRate();
  }

  @Override
  public Evaluation measure(Objective objective) {
    proposed =
        due() ? rule.propose(curvature.apply(objective), parameters(), rate()) : Optional.empty();
    return base.measure(objective);
  }

  private boolean due() {
    long since = base.steps() - config.warmStart();
    return since >= 0 && since % config.interval() == 0;
  }

  @Override
  public void update() {
    proposed.ifPresent(this::rate);
    proposed = Optional.empty();
    base.update();
  }

  /** The pair of the last update. */
  public Rate rate() {
    return new Rate(base.learningRate(), base.momentum());
  }

  /** Sets the pair, as if it had been proposed. */
  public void rate(Rate rate) {
    base.learningRate(rate.learningRate());
    base.momentum(rate.momentum());
  }

  @Override
  public ParameterVector parameters() {
    return base.parameters();
  }

  @Override
  public double learningRate() {
    return base.learningRate();
  }

  /**
   * Accepts the learning rate it began with, which changes nothing.
   *
   * @throws IllegalArgumentException for any other: a schedule and this learner are both active
   */
  @Override
  public void learningRate(double learningRate) {
    if (learningRate != first) {
      throw Check.invalid(
          "learningRate",
          learningRate,
          first + ": this optimizer learns its rate, and takes no schedule beside that");
    }
  }

  @Override
  public Class<? extends Objective> requires() {
    return base.requires();
  }

  @Override
  public void save(State state) {
    base.save(state.child("base"));
    state.put("momentum", base.momentum());
  }

  @Override
  public void load(State state) {
    base.load(state.child("base"));
    base.momentum(state.number("momentum"));
  }
}
