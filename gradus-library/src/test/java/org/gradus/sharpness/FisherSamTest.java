package org.gradus.sharpness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.classes;
import static org.gradus.Fixtures.copy;
import static org.gradus.Fixtures.diagonalQuadratic;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.parameters;
import static org.gradus.Fixtures.replay;
import static org.gradus.Fixtures.sameBits;
import static org.gradus.Fixtures.values;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Fixtures;
import org.gradus.Fixtures.Mlp;
import org.gradus.core.Likelihood;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;
import org.gradus.optim.Sgd;
import org.gradus.sharpness.FisherSam.Config;
import org.gradus.sharpness.FisherSam.Damping;
import org.gradus.sharpness.FisherSam.Fisher;
import org.gradus.train.Batch;
import org.gradus.train.BatchObjective;
import org.gradus.train.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FisherSamTest {
  private final Mlp net = new Mlp(1, ScalarType.Double);
  private final ParameterVector theta = Fixtures.parametersOf(Network.of(net, net::forward));

  private static Sgd sgd(ParameterVector theta) {
    return new Sgd(theta, new Sgd.Config(0.1, 0, false, 0));
  }

  private BatchObjective objective(Tensor inputs, long... labels) {
    return new BatchObjective(
        Network.of(net, net::forward),
        new Batch(inputs, classes(labels), new long[labels.length]),
        Likelihood.CATEGORICAL,
        1);
  }

  @Test
  void inOneDimensionTheAscentIsGammaOverRootF() {
    ParameterVector x = parameters(1);
    FisherSam fisher = new FisherSam(sgd(x), new Config(0.1, 0.5, Damping.ADDED, Fisher.BATCH));
    fisher.measure(diagonalQuadratic(x, 2));
    assertThat(values(fisher.perturbation())[0]).isCloseTo(0.1 / Math.sqrt(4.5), within(1e-10));
  }

  @Test
  void withTheIdentityItIsSam() {
    ParameterVector x = parameters(0.6, -0.6);
    Config config = new Config(0.1, 1 - 0.36, Damping.ADDED, Fisher.BATCH);
    FisherSam fisher = new FisherSam(sgd(x), config);
    fisher.measure(diagonalQuadratic(x, 1, 1));
    Sam sam = new Sam(sgd(x), 0.1);
    sam.measure(diagonalQuadratic(x, 1, 1));
    assertThat(values(fisher.perturbation()))
        .containsExactly(values(sam.perturbation()), within(1e-10));
    // F = 4 I shortens the ascent by 2.
    Config four = new Config(0.1, 4 - 0.36, Damping.ADDED, Fisher.BATCH);
    FisherSam shorter = new FisherSam(sgd(x), four);
    shorter.measure(diagonalQuadratic(x, 1, 1));
    Sam half = new Sam(sgd(x), 0.05);
    half.measure(diagonalQuadratic(x, 1, 1));
    assertThat(values(shorter.perturbation()))
        .containsExactly(values(half.perturbation()), within(1e-10));
  }

  @Test
  void scaledDampingOfZeroIsSam() {
    BatchObjective objective = objective(normal(2, ScalarType.Double, 3, 5), 0, 1, 2);
    FisherSam fisher = new FisherSam(sgd(theta), new Config(0.1, 0, Damping.SCALED, Fisher.BATCH));
    fisher.measure(objective);
    Sam sam = new Sam(sgd(theta), 0.1);
    sam.measure(objective);
    assertThat(values(fisher.perturbation()))
        .containsExactly(values(sam.perturbation()), within(1e-14));
  }

  @Test
  void zeroGradientGivesZeroPerturbation() {
    ParameterVector x = parameters(0, 0);
    FisherSam fisher = new FisherSam(sgd(x), Config.standard());
    fisher.measure(diagonalQuadratic(x, 1, 1));
    assertThat(values(fisher.perturbation())).containsExactly(0, 0);
  }

  @Test
  void perExampleFisherIsTheMeanOfSquaredScores() {
    Tensor inputs = normal(2, ScalarType.Double, 3, 5);
    long[] labels = {2, Likelihood.IGNORED, 0};
    Tensor diagonal = theta.newVector();
    for (int i : new int[] {0, 2}) {
      objective(inputs.narrow(0, i, 1), labels[i]).gradient(theta);
      diagonal.add_(theta.gradient().square(), Scalars.of(0.5));
    }
    BatchObjective whole = objective(inputs, labels);
    whole.gradient(theta);
    Tensor g = copy(theta.gradient());
    Tensor scaled = g.div(diagonal.add(Scalars.of(0.1)));
    Tensor expected = scaled.mul(Scalars.of(0.1 / Math.sqrt(g.dot(scaled).item_double())));
    FisherSam fisher =
        new FisherSam(sgd(theta), new Config(0.1, 0.1, Damping.ADDED, Fisher.PER_EXAMPLE));
    fisher.measure(whole);
    assertThat(values(fisher.perturbation())).containsExactly(values(expected), within(1e-10));
  }

  @ParameterizedTest
  @EnumSource
  void noisedFisher(TramFisher.Form form) {
    Tensor inputs = normal(2, ScalarType.Double, 3, 5);
    Tensor z = normal(9, ScalarType.Double, 3, 5);
    BatchObjective clean = objective(inputs, 2, 1, 0);
    objective(inputs.add(z.mul(Scalars.of(0.3))), 2, 1, 0).gradient(theta);
    Tensor noised = copy(theta.gradient());
    double loss = clean.gradient(theta).loss();
    Tensor g = form == TramFisher.Form.LITERAL ? copy(theta.gradient()) : noised;
    Tensor scaled = g.div(noised.square().add(Scalars.of(0.1)));
    Tensor expected = scaled.mul(Scalars.of(0.1 / Math.sqrt(g.dot(scaled).item_double())));
    TramFisher method =
        new TramFisher(sgd(theta), Config.standard(), new InputNoise(0.3, replay(z)), form);
    method.measure(clean);
    assertThat(values(method.perturbation())).containsExactly(values(expected), within(1e-10));
    if (form == TramFisher.Form.LITERAL) {
      assertThat(method.lastStep().loss()).isEqualTo(loss);
    }
    Tensor measured = copy(theta.gradient());
    theta.values().add_(method.perturbation());
    clean.gradient(theta);
    assertThat(sameBits(measured, theta.gradient())).isTrue();
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() -> new Config(-1, 0.1, Damping.ADDED, Fisher.BATCH))
        .hasMessageContaining("gamma is -1.0");
    assertThatThrownBy(() -> new Config(0.1, 0, Damping.ADDED, Fisher.BATCH))
        .hasMessageContaining("eta is 0.0");
    Config perExample = new Config(0.1, 0.1, Damping.ADDED, Fisher.PER_EXAMPLE);
    InputNoise noise = new InputNoise(0.1, replay(theta.values()));
    assertThatThrownBy(() -> new TramFisher(sgd(theta), perExample, noise))
        .hasMessageContaining("fisher is PER_EXAMPLE");
    ParameterVector x = parameters(1);
    assertThatThrownBy(() -> new FisherSam(sgd(x), perExample).measure(diagonalQuadratic(x, 1)))
        .hasMessageContaining("needs a PredictiveObjective");
  }
}
