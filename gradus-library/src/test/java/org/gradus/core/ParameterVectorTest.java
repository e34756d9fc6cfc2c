package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.Fixtures.leaf;
import static org.gradus.Fixtures.normal;
import static org.gradus.Fixtures.values;
import static org.gradus.Fixtures.vector;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Fixtures.Mlp;
import org.gradus.core.ParameterVector.Slice;
import org.gradus.train.Network;
import org.junit.jupiter.api.Test;

class ParameterVectorTest {
  private static NamedTensor named(String name, Tensor tensor) {
    return new NamedTensor(name, tensor);
  }

  private static Tensor ofShape(long seed, long... shape) {
    return leaf(normal(seed, ScalarType.Double, shape));
  }

  @Test
  void parametersAndGradientsAreViewsOfTheVector() {
    Tensor weight = ofShape(1, 2, 3);
    Tensor scalar = ofShape(2);
    double[] start = values(weight);
    ParameterVector theta = ParameterVector.of(List.of(named("w", weight), named("s", scalar)));
    assertThat(theta.size()).isEqualTo(7);
    assertThat(theta.slices())
        .containsExactly(new Slice("w", 0, 6, List.of(2L, 3L)), new Slice("s", 6, 1, List.of()));
    assertThat(values(weight)).containsExactly(start);
    theta.values().copy_(vector(1, 2, 3, 4, 5, 6, 7));
    assertThat(values(weight)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(scalar.item_double()).isEqualTo(7);
    theta.zeroGradient();
    weight.square().sum().add(scalar.mul(Scalars.of(3.0))).backward();
    theta.requireAttached();
    assertThat(values(theta.gradient())).containsExactly(2, 4, 6, 8, 10, 12, 3);
    assertThat(values(theta.views(theta.values()).get(0))).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void sharedWeightIsOneSlice() {
    Tensor shared = ofShape(1, 3);
    ParameterVector theta =
        ParameterVector.of(
            List.of(
                named("a.weight", shared),
                named("b.bias", ofShape(2, 2)),
                named("b.weight", new Tensor(shared))));
    assertThat(theta.slices()).extracting(Slice::name).containsExactly("a.weight", "b.bias");
    Objective twice = () -> shared.sum().add(shared.mul(Scalars.of(2.0)).sum());
    twice.gradient(theta);
    assertThat(values(theta.gradient())).containsExactly(3, 3, 3, 0, 0);
  }

  @Test
  void frozenAndEmptyParametersAreLeftOut() {
    Tensor frozen = vector(1, 2);
    ParameterVector theta =
        ParameterVector.of(
            List.of(
                named("frozen", frozen),
                named("empty", ofShape(1, 0, 4)),
                named("w", ofShape(2, 2))));
    assertThat(theta.slices()).extracting(Slice::name).containsExactly("w");
    assertThat(values(frozen)).containsExactly(1, 2);
  }

  @Test
  void unreachedParameterGetsZero() {
    Tensor used = leaf(vector(3));
    ParameterVector theta =
        ParameterVector.of(List.of(named("used", used), named("unused", leaf(vector(1, 2)))));
    theta.gradient().fill_(Scalars.of(9.0));
    Objective objective = () -> used.square().sum();
    objective.gradient(theta);
    assertThat(values(theta.gradient())).containsExactly(6, 0, 0);
    theta.gradient().fill_(Scalars.of(9.0));
    try (Differentiation derivatives = objective.differentiate(theta)) {
      assertThat(values(theta.gradient())).containsExactly(6, 0, 0);
      assertThat(values(derivatives.hessianVectorProduct(vector(1, 1, 1))))
          .containsExactly(2, 0, 0);
    }
  }

  @Test
  void groupsAreContiguousAndCarryTheirScales() {
    Grouping grouping =
        Grouping.noDecayOnBiasesAndNorms().with("head", p -> p.name().startsWith("head"), 10, 0.5);
    ParameterVector theta =
        ParameterVector.of(
            List.of(
                named("a.bias", ofShape(1, 2)),
                named("head.weight", ofShape(2, 2, 2)),
                named("a.weight", ofShape(3, 3, 2)),
                named("head.bias", ofShape(4, 2)),
                named("scale", ofShape(5))),
            grouping);
    assertThat(theta.groups())
        .containsExactly(
            new ParameterGroup("weights", 0, 6, 1, 1),
            new ParameterGroup("biases and norms", 6, 5, 1, 0),
            new ParameterGroup("head", 11, 4, 10, 0.5));
    assertThat(theta.slices())
        .extracting(Slice::name)
        .containsExactly("a.weight", "a.bias", "head.bias", "scale", "head.weight");
  }

  @Test
  void scalesMustNotBeNegative() {
    assertThatThrownBy(() -> Grouping.none().with("g", p -> true, -1, 0))
        .hasMessageContaining("learningRateScale of group g is -1.0");
    assertThatThrownBy(() -> Grouping.none().with("g", p -> true, 1, Double.NaN))
        .hasMessageContaining("weightDecayScale of group g is NaN");
  }

  @Test
  void secondVectorOfAModelTakesOverAndTheFirstRefuses() {
    Mlp net = new Mlp(1, ScalarType.Double);
    Network network = Network.of(net, net::forward);
    ParameterVector first = ParameterVector.of(network.parameters());
    ParameterVector second = ParameterVector.of(network.parameters());
    assertThat(second.values().equal(first.values())).isTrue();
    Objective objective = () -> net.forward(normal(1, ScalarType.Double, 2, 5)).square().sum();
    objective.gradient(second);
    double[] gradient = values(second.gradient());
    assertThatThrownBy(() -> objective.gradient(first))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("'first.weight'", "another ParameterVector", "make a new one");
    assertThatThrownBy(() -> objective.differentiate(first))
        .isInstanceOf(IllegalStateException.class);
    second.requireAttached();
    assertThat(values(second.gradient())).containsExactly(gradient);
  }

  @Test
  void aModelIsEvaluatedAtAnotherVectorWithoutMovingIt() {
    Mlp net = new Mlp(1, ScalarType.Double);
    ParameterVector theta = ParameterVector.of(Network.of(net, net::forward).parameters());
    Mlp other = new Mlp(2, ScalarType.Double);
    ParameterVector elsewhere = ParameterVector.of(Network.of(other, other::forward).parameters());
    Tensor inputs = normal(3, ScalarType.Double, 4, 5);
    double[] here = values(net.forward(inputs));
    double[] there =
        theta.evaluateAt(elsewhere.values(), () -> values(net.forward(inputs).detach()));
    assertThat(there).containsExactly(values(other.forward(inputs)));
    assertThat(values(net.forward(inputs))).containsExactly(here);
    theta.requireAttached();
    assertThatThrownBy(
            () ->
                theta.evaluateAt(
                    elsewhere.values(),
                    () -> {
                      throw new IllegalStateException("inside");
                    }))
        .hasMessage("inside");
    assertThat(values(net.forward(inputs))).containsExactly(here);
    assertThatThrownBy(() -> theta.evaluateAt(vector(1), () -> 0))
        .hasMessageContaining("vector is Double [1] on cpu");
  }

  @Test
  void detachedGradientsAreRefusedAndHealed() {
    Mlp net = new Mlp(1, ScalarType.Double);
    ParameterVector theta = ParameterVector.of(Network.of(net, net::forward).parameters());
    net.zero_grad(true);
    assertThatThrownBy(theta::requireAttached)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(
            "gradient of parameter 'first.weight'", "zero_grad(true)", "call zeroGradient()");
    theta.zeroGradient();
    theta.requireAttached();
    Objective spoiling =
        () -> {
          net.zero_grad(true);
          return net.forward(normal(1, ScalarType.Double, 2, 5)).sum();
        };
    assertThatThrownBy(() -> spoiling.gradient(theta))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("zero_grad(true)");
    Objective sound = () -> net.forward(normal(1, ScalarType.Double, 2, 5)).sum();
    assertThat(sound.gradient(theta).gradientNorm()).isPositive();
  }

  @Test
  void convertedModelIsRefused() {
    Mlp net = new Mlp(1, ScalarType.Double);
    ParameterVector theta = ParameterVector.of(Network.of(net, net::forward).parameters());
    net.to(ScalarType.Float, false);
    assertThatThrownBy(theta::zeroGradient)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no longer views this vector");
  }

  @Test
  void whatCannotBeAVectorIsRefused() {
    assertThatThrownBy(() -> ParameterVector.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no trainable parameter");
    assertThatThrownBy(() -> ParameterVector.of(List.of(named("w", vector(1)))))
        .hasMessageContaining("no trainable parameter");
    assertThatThrownBy(
            () ->
                ParameterVector.of(
                    List.of(
                        named("a", ofShape(1, 2)),
                        named("b", leaf(normal(1, ScalarType.Float, 3))))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'a'", "Double [2]", "'b'", "Float [3]");
    Tensor complex = torch.zeros(new long[] {2}, new TensorOptions(ScalarType.ComplexDouble));
    assertThatThrownBy(() -> ParameterVector.of(List.of(named("z", complex.requires_grad_(true)))))
        .hasMessageContainingAll("'z'", "real floating-point");
    assertThatThrownBy(
            () -> ParameterVector.of(List.of(named("c", ofShape(1, 2).mul(Scalars.of(2.0))))))
        .hasMessageContainingAll("'c'", "leaf");
  }

  @Test
  void vectorsOfTheWrongLengthAreRefused() {
    ParameterVector theta = ParameterVector.of(List.of(named("w", ofShape(1, 2))));
    assertThatThrownBy(() -> theta.views(vector(1, 2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("[3]", "[2]");
  }
}
