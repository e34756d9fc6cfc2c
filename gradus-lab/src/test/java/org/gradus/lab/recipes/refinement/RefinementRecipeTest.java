package org.gradus.lab.recipes.refinement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.gradus.schedule.Refinement;
import org.junit.jupiter.api.Test;

class RefinementRecipeTest {
  @Test
  void syntheticNormsGiveThePapersShapes() {
    quarters("constant", .750, .500, .250, 0);
    quarters("falling, then constant", .875, .583, .291, .135);
    quarters("falling, then rising", .603, .212, .062, .12);
    quarters("falling to the end", .980, .860, .582, .15);
  }

  private static void quarters(String name, double one, double two, double three, double peak) {
    double[] factors = new Refinement(0, 2).refine(Shapes.norms().get(name)).toArray();
    assertThat(factors[500]).isCloseTo(one, within(.002));
    assertThat(factors[1000]).isCloseTo(two, within(.002));
    assertThat(factors[1500]).isCloseTo(three, within(.002));
    int at =
        IntStream.range(0, 2000).reduce((a, b) -> factors[b] > factors[a] ? b : a).orElseThrow();
    assertThat(at / 2000.0).isCloseTo(peak, within(.006));
  }

  @Test
  void theRegressionsGradientIsItsDerivative() {
    LogisticRegression problem = LogisticRegression.of("breast-cancer", 20);
    int[] examples = {3, 7, 11};
    double[] w = new SplittableRandom(1).doubles(problem.theta().size(), -1, 1).toArray();
    double[] gradient = new double[w.length];
    problem.lossAndGradient(w, examples, gradient);
    for (int k = 0; k < w.length; k += 7) {
      double h = 1e-6;
      double[] up = w.clone();
      double[] down = w.clone();
      up[k] += h;
      down[k] -= h;
      double difference =
          (problem.lossAndGradient(up, examples, new double[w.length])
                  - problem.lossAndGradient(down, examples, new double[w.length]))
              / (2 * h);
      assertThat(gradient[k]).isCloseTo(difference, within(1e-8));
    }
  }

  @Test
  void theRegressionsMinimumIsOne() {
    LogisticRegression problem = LogisticRegression.of("breast-cancer", 100);
    var theta = problem.theta();
    int[] all = IntStream.range(0, problem.size()).toArray();
    for (int i = 0; i < 8000; i++) {
      problem.on(all).gradient(theta);
      theta.values().sub_(theta.gradient());
    }
    assertThat(problem.suboptimality(theta)).isBetween(-1e-12, 1e-8);
  }
}
