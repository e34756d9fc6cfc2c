package org.gradus.lab.recipes.online;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.gradus.online.Ball;
import org.gradus.online.OnlineGradientDescent;
import org.gradus.online.OnlineLearner;
import org.gradus.online.OptimisticEnsemble;
import org.gradus.online.OptimisticLeader;
import org.gradus.online.OptimisticMirrorDescent;
import org.gradus.online.StepRule;

/** Who plays the {@link Game}, each made for a number of rounds. */
final class Players {
  static final String CONVEX = "OOMD";
  static final String STRONG = "OOMD, strongly convex";
  static final String ENSEMBLE = "ensemble";
  static final String ADAGRAD = "AdaGrad-norm";
  static final String DESCENT = "gradient descent";
  static final String LEADER = "optimistic leader";

  private static final double G = Game.GRADIENT_BOUND;
  private static final double L = Game.SMOOTHNESS;

  private Players() {}

  static Map<String, IntFunction<OnlineLearner>> all() {
    Ball ball = Game.domain();
    double[] start = ball.centre();
    double d = Game.DIAMETER;
    Map<String, IntFunction<OnlineLearner>> all = new LinkedHashMap<>();
    all.put(
        CONVEX,
        rounds ->
            new OptimisticMirrorDescent(
                ball, StepRule.convex(d, G, L), start, Double.POSITIVE_INFINITY));
    all.put(STRONG, rounds -> new OptimisticMirrorDescent(ball, StepRule.stronglyConvex(1)));
    all.put(
        ENSEMBLE,
        rounds ->
            new OptimisticEnsemble(ball, OptimisticEnsemble.Config.theoretical(rounds, d, G, L)));
    all.put(ADAGRAD, rounds -> OnlineGradientDescent.adaptive(ball));
    all.put(DESCENT, rounds -> OnlineGradientDescent.decaying(ball, G));
    all.put(LEADER, rounds -> OptimisticLeader.convex(ball, G, L));
    return all;
  }
}
