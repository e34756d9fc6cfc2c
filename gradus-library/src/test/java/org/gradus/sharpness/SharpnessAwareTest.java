package org.gradus.sharpness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.classes;
import static org.gradus.Fixtures.copy;
import static org.gradus.Fixtures.diagonalQuadratic;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.parameters;
import static org.gradus.Fixtures.sameBits;
import static org.gradus.Fixtures.values;

import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Fixtures;
import org.gradus.Fixtures.Mlp;
import org.gradus.core.FlatOptimizer;
import org.gradus.core.Likelihood;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Objective;
import org.gradus.core.Optimizer;
import org.gradus.core.ParameterVector;
import org.gradus.core.PredictiveObjective;
import org.gradus.core.Scalars;
import org.gradus.core.State;
import org.gradus.optim.Methods;
import org.gradus.optim.Sgd;
import org.gradus.train.Batch;
import org.gradus.train.BatchObjective;
import org.gradus.train.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SharpnessAwareTest {
  private static final Tensor INPUTS = normal(1, ScalarType.Double, 4, 5);

  private static Sgd sgd(ParameterVector theta, double rate) {
    return new Sgd(theta, new Sgd.Config(rate, 0, false, 0));
  }

  private static ParameterVector parametersOf(Mlp net) {
    return Fixtures.parametersOf(Network.of(net, net::forward));
  }

  private static BatchObjective objective(Mlp net, Tensor inputs) {
    Batch batch = new Batch(inputs, classes(0, 1, 2, 1), new long[] {0, 1, 2, 3});
    return new BatchObjective(Network.of(net, net::forward), batch, Likelihood.CATEGORICAL, 1);
  }

  static Stream<String> methods() {
    return Methods.all().keySet().stream();
  }

  @Test
  void samOnTheSheetsQuadratic() {
    ParameterVector theta = parameters(1);
    Sam sam = new Sam(sgd(theta, 0.1), 0.05);
    sam.step(diagonalQuadratic(theta, 2));
    assertThat(values(theta.values())[0]).isCloseTo(0.79, within(1e-10));
    assertThat(values(sam.perturbation())[0]).isCloseTo(0.05, within(1e-10));
    assertThat(sam.lastStep().loss()).isEqualTo(1);
    assertThat(sam.lastStep().perturbationNorm()).isCloseTo(0.05, within(1e-10));
    assertThat(sam.lastStep().perturbedLoss()).isCloseTo(1.05 * 1.05, within(1e-10));
  }

  @Test
  void asamOnTheSheetsQuadratic() {
    ParameterVector theta = parameters(1);
    Asam asam = new Asam(sgd(theta, 0.1), 0.5);
    asam.step(diagonalQuadratic(theta, 2));
    assertThat(values(asam.perturbation())[0]).isCloseTo(0.5, within(1e-10));
    assertThat(values(theta.values())[0]).isCloseTo(0.7, within(1e-10));
  }

  @Test
  void asamWithEtaAndPlainSet() {
    ParameterVector theta = parameters(3, 0);
    theta.gradient().zero_();
    Asam eta = new Asam(sgd(theta, 0), 0.5, 1, slice -> false);
    eta.measure(diagonalQuadratic(theta, 1, 5));
    // T = (4, 1), g = (3, 0): ε = 0.5 · 16 · 3 / 12
    assertThat(values(eta.perturbation())).containsExactly(new double[] {2, 0}, within(1e-10));
    Asam plain = new Asam(sgd(theta, 0), 0.5, 0, slice -> slice.name().equals("x"));
    plain.measure(diagonalQuadratic(theta, 1, 5));
    assertThat(values(plain.perturbation())).containsExactly(new double[] {0.5, 0}, within(1e-10));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void radiusZeroIsTheBaseBitForBit(String name) {
    Function<ParameterVector, FlatOptimizer> method = Methods.all().get(name);
    Tensor plain = trained(method::apply);
    assertThat(sameBits(trained(t -> new Sam(method.apply(t), 0)), plain)).isTrue();
    assertThat(sameBits(trained(t -> new Asam(method.apply(t), 0)), plain)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("methods")
  void wrapsAnyBase(String name) {
    Function<ParameterVector, FlatOptimizer> method = Methods.all().get(name);
    Tensor plain = trained(method::apply);
    for (double rho : new double[] {0.05, 0.5}) {
      Tensor sharp = trained(t -> new Sam(method.apply(t), rho));
      assertThat(sharp.isfinite().all().item_bool()).isTrue();
      assertThat(sameBits(sharp, plain)).isFalse();
    }
  }

  private static Tensor trained(Function<ParameterVector, Optimizer> method) {
    Mlp net = new Mlp(1, ScalarType.Double);
    ParameterVector theta = parametersOf(net);
    Optimizer optimizer = method.apply(theta);
    for (int t = 0; t < 6; t++) {
      optimizer.step(objective(net, normal(t, ScalarType.Double, 4, 5)));
    }
    return theta.values();
  }

  @Test
  void perturbationHasItsLengthAndAscends() {
    Mlp net = new Mlp(1, ScalarType.Double);
    ParameterVector theta = parametersOf(net);
    Objective objective = objective(net, INPUTS);
    objective.gradient(theta);
    Tensor gradient = copy(theta.gradient());
    Sam sam = new Sam(sgd(theta, 0.1), 0.07);
    sam.measure(objective);
    assertThat(sam.perturbation().norm().item_double() / 0.07).isCloseTo(1, within(1e-10));
    assertThat(gradient.dot(sam.perturbation()).item_double()).isPositive();
    Asam asam = new Asam(sgd(theta, 0.1), 0.3);
    asam.measure(objective);
    Tensor relative = asam.perturbation().div(theta.values().abs());
    assertThat(relative.norm().item_double() / 0.3).isCloseTo(1, within(1e-10));
    assertThat(gradient.dot(asam.perturbation()).item_double()).isPositive();
  }

  @Test
  void parametersAreRestoredBitForBit() {
    Mlp net = new Mlp(1, ScalarType.Float);
    ParameterVector theta = parametersOf(net);
    Tensor before = copy(theta.values());
    Objective objective = objective(net, INPUTS.to(ScalarType.Float));
    for (SharpnessAware method :
        new SharpnessAware[] {new Sam(sgd(theta, 0), 0.3), new Asam(sgd(theta, 0), 3)}) {
      method.measure(objective);
      assertThat(theta.values().equal(before)).isTrue();
      method.step(objective);
      assertThat(theta.values().equal(before)).isTrue();
    }
  }

  @Test
  void gradientIsTheOneAtThePerturbedPoint() {
    Mlp net = new Mlp(1, ScalarType.Double);
    ParameterVector theta = parametersOf(net);
    Objective objective = objective(net, INPUTS);
    Sam sam = new Sam(sgd(theta, 0.1), 0.2);
    double norm = sam.measure(objective).gradientNorm();
    Tensor measured = copy(theta.gradient());
    theta.values().add_(sam.perturbation());
    objective.gradient(theta);
    assertThat(measured.equal(theta.gradient())).isTrue();
    assertThat(norm).isEqualTo(measured.norm().item_double());
  }

  @Test
  void zeroGradientGivesZeroPerturbation() {
    ParameterVector theta = parameters(0, 0);
    Objective flat = diagonalQuadratic(theta, 1, 1);
    for (SharpnessAware method :
        new SharpnessAware[] {new Sam(sgd(theta, 0.1), 0.3), new Asam(sgd(theta, 0.1), 3)}) {
      method.step(flat);
      assertThat(values(method.perturbation())).containsExactly(0, 0);
      assertThat(values(theta.values())).containsExactly(0, 0);
    }
  }

  /** A ReLU net whose layers can be rescaled against each other. */
  private static final class Relu extends Module {
    private final LinearImpl first = new LinearImpl(5, 7);
    private final LinearImpl second = new LinearImpl(7, 3);

    Relu(double scale) {
      register_module("first", first);
      register_module("second", second);
      to(ScalarType.Double, false);
      fill(first.weight(), 1, scale);
      fill(first.bias(), 2, scale);
      fill(second.weight(), 3, 1 / scale);
      fill(second.bias(), 4, 1);
    }

    private static void fill(Tensor parameter, long seed, double scale) {
      parameter
          .detach()
          .copy_(normal(seed, ScalarType.Double, parameter.numel()).view_as(parameter))
          .mul_(Scalars.of(scale));
    }

    Tensor forward(Tensor x) {
      return second.forward(first.forward(x).relu());
    }
  }

  @Test
  void adaptiveAscentDoesNotSeeRescaledLayers() {
    double[] losses = new double[2];
    for (int k = 0; k < 2; k++) {
      Relu net = new Relu(k == 0 ? 1 : 8);
      ParameterVector theta = Fixtures.parametersOf(Network.of(net, net::forward));
      Asam asam = new Asam(sgd(theta, 0.1), 0.5);
      PredictiveObjective objective =
          Fixtures.predictive(
              Likelihood.CATEGORICAL, () -> net.forward(INPUTS), classes(0, 1, 2, 1));
      asam.measure(objective);
      losses[k] = asam.lastStep().perturbedLoss();
      assertThat(losses[k]).isGreaterThan(asam.lastStep().loss());
    }
    assertThat(losses[1]).isCloseTo(losses[0], within(1e-9));
  }

  @Test
  void failureInTheSecondPassSaysSoAndRestores() {
    ParameterVector theta = parameters(1);
    Sam sam = new Sam(sgd(theta, 0.1), 0.5);
    // −√(1.2 − x) ascends from x = 1 to 1.5, where it is not defined.
    Objective cliff = () -> theta.parameters().get(0).neg().add(Scalars.of(1.2)).sqrt().neg().sum();
    assertThatThrownBy(() -> sam.measure(cliff))
        .isInstanceOf(NonFiniteException.class)
        .hasMessage("at the perturbed parameters, the loss is NaN")
        .hasCauseInstanceOf(NonFiniteException.class);
    assertThat(values(theta.values())).containsExactly(1);
    assertThatThrownBy(sam::lastStep).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void failureInTheFirstPassMovesNothing() {
    ParameterVector theta = parameters(2);
    Sam sam = new Sam(sgd(theta, 0.1), 0.5);
    Objective nan = () -> theta.parameters().get(0).sum().mul(Scalars.of(Double.NaN));
    assertThatThrownBy(() -> sam.step(nan))
        .isInstanceOf(NonFiniteException.class)
        .hasMessage("the loss is NaN");
    assertThat(values(theta.values())).containsExactly(2);
  }

  @Test
  void rateAndStateAreTheBases() {
    ParameterVector theta = parameters(1, 2);
    Sgd base = new Sgd(theta, Sgd.Config.of(0.1));
    Sam sam = new Sam(base, 0.05);
    sam.learningRate(0.25);
    assertThat(base.learningRate()).isEqualTo(0.25);
    sam.step(diagonalQuadratic(theta, 1, 2));
    State state = new State();
    sam.save(state);
    ParameterVector other = parameters(values(theta.values()));
    Sam resumed = new Sam(new Sgd(other, Sgd.Config.of(0.1)), 0.05);
    resumed.load(state);
    sam.step(diagonalQuadratic(theta, 1, 2));
    resumed.step(diagonalQuadratic(other, 1, 2));
    assertThat(sameBits(other.values(), theta.values())).isTrue();
  }

  @Test
  void radiiAreChecked() {
    Sgd base = sgd(parameters(1), 0.1);
    assertThatThrownBy(() -> new Sam(base, -0.1)).hasMessageContaining("rho is -0.1");
    assertThatThrownBy(() -> new Asam(base, Double.NaN)).hasMessageContaining("rho is NaN");
    assertThatThrownBy(() -> new Asam(base, 1, -1, s -> false)).hasMessageContaining("eta is -1.0");
    assertThatThrownBy(() -> new Sam(null, 0.1))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("base");
  }
}
