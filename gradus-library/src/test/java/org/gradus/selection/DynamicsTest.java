package org.gradus.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Fixtures.classes;
import static org.gradus.Fixtures.normal;

import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.Fixtures;
import org.gradus.core.Likelihood;
import org.gradus.core.ParameterVector;
import org.gradus.core.Scalars;
import org.gradus.core.Tensors;
import org.gradus.perexample.RecordingNetwork;
import org.gradus.selection.ErrorBarrier.Snapshot;
import org.gradus.train.Batch;
import org.gradus.train.BatchObjective;
import org.gradus.train.Network;
import org.junit.jupiter.api.Test;

/** Error barriers and tangent kernels. */
class DynamicsTest {
  private final Module net = Tensors.keep(new Module());
  private final LinearImpl layer = net.register_module("layer", new LinearImpl(4, 3));

  private Network affine() {
    net.to(ScalarType.Double, false);
    return RecordingNetwork.of(net, (x, layers) -> layers.linear(layer, x));
  }

  private static ToDoubleFunction<Network> loss(Tensor inputs) {
    Batch batch = new Batch(inputs, classes(0, 2, 1), new long[] {0, 1, 2});
    return network ->
        new BatchObjective(network, batch, Likelihood.CATEGORICAL, 0).loss().item_double();
  }

  private static ErrorBarrier line(Network network, ParameterVector theta, long from, long to) {
    theta.values().copy_(normal(from, ScalarType.Double, theta.size()));
    Snapshot first = Snapshot.of(network, theta);
    theta.values().copy_(normal(to, ScalarType.Double, theta.size()));
    Snapshot second = Snapshot.of(network, theta);
    return ErrorBarrier.between(
        network,
        theta,
        first,
        second,
        ErrorBarrier.POINTS,
        loss(normal(5, ScalarType.Double, 3, 4)));
  }

  @Test
  void convexLossHasTheBarrierOfItsEnds() {
    Network network = affine();
    ParameterVector theta = ParameterVector.of(network.parameters());
    ErrorBarrier barrier = line(network, theta, 1, 2);
    double[] e = barrier.errors();
    assertThat(e).hasSize(11);
    assertThat(barrier.height()).isCloseTo(Math.abs(e[0] - e[10]) / 2, within(1e-14));
    assertThat(theta.values().equal(normal(2, ScalarType.Double, theta.size()))).isTrue();
    assertThat(line(network, theta, 3, 3).height()).isEqualTo(0);
    assertThat(new ErrorBarrier(0.1, 0.5, 0.3).height()).isCloseTo(0.3, within(1e-15));
    assertThatThrownBy(() -> new ErrorBarrier(0.1)).hasMessageContaining("points on the line");
  }

  @Test
  void runningStatisticsAreInterpolatedAndPutBack() {
    Fixtures.Noisy noisy = Tensors.keep(new Fixtures.Noisy(1));
    Network network = Network.of(noisy, noisy::forward);
    ParameterVector theta = ParameterVector.of(network.parameters());
    Snapshot first = Snapshot.of(network, theta);
    noisy.runningMean().fill_(Scalars.of(2.0));
    Snapshot second = Snapshot.of(network, theta);
    ErrorBarrier means =
        ErrorBarrier.between(
            network, theta, first, second, 5, n -> noisy.runningMean().mean().item_double());
    assertThat(means.errors()).containsExactly(new double[] {0, 0.5, 1, 1.5, 2}, within(1e-6));
    assertThat(noisy.runningMean().mean().item_double()).isEqualTo(2);
    assertThat(network.isTraining()).isTrue();
  }

  @Test
  void kernelOfAnAffineLayerDoesNotDependOnItsWeights() {
    Network network = affine();
    ParameterVector theta = ParameterVector.of(network.parameters());
    Tensor x = normal(3, ScalarType.Double, 5, 4);
    TangentKernel first = TangentKernel.of(network, theta, x);
    Tensor expected = torch.kron(x.mm(x.t()).add(Scalars.of(1.0)), torch.eye(3, x.options()));
    assertThat(first.matrix().sub(expected).abs().max().item_double()).isLessThan(1e-12);
    theta.values().mul_(Scalars.of(-3.0));
    TangentKernel second = TangentKernel.of(network, theta, x);
    assertThat(first.velocity(second)).isLessThan(1e-14);
  }

  @Test
  void velocityDependsOnDirectionsOnly() {
    TangentKernel one =
        new TangentKernel(Fixtures.matrix(new double[] {1, 0}, new double[] {0, 0}));
    TangentKernel other =
        new TangentKernel(Fixtures.matrix(new double[] {0, 0}, new double[] {0, 1}));
    TangentKernel both =
        new TangentKernel(Fixtures.matrix(new double[] {3, 0}, new double[] {0, 3}));
    assertThat(one.velocity(one)).isEqualTo(0);
    assertThat(one.velocity(other)).isEqualTo(1);
    assertThat(one.velocity(both)).isCloseTo(1 - Math.sqrt(0.5), within(1e-15));
    assertThatThrownBy(() -> one.velocity(new TangentKernel(torch.zeros(2, 2))))
        .hasMessageContaining("norm of a tangent kernel");
    assertThatThrownBy(() -> new TangentKernel(torch.ones(2, 3))).hasMessageContaining("square");
  }
}
