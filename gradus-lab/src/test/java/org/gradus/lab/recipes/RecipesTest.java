package org.gradus.lab.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.gradus.core.Autodiff;
import org.gradus.core.Differentiation;
import org.gradus.core.Evaluation;
import org.gradus.core.Monitor;
import org.gradus.core.ParameterVector;
import org.gradus.core.Tensors;
import org.gradus.lab.reproduce.Context;
import org.gradus.lab.reproduce.Progress;
import org.gradus.optim.Adam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipesTest {
  private static final Method ADAM =
      new Method("adam", (theta, seed) -> new Adam(theta, Adam.Config.of(1e-2)));

  @Test
  void theAreaUnderTheCurveCountsTiesHalf() {
    double[] label = {0, 0, 1, 1};
    assertThat(Scores.areaUnderCurve(new double[] {1, 2, 3, 4}, label)).isEqualTo(1);
    assertThat(Scores.areaUnderCurve(new double[] {4, 3, 2, 1}, label)).isZero();
    assertThat(Scores.areaUnderCurve(new double[] {1, 1, 1, 1}, label)).isEqualTo(0.5);
    assertThat(Scores.areaUnderCurve(new double[] {1, 3, 2, 4}, label)).isEqualTo(0.75);
  }

  @Test
  void theRankCorrelationSeesOrderOnly() {
    double[] x = {1, 5, 2, 100};
    assertThat(Scores.rankCorrelation(x, new double[] {0, 7, 1, 8})).isEqualTo(1);
    assertThat(Scores.rankCorrelation(x, new double[] {9, -7, 1, -8})).isEqualTo(-1);
    // Ranks 1.5, 1.5, 3, 4 against 1, 3, 2, 4: 3.5 / √(4.5 · 5) with deviations from 2.5.
    assertThat(Scores.rankCorrelation(new double[] {1, 1, 2, 3}, x))
        .isCloseTo(3 / Math.sqrt(4.5 * 5), within(1e-15));
  }

  @Test
  void aRunIsDecidedByItsSeedAndWorkersDoNotMatter(@TempDir Path folder) {
    TrainingTask task = Clicks.task(600);
    Plan plan = Plan.cosine(4, 0);
    Runs one = Runs.of(context(1, folder.resolve("one")), task, ADAM, plan, 1, 2);
    Runs two = Runs.of(context(2, folder.resolve("two")), task, ADAM, plan, 1, 2);
    assertThat(one.loss().values()).containsExactly(two.loss().values());
    assertThat(one.score().values()).containsExactly(two.score().values());
    assertThat(one.loss().values()[0]).isNotEqualTo(one.loss().values()[1]);
  }

  private static Context context(int threads, Path folder) {
    return new Context(true, threads, folder, Monitor.SILENT, Progress.SILENT);
  }

  @Test
  void aDivergedRunHasNoLoss() {
    Method diverging = new Method("huge", (theta, seed) -> new Adam(theta, Adam.Config.of(1e30)));
    Outcome outcome = Clicks.task(600).run(diverging, Plan.cosine(4, 0), 1, Monitor.SILENT);
    assertThat(outcome.loss()).isNaN();
  }

  @Test
  void theQuadraticsClosedFormsAgreeWithAutodiff() {
    Quadratic problem = Quadratic.of(5, 100, true, 3);
    ParameterVector theta = problem.theta();
    double value = problem.gradient(theta).loss();
    double norm = Tensors.norm(theta.gradient());
    Evaluation byAutodiff = Autodiff.gradient(problem, theta);
    assertThat(value).isCloseTo(byAutodiff.loss(), within(1e-12));
    assertThat(norm).isCloseTo(byAutodiff.gradientNorm(), within(1e-12));
    try (Differentiation derivatives = problem.differentiate(theta)) {
      double product = Tensors.norm(derivatives.hessianVectorProduct(theta.values()));
      // ∇²f x = ∇f for a quadratic centred at 0.
      assertThat(product).isCloseTo(norm, within(1e-12));
    }
  }

  @Test
  void plansEndAtTheirLastStep() {
    Plan plan = Plan.cosine(100, 0.05);
    assertThat(plan.schedule().factor(5)).isEqualTo(1);
    assertThat(plan.schedule().factor(100)).isCloseTo(0.05, within(1e-15));
    assertThat(Plan.halves(8).schedule().factor(4)).isCloseTo(0.1, within(1e-15));
    assertThat(Plan.halves(8).schedule().factor(6)).isCloseTo(0.01, within(1e-15));
  }
}
